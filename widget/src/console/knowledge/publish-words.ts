import { pick } from "../locale";
import type { What } from "./shapes";

const outcomes: Record<string, string> = {
  answer: "回答了", clarify: "只给出选项", collect: "在收集信息", fallback: "没能回答", handoff: "转人工", smalltalk: "闲聊",
};
const outcomesEn: Record<string, string> = {
  answer: "answered with", clarify: "only offered", collect: "collecting", fallback: "no answer", handoff: "handed off", smalltalk: "small talk",
};

// The words of publishing and of jobs.
const zh = {
  changes: "待发布的修改",
  versions: "版本",
  replay: "回放真实问题",
  publish: (n: number) => (n > 0 ? `发布 ${n} 处修改` : "发布"),
  live: "线上",
  draft: "草稿",
  loading: "正在加载…",
  fourEyes: "本店需要两个人：最后修改的人不能自己通过，要由同事审核。",
  twoEyes: "审核通过的修改会在下一次发布时一起上线；编辑可以通过自己的修改。",
  outcome: (name: string) => outcomes[name] ?? name,
  by: (who: string, when: string) => [who, when].filter(Boolean).join(" · "),
  what: { added: "新增", changed: "修改", removed: "删除" } satisfies Record<What, string>,
  list: {
    kind: "类别", title: "内容", state: "状态", what: "变化", by: "最后修改", note: "说明", all: "全部", count: (name: string, n: number) => `${name} ${n}`,
    allOf: (n: number) => `全部 ${n} 处：`, none: "没有待发布的修改，线上就是最新的", noneOf: (state: string) => `没有「${state}」的修改`, returnNote: "退回的原因（作者可以看到）",
  },
  dialog: {
    title: "发布",
    about: (n: number) => `把审核通过的 ${n} 处修改发布给客户。发布前会先检查内容、重新学习，并问一遍黄金问题；期间客户照常得到回答。`,
    replay: "发布前可先回放最近 7 天的真实问题，看看哪些回答会变：",
    note: "发布说明（选填）", noteHint: "改了什么，为什么", close: "关闭",
    live: (version: number, changed: number) => `版本 ${version} 已上线，包含 ${changed} 处修改`,
    times: (built?: number, activated?: number) =>
      [built !== undefined && `准备用时 ${(built / 1000).toFixed(1)} 秒`, activated !== undefined && `切换用时 ${activated} 毫秒`].filter(Boolean).join("，"),
    golden: (passed: number, total: number) => `黄金问题：通过 ${passed} / ${total}`,
    failure: (wants: string, outcome: string, question: string) => `${wants}，现在${outcome}${question && `「${question}」`}`,
    wantsEntry: (question: string) => `应当回答「${question}」`, wantsHandoff: "应当转人工", wantsNothing: "应当不回答", tryOut: "试问",
    override: "仍然发布的理由（会记录在版本里）", overrideHint: "例如：这几个问题的新答案已经和主管确认", overrideGo: "仍然发布",
  },
  job: {
    running: "正在进行…", progress: (done: number, total: number) => `${done} / ${total}`, cancel: "取消", failed: "没有做完", cancelled: "已取消",
  },
  versionList: {
    number: "版本", live: "线上", at: "发布", note: "说明", entries: "条目数", changed: "变化", of: (n: number) => `恢复自 ${n}`, forced: "未通过黄金问题",
    diff: "看改了什么", restore: "恢复到这一版", none: "还没有版本", against: "与版本对比", same: "两个版本没有差别",
    diffTitle: (n: number) => `版本 ${n} 改了什么`, version: (n: number) => `版本 ${n}`,
    restoreTitle: (n: number) => `恢复到版本 ${n}？`,
    restoreAsk: (n: number) => `版本 ${n} 的全部内容会作为新版本上线，客户马上得到那时的答案。没有发布的修改不受影响。`,
    restored: (of: number, n: number) => `版本 ${of} 的内容已作为版本 ${n} 上线`,
  },
};

const en: typeof zh = {
  changes: "Changes",
  versions: "Versions",
  replay: "Replay",
  publish: (n: number) => (n > 0 ? `Publish ${n}` : "Publish"),
  live: "Live",
  draft: "Draft",
  loading: "Loading…",
  fourEyes: "This shop wants four eyes: a colleague approves what you changed last.",
  twoEyes: "What is approved goes live with the next publish. Editors may approve their own changes.",
  outcome: (name: string) => outcomesEn[name] ?? name,
  by: (who: string, when: string) => [who, when].filter(Boolean).join(" · "),
  what: { added: "Added", changed: "Changed", removed: "Removed" },
  list: {
    kind: "Kind", title: "Piece", state: "State", what: "What", by: "Last changed", note: "Note", all: "All", count: (name: string, n: number) => `${name} ${n}`,
    allOf: (n: number) => `All ${n}:`, none: "Nothing to publish: live is the newest", noneOf: (state: string) => `Nothing is "${state}"`, returnNote: "Why it is sent back (its author sees this)",
  },
  dialog: {
    title: "Publish",
    about: (n: number) => `${n} approved changes go to customers. The content is checked, learned anew and asked the golden questions first; customers are answered all the while.`,
    replay: "What customers asked in the last 7 days can be asked again first, to see what changes:",
    note: "Note (optional)", noteHint: "What changed and why", close: "Close",
    live: (version: number, changed: number) => `Version ${version} is live, with ${changed} changes`,
    times: (built?: number, activated?: number) =>
      [built !== undefined && `prepared in ${(built / 1000).toFixed(1)} s`, activated !== undefined && `switched in ${activated} ms`].filter(Boolean).join(", "),
    golden: (passed: number, total: number) => `Golden questions: ${passed} of ${total} passed`,
    failure: (wants: string, outcome: string, question: string) => `${wants}; now: ${outcome}${question && ` "${question}"`}`,
    wantsEntry: (question: string) => `should be answered with "${question}"`, wantsHandoff: "should be handed off", wantsNothing: "should not be answered", tryOut: "Try out",
    override: "Why to publish all the same (kept with the version)", overrideHint: "Such as: the new answers were agreed with the supervisor", overrideGo: "Publish all the same",
  },
  job: {
    running: "Working…", progress: (done: number, total: number) => `${done} / ${total}`, cancel: "Cancel", failed: "It was not finished", cancelled: "Cancelled",
  },
  versionList: {
    number: "Version", live: "Live", at: "Published", note: "Note", entries: "Entries", changed: "Changes", of: (n: number) => `Restored from ${n}`, forced: "Golden questions failed",
    diff: "What changed", restore: "Restore this one", none: "There are no versions yet", against: "Compare with version", same: "The two versions are the same",
    diffTitle: (n: number) => `What version ${n} changed`, version: (n: number) => `Version ${n}`,
    restoreTitle: (n: number) => `Restore version ${n}?`,
    restoreAsk: (n: number) => `All of version ${n} goes live as a new version at once. Changes that are not published stay.`,
    restored: (of: number, n: number) => `Version ${of} is live again as version ${n}`,
  },
};

export const words = pick(zh, en);
