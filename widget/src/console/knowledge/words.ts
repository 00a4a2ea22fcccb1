import { pick } from "../locale";
import type { Audience, BulkAction, ChangeState, EntryState, MoveStep, Status, Step, Twin } from "./shapes";
import type { When } from "./editor/when";

// The words of the entries, their editor, and what all rooms of the knowledge share.
const zh = {
  entries: "条目",
  create: "新建条目",
  total: (n: number) => `共 ${n} 条`,
  noneFound: "没有找到条目，换个词或换个筛选试试",
  noneYet: "知识库里还没有条目",
  clear: "清除筛选",
  categories: "分类",
  allCategories: "全部分类",
  fold: (name: string) => `展开或收起 ${name}`,
  chooseColumns: "显示列",
  exported: "导出",
  select: (question: string) => `选择 ${question}`,
  selectLoaded: "选择已加载的条目",
  due: "待复核",
  removing: (state: string) => `删除·${state}`,
  at: (who: string, when: string) => [who, when].filter(Boolean).join(" · "),
  everybody: "所有人",
  preview: "客户看到的样子",

  states: { draft: "草稿", review: "待审", approved: "待发布" } satisfies Record<ChangeState, string>,
  statuses: { on: "已启用", off: "已停用", scheduled: "未生效", expired: "已过期" } satisfies Record<Status, string>,
  entryStates: {
    draft: "草稿", review: "待审", approved: "待发布", live: "已上线", off: "已停用", scheduled: "未生效", expired: "已过期", due: "待复核", removed: "待删除",
  } satisfies Record<EntryState, string>,
  steps: { submit: "提交审核", approve: "通过", return: "退回", discard: "放弃修改" } satisfies Record<MoveStep, string>,
  audiences: { buyer: "买家", merchant: "商户", vip: "VIP" } satisfies Record<Audience, string>,
  kinds: {
    entry: "条目", rule: "规则", smalltalk: "闲聊", canned: "话术", mood: "情绪词", talk: "转人工词", replies: "机器人语句", settings: "设置", teams: "技能组",
    synonyms: "同义词", dictionary: "词典", stopwords: "停用词", homophones: "同音错字", golden: "黄金问题", flow: "流程",
  },
  columns: {
    question: "标准问题", category: "分类", variants: "相似问", state: "状态", tags: "标签", team: "技能组", severity: "优先级", audience: "受众",
    validity: "有效期", owner: "负责人", review: "复核日期", changed: "最近修改", id: "编号",
  },
  fields: {
    id: "编号", category: "分类", question: "标准问题", variants: "相似问题", keywords: "关键词", exclude: "排除词", answer: "答案", answers: "各站点的答案",
    related: "关联问题", tags: "标签", needs: "转人工前收集", flow: "答完接着办", severity: "优先级", team: "技能组", audience: "受众", from: "生效时间", until: "失效时间",
    off: "启用", owner: "负责人", review_on: "复核日期",
  },
  hints: {
    category: "例如 充值/到账，用 / 分级", tags: "只给编辑看，客户看不到", keywords: "问题里出现时，更可能是这一条", exclude: "问题里出现时，一定不是这一条",
    related: "显示在答案下面，最多 3 条", relatedSearch: "输入问题里的字来查找", team: "转人工时接待的技能组", needs: "机器人先问清楚这些，再转人工", flow: "答案下面接着开始这个流程",
    owner: "谁负责这一条", id: "可以不填，保存时自动生成", answer: "写下答案。可以用列表、步骤、图片和视频链接",
  },

  filters: {
    search: "搜索问题、相似问、答案、编号或拼音首字母", searchHint: "问题、答案、编号或首字母", askBot: "像客户一样问一句，看机器人找到什么", byText: "文字/ID", byBot: "机器人怎么搜",
    states: "状态", tag: "标签", team: "技能组", audience: "受众", owner: "负责人", sort: "排序", sorts: { changed: "最近修改", question: "按问题" },
    state: (name: string, n: number | undefined) => (n === undefined ? name : `${name} ${n}`),
  },
  live: {
    version: (n: number) => `版本 ${n}`,
    pending: (approved: number, open: number) => (open > approved ? `待发布 ${approved} · 修改中 ${open - approved}` : `待发布 ${approved}`),
    none: "没有待发布的修改",
    parts: (draft: number, review: number, approved: number) => `草稿 ${draft}，待审 ${review}，待发布 ${approved}`,
  },
  trouble: {
    offline: "连不上服务器", forbidden: "您没有权限查看这一页", lost: "没有找到，可能已被删除", failed: "加载失败", again: "重试",
  },

  bulk: {
    title: "批量操作",
    chosen: (n: number) => `已选 ${n} 条`,
    all: (n: number) => `选择全部 ${n} 条`,
    none: "取消选择",
    more: "批量修改",
    actions: {
      move: "移动分类", tag: "打标签", untag: "去标签", team: "设技能组", audience: "设受众", owner: "设负责人", review_on: "设复核日期", from: "设生效时间",
      until: "设失效时间", on: "启用", off: "停用", remove: "删除", submit: "提交审核", approve: "通过", return: "退回", discard: "放弃修改",
    } satisfies Record<BulkAction, string>,
    title2: (action: string, n: number) => `${action}：${n} 条`,
    value: {
      move: "移到分类", tag: "标签", untag: "标签", team: "技能组", audience: "受众", owner: "谁负责这一条", review_on: "复核日期", from: "生效时间", until: "失效时间",
    },
    emptied: "留空表示清除",
    apply: (n: number) => `修改 ${n} 条`,
    ask: { remove: (n: number) => `删除 ${n} 条？`, discard: (n: number) => `放弃 ${n} 条的修改？` },
    asked: {
      remove: "删除先记为草稿，审核通过并发布后，机器人才不再使用这些条目。发布前可以放弃修改来撤回。",
      discard: "没有发布的修改会被放弃，内容回到线上的样子；从没发布过的条目会消失。历史里仍能找到放弃的内容。",
    },
    done: (n: number) => `已处理 ${n} 条`,
    partly: (n: number, skipped: number) => `处理了 ${n} 条，${skipped} 条没有处理`,
    moreSkipped: (n: number) => `还有 ${n} 条`,
  },

  editor: {
    back: "返回列表", save: "保存草稿", submit: "保存并提交", saveKeys: "Ctrl+S", submitKeys: "Ctrl+Enter", more: "更多操作", dirty: "未保存",
    when: "什么时候有效", handling: "给谁看，转给谁",
    saved: "草稿已保存", unchanged: "和线上一样，没有要发布的修改", submitted: "已提交审核",
    refused: (n: number) => `有 ${n} 处问题，请修改后再保存`,
    earlier: (at: string) => `您在 ${at} 写的内容没有保存，要接着写吗？`, takeUp: "接着写", throwAway: "不要了",
    newer: (who: string, at: string) => `${who || "同事"} 在 ${at} 保存了这一条，您的修改还没有保存`, look: "看看差别",
    removed: "这条已标记删除，下次发布后机器人不再使用它。", unremove: "不删了",
    leaveTitle: "有没保存的修改", leaveText: "修改会留在这台电脑上，下次打开这一条时可以接着写。", leave: "离开", stay: "留下",
    againstLive: "与线上对比", tryOut: "用草稿试问",
  },
  variants: {
    row: (n: number) => `相似问题 ${n}`, remove: (n: number) => `删除相似问题 ${n}`, add: "加一条", hint: "回车加一条，可以一次粘贴多行",
    count: (n: number, most: number) => `${n} / ${most} 条`, repeated: "重复", long: (n: number) => `最长 ${n} 字`, unrepeat: (n: number) => `去掉 ${n} 条重复的`,
  },
  markdown: {
    tools: "答案格式", bold: "加粗", list: "列表", steps: "步骤", link: "链接", picture: "图片、视频", film: "视频链接", dropHint: "图片和视频可以粘贴或拖进来",
    uploading: (name: string, percent: number) => `正在上传「${name}」${percent}%`,
    uploadFailed: (name: string, why: string) => `「${name}」没有上传成功：${why}`, tooBig: (most: string) => `不能超过 ${most}`,
    filmName: "视频名称", linkText: "显示的文字", textMissing: "请填写显示的文字", address: "网址", addressBad: "网址要以 http:// 或 https:// 开头",
  },
  answers: {
    common: "默认", add: "+ 为站点单独写", of: (site: string) => `${site}的答案`, remove: (site: string) => `删除${site}的答案`, hint: "这个站点的客户看到这里的答案",
  },
  when: {
    on: "启用", off: "停用",
    zone: (zone: string, now: string) => `按店铺时间（${zone}，现在 ${now}）`,
    says: {
      off: () => "已停用：发布后机器人不会用它回答。",
      always: () => "发布后一直有效。",
      later: (from: string) => `将在 ${from} 自动上线。`,
      laterUntil: (from: string, until: string) => `将在 ${from} 自动上线，${until} 自动下线。`,
      until: (_from: string, until: string) => `现在有效，将在 ${until} 自动下线。`,
      over: (_from: string, until: string) => `已在 ${until} 过期，机器人不会用它回答。`,
      never: () => "失效时间不晚于生效时间，永远不会有效。",
    } satisfies Record<When, (from: string, until: string) => string>,
  },
  twins: {
    title: "可能重复",
    says: (kind: Twin["kind"], text: string, other: string) =>
      kind === "same" ? `「${text}」和「${other}」一样。` : kind === "near" ? `「${text}」和「${other}」几乎一样。` : `去掉「${text}」去问它，机器人会用「${other}」回答：客户换个相近的说法就容易答错。`,
    open: (question: string) => `打开「${question}」`,
  },

  conflict: {
    title: "同事刚刚改了同一份内容", ownTitle: "您在另一个窗口改了同一份内容", self: "您在另一个窗口", someone: "一位同事",
    says: (who: string, at: string) => `${who} 在 ${at} 保存了另一个版本。您的修改还在这里，请选择怎么办。`,
    removed: (who: string, at: string) => `${who} 在 ${at} 删除了它。您的修改还在这里，可以用您的版本恢复它。`,
    joined: (fields: string) => `只有对方改了的会自动合并：${fields}`, ownJoined: (fields: string) => `只有另一个窗口改了的会自动合并：${fields}`, comma: "、",
    mine: "我的", elsewhere: "另一个窗口的", theirs: (who: string) => `${who || "对方"}的`,
    noClash: "你们改的不是同一处，可以直接合并。", ownNoClash: "两边改的不是同一处，可以直接合并。",
    takeMine: "全部用我的", takeTheirs: "全部用对方的", takeElsewhere: "全部用另一个窗口的", look: "合并，先看看", merge: "合并并保存",
  },
  diff: { before: "修改前", after: "修改后", none: "没有差别", absent: "两边都没有", added: "新增", removed: "删除", order: "只是顺序变了", unchanged: "没有变化的 $ 行", yes: "是", no: "否" },
  history: {
    title: "历史", none: "还没有修改过", against: "对比", nothing: "没有更早的", restore: "恢复成这一版",
    restoreAsk: "把这一版恢复为草稿？现在的草稿会留在历史里。", restored: "已恢复为草稿",
    restoreUnsaved: "有没保存的修改，请先保存或放弃",
    steps: {
      save: "保存", import: "导入", restore: "恢复", submit: "提交审核", approve: "通过", return: "退回", discard: "放弃修改", publish: "发布", rollback: "回退",
    } satisfies Record<Step, string>,
  },
};

