import { pick } from "../../locale";

// The words of the page about small talk.
const zh = {
  intro: "整句话都由这里的短语拼成，才算闲聊；带着问题的不算。排在前面的种类优先。一个种类可以写成几条，各有各的回复。",
  kinds: {
    robot: "问是不是机器人", no_person: "又不要人工了", praise: "夸奖", thanks: "道谢", bye: "告别", ack: "知道了", laugh: "笑", sorry: "抱歉",
    greet: "问好", filler: "语气词",
  } as Record<string, string>,
  filler: "可以夹在别的闲聊中间，单独出现不算，所以不用写回复。",
  search: "搜种类、说法、回复",
  none: "还没有闲聊",
  add: "新建一类",
  name: "种类编号",
  nameHint: "小写英文字母、数字、下划线，如 weather；已有的种类可以再建一条",
  patterns: "客户怎么说",
  patternsHint: "不能用「…」和「^ $」：整句话要由这些短语拼满。",
  replies: "机器人怎么回（有几条就轮着说）",
  reply: "写一条回复，按 Enter 添加",
  remove: "删除这一类",
  removeAsk: "删除这一类？会先记成草稿，发布后才生效。",
  removed: "已记下删除，发布后生效",
  pick: "从左边选一类，或新建一类",
  gone: "没有这一类，可能刚被别人删除",
  count: (patterns: number, replies: number) => `${patterns} 种说法 · ${replies} 条回复`,
};

const en: typeof zh = {
  intro: "A message is small talk when these phrases cover all of it. The kind that stands first wins. A kind may have several rows, with replies of their own.",
  kinds: {
    robot: "Are you a robot", no_person: "No person after all", praise: "Praise", thanks: "Thanks", bye: "Goodbye", ack: "I see", laugh: "Laughs", sorry: "Sorry",
    greet: "Greeting", filler: "Fillers",
  },
  filler: "May stand beside other small talk; alone it is none, so it has no replies.",
  search: "Search kinds, phrases, replies",
  none: "No small talk yet",
  add: "New kind",
  name: "Id of the kind",
  nameHint: "Lower-case letters, digits, underscores, like weather. A kind may be there more than once",
  patterns: "What customers say",
  patternsHint: "Without … and ^ $: the phrases cover the whole message.",
  replies: "What the bot replies (in turn)",
  reply: "Write a reply and press Enter",
  remove: "Remove",
  removeAsk: "Remove this kind? It is a draft until published.",
  removed: "To be removed with the next publish",
  pick: "Choose one on the left, or make a new one",
  gone: "There is no such kind; somebody may have removed it",
  count: (patterns: number, replies: number) => `${patterns} patterns · ${replies} replies`,
};

export const words = pick(zh, en);
