import { pick } from "../../locale";
import type { Way } from "./ways";

// The words of replays.
const zh = {
  intro: "把客户最近真实问过的话，用线上和草稿（包括还没审核的修改）各问一遍，看发布以后哪些回答会变。每句都当作一次新对话的开头；只改了答案的文字、仍由同一条目回答的，不算变化。客户不受影响。",
  span: "回放多久的问题",
  days: (n: number) => (n === 1 ? "最近 1 天" : `最近 ${n} 天`),
  start: "开始回放",
  never: { title: "还没有回放过", text: "选好天数，点「开始回放」。有人在咨询时回放会让路，可以先去做别的，结果会留在这里。" },
  ranAt: (who: string, when: string) => [who, when].filter(Boolean).join(" · "),
  of: (days: number, version: number) => `最近 ${days} 天的问题，线上版本 ${version} 与草稿对比`,
  published: (version: number) => `回放之后版本 ${version} 上线了，下面的结果已经过时，请重新回放。`,
  edited: "回放之后草稿又有修改或审核，下面的结果可能已经过时，可以重新回放。",
  unasked: (days: number) => `最近 ${days} 天还没有客户提问，没有可以回放的`,
  unchanged: (n: number) => `没有变化：这 ${n} 种问法，草稿和线上的回答一样。`,
  numbers: { asked: "客户问了", distinct: "不同的问法", same: "回答不变", changed: "回答会变", per_second: "每秒问" },
  numberHints: {
    asked: "这段时间客户问的句数", distinct: "标点、大小写不同的算同一种，每种只问一遍", same: "结果和条目都一样", changed: "结果或条目不一样", per_second: "每秒回放多少种问法",
  },
  way: "变化的种类",
  all: "全部",
  count: (name: string, n: number) => `${name} ${n}`,
  ways: { lost: "原来能答，现在不能", gained: "原来不能，现在能", person: "转人工变了", other: "答案变了" } satisfies Record<Way, string>,
  most: (n: number) => `只列出问得最多的 ${n} 种`,
  list: "回答会变的问题",
  columns: { text: "客户的问题", times: "次数", before: "线上", after: "草稿", act: "操作" },
  compare: "试问对比",
  keep: "加为黄金问题",
  golden: {
    title: "黄金问题", intro: "不发布，先用草稿问一遍必须答对的问题；发布时也会自动问。", check: "用草稿检查黄金问题", none: "还没有黄金问题，可以在「理解」里添加。",
  },
};

const en: typeof zh = {
  intro: "What customers really asked is asked again, of what is live and of the draft (with changes that nobody has approved yet), to see which answers a publish would change. Each is asked as the first of a conversation; where the same entry answers in other words, nothing has changed. Customers notice nothing.",
  span: "How far to go back",
  days: (n: number) => (n === 1 ? "Last day" : `Last ${n} days`),
  start: "Replay",
  never: { title: "Nothing was replayed yet", text: "Choose the days and press Replay. It stands back while customers are there; you may leave, its result stays here." },
  ranAt: (who: string, when: string) => [who, when].filter(Boolean).join(" · "),
  of: (days: number, version: number) => `questions of ${days === 1 ? "the last day" : `${days} days`}, version ${version} against the draft`,
  published: (version: number) => `Version ${version} has gone live since: this is out of date, replay once more.`,
  edited: "The draft was changed or reviewed since: this may be out of date.",
  unasked: (days: number) => `Nobody asked anything in ${days === 1 ? "the last day" : `the last ${days} days`}`,
  unchanged: (n: number) => `No change: the draft answers all ${n} questions as live does.`,
  numbers: { asked: "Asked", distinct: "Different", same: "Same answer", changed: "Answer changes", per_second: "Per second" },
  numberHints: {
    asked: "Questions of customers in this time", distinct: "Without regard to marks and case; each is asked once", same: "Same outcome and entry", changed: "Another outcome or entry", per_second: "Different questions replayed in a second",
  },
  way: "Kind of change",
  all: "All",
  count: (name: string, n: number) => `${name} ${n}`,
  ways: { lost: "No longer answered", gained: "Newly answered", person: "Handoff changed", other: "Another answer" },
  most: (n: number) => `Only the ${n} most frequent are listed`,
  list: "Questions whose answer changes",
  columns: { text: "Question", times: "Times", before: "Live", after: "Draft", act: "Do" },
  compare: "Compare",
  keep: "Add as golden",
  golden: {
    title: "Golden questions", intro: "Asks the draft what must be answered rightly, without publishing. Every publish asks them too.", check: "Check the draft", none: "There are no golden questions yet. Add them under Understanding.",
  },
};

export const words = pick(zh, en);