const en: typeof zh = {
  entries: "Entries",
  create: "New entry",
  total: (n: number) => `${n} entries`,
  noneFound: "Nothing found. Try another word or filter",
  noneYet: "There are no entries yet",
  clear: "Clear filters",
  categories: "Categories",
  allCategories: "All categories",
  fold: (name: string) => `Fold or unfold ${name}`,
  chooseColumns: "Columns",
  exported: "Export",
  select: (question: string) => `Select ${question}`,
  selectLoaded: "Select the loaded entries",
  due: "Review due",
  removing: (state: string) => `Removal: ${state}`,
  at: (who: string, when: string) => [who, when].filter(Boolean).join(" · "),
  everybody: "Everybody",
  preview: "What customers see",

  states: { draft: "Draft", review: "In review", approved: "Approved" },
  statuses: { on: "On", off: "Off", scheduled: "Not yet", expired: "Expired" },
  entryStates: {
    draft: "Draft", review: "In review", approved: "Approved", live: "Live", off: "Off", scheduled: "Not yet", expired: "Expired", due: "Review due", removed: "To be removed",
  },
  steps: { submit: "Submit", approve: "Approve", return: "Send back", discard: "Discard" },
  audiences: { buyer: "Buyers", merchant: "Merchants", vip: "VIPs" },
  kinds: {
    entry: "Entry", rule: "Rule", smalltalk: "Small talk", canned: "Canned replies", mood: "Mood words", talk: "Handoff words", replies: "Bot sentences", settings: "Settings", teams: "Teams",
    synonyms: "Synonyms", dictionary: "Dictionary", stopwords: "Stop words", homophones: "Homophones", golden: "Golden question", flow: "Flow",
  },
  columns: {
    question: "Question", category: "Category", variants: "Variants", state: "State", tags: "Tags", team: "Team", severity: "Severity", audience: "Audience",
    validity: "Valid", owner: "Owner", review: "Review on", changed: "Changed", id: "Id",
  },
  fields: {
    id: "Id", category: "Category", question: "Standard question", variants: "Similar questions", keywords: "Keywords", exclude: "Excluded words", answer: "Answer", answers: "Answers of sites",
    related: "Related questions", tags: "Tags", needs: "Asked before a handoff", flow: "Goes on to the flow", severity: "Severity", team: "Team", audience: "Audience", from: "Valid from", until: "Valid until",
    off: "On", owner: "Owner", review_on: "Review on",
  },
  hints: {
    category: "Such as Top-up/Arrival, levels split by /", tags: "For editors, customers never see them", keywords: "Makes this entry likelier where a question has one", exclude: "A question with one of these is never this entry's",
    related: "Offered below the answer, at most 3", relatedSearch: "Type words of a question", team: "That takes over when a person is asked for", needs: "The bot asks for these before it hands off", flow: "Begins below the answer",
    owner: "Who keeps it right", id: "May be left empty and is made when saved", answer: "The answer. Lists, steps, pictures and video links are fine",
  },

  filters: {
    search: "Search questions, answers, ids or pinyin initials", searchHint: "Questions, answers, ids", askBot: "Ask as a customer would", byText: "Text / id", byBot: "As the bot",
    states: "State", tag: "Tag", team: "Team", audience: "Audience", owner: "Owner", sort: "Order", sorts: { changed: "Last changed", question: "Question" },
    state: (name: string, n: number | undefined) => (n === undefined ? name : `${name} ${n}`),
  },
  live: {
    version: (n: number) => `Version ${n}`,
    pending: (approved: number, open: number) => (open > approved ? `${approved} to publish · ${open - approved} in work` : `${approved} to publish`),
    none: "Nothing to publish",
    parts: (draft: number, review: number, approved: number) => `${draft} drafts, ${review} in review, ${approved} approved`,
  },
  trouble: {
    offline: "The server cannot be reached", forbidden: "You may not see this page", lost: "Not found, it may have been removed", failed: "That could not be loaded", again: "Try again",
  },

  bulk: {
    title: "Many at once",
    chosen: (n: number) => `${n} selected`,
    all: (n: number) => `Select all ${n}`,
    none: "Clear selection",
    more: "Change",
    actions: {
      move: "Move", tag: "Add tag", untag: "Remove tag", team: "Set team", audience: "Set audience", owner: "Set owner", review_on: "Set review date", from: "Set start",
      until: "Set end", on: "Switch on", off: "Switch off", remove: "Delete", submit: "Submit", approve: "Approve", return: "Send back", discard: "Discard",
    },
    title2: (action: string, n: number) => `${action}: ${n}`,
    value: {
      move: "To category", tag: "Tag", untag: "Tag", team: "Team", audience: "Audience", owner: "Sign-in name of the owner", review_on: "Review on", from: "Valid from", until: "Valid until",
    },
    emptied: "Leave empty to clear",
    apply: (n: number) => `Change ${n}`,
    ask: { remove: (n: number) => `Delete ${n}?`, discard: (n: number) => `Discard the changes of ${n}?` },
    asked: {
      remove: "The removal is a draft: the bot uses the entries until it is approved and published. Until then it can be discarded.",
      discard: "What was not published is discarded; entries that were never live disappear. It stays in the history.",
    },
    done: (n: number) => `${n} done`,
    partly: (n: number, skipped: number) => `${n} done, ${skipped} left out`,
    moreSkipped: (n: number) => `and ${n} more`,
  },

  editor: {
    back: "Back to the list", save: "Save draft", submit: "Save and submit", saveKeys: "Ctrl+S", submitKeys: "Ctrl+Enter", more: "More", dirty: "Not saved",
    when: "When it is valid", handling: "For whom, and handed to whom",
    saved: "Draft saved", unchanged: "Same as live, nothing to publish", submitted: "Submitted for review",
    refused: (n: number) => `${n} problems to mend before it can be saved`,
    earlier: (at: string) => `What you wrote at ${at} was not saved. Go on with it?`, takeUp: "Go on", throwAway: "Throw away",
    newer: (who: string, at: string) => `${who || "A colleague"} saved this entry at ${at}; your changes are not saved yet`, look: "See what differs",
    removed: "This entry is marked for removal: the bot uses it until the next publish.", unremove: "Keep it",
    leaveTitle: "Changes are not saved", leaveText: "They stay in this browser and can be taken up when you open the entry again.", leave: "Leave", stay: "Stay",
    againstLive: "Compare with live", tryOut: "Try out with the draft",
  },
  variants: {
    row: (n: number) => `Similar question ${n}`, remove: (n: number) => `Remove similar question ${n}`, add: "Add", hint: "Enter adds one, many lines can be pasted",
    count: (n: number, most: number) => `${n} / ${most}`, repeated: "Repeated", long: (n: number) => `At most ${n} characters`, unrepeat: (n: number) => `Remove ${n} repeated`,
  },
  markdown: {
    tools: "Format of the answer", bold: "Bold", list: "List", steps: "Steps", link: "Link", picture: "Picture or video", film: "Video link", dropHint: "Paste or drop pictures and videos",
    uploading: (name: string, percent: number) => `Uploading ${name}, ${percent}%`,
    uploadFailed: (name: string, why: string) => `${name} was not uploaded: ${why}`, tooBig: (most: string) => `At most ${most}`,
    filmName: "Name of the video", linkText: "Text shown", textMissing: "Please enter the text", address: "Address", addressBad: "It must begin with http:// or https://",
  },
  answers: {
    common: "Default", add: "+ For one site", of: (site: string) => `Answer of ${site}`, remove: (site: string) => `Remove the answer of ${site}`, hint: "What customers of this site see",
  },
  when: {
    on: "On", off: "Off",
    zone: (zone: string, now: string) => `By the shop's clock (${zone}, now ${now})`,
    says: {
      off: () => "Off: once published, the bot does not answer with it.",
      always: () => "Valid always once published.",
      later: (from: string) => `Goes live by itself on ${from}.`,
      laterUntil: (from: string, until: string) => `Goes live by itself on ${from} and ends on ${until}.`,
      until: (_from: string, until: string) => `Valid now, ends by itself on ${until}.`,
      over: (_from: string, until: string) => `Ended on ${until}: the bot does not answer with it.`,
      never: () => "It ends before it begins, so it is never valid.",
    },
  },
  twins: {
    title: "Possible duplicates",
    says: (kind: Twin["kind"], text: string, other: string) =>
      kind === "same" ? `"${text}" is the same as "${other}".` : kind === "near" ? `"${text}" is almost "${other}".` : `Without "${text}" the bot would answer it with "${other}": words close to it may go wrong.`,
    open: (question: string) => `Open "${question}"`,
  },

  conflict: {
    title: "A colleague has just changed the same", ownTitle: "You changed the same in another window", self: "You, in another window,", someone: "A colleague",
    says: (who: string, at: string) => `${who} saved another version at ${at}. Your changes are still here: choose what to do.`,
    removed: (who: string, at: string) => `${who} removed it at ${at}. Your changes are still here and can bring it back.`,
    joined: (fields: string) => `What only your colleague changed is merged by itself: ${fields}`, ownJoined: (fields: string) => `What only the other window changed is merged by itself: ${fields}`, comma: ", ",
    mine: "Mine", elsewhere: "The other window's", theirs: (who: string) => (who ? `${who}'s` : "Theirs"),
    noClash: "You changed different things: they can be merged.", ownNoClash: "The two windows changed different things: they can be merged.",
    takeMine: "Take all mine", takeTheirs: "Take all theirs", takeElsewhere: "Take all of the other window", look: "Merge and look", merge: "Merge and save",
  },
  diff: { before: "Before", after: "After", none: "No difference", absent: "On neither side", added: "Added", removed: "Removed", order: "Only the order changed", unchanged: "$ unchanged lines", yes: "yes", no: "no" },
  history: {
    title: "History", none: "Never changed", against: "Compare with", nothing: "nothing earlier", restore: "Restore this one",
    restoreAsk: "Make this the draft? The present draft stays in the history.", restored: "Restored as a draft",
    restoreUnsaved: "Something is not saved: save or discard it first",
    steps: {
      save: "Saved", import: "Imported", restore: "Restored", submit: "Submitted", approve: "Approved", return: "Sent back", discard: "Discarded", publish: "Published", rollback: "Rolled back",
    },
  },
};

export const words = pick(zh, en);
