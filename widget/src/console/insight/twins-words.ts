import { pick } from "../locale";
import type { Twin } from "../knowledge/shapes";

// The words of the duplicates.
const zh = {
  intro: "逐条拿知识库里的每个问法去问机器人，找出写重了的、太像的、会被别的条目抢走的。查的是线上内容。",
  find: "开始检查",
  again: "重新检查",
  never: { title: "还没有检查过", text: "检查 220 条约几秒，2 万条约一分钟；期间客户照常得到回答。" },
  result: (entries: number, questions: number, version: number) => `版本 ${version}：${entries} 个条目，${questions} 个问法`,
  ranAt: (who: string, when: string) => `${who} 在 ${when} 检查`,
  old: (version: number, live: number) => `这是版本 ${version} 的结果，线上已是版本 ${live}，建议重新检查。`,
  none: "没有发现重复或冲突",
  kinds: { same: "写重了", steals: "被抢走", near: "太像" } satisfies Record<Twin["kind"], string>,
  kindHints: {
    same: "两个条目有一模一样的问法，机器人只能猜", steals: "去掉这句去问它，机器人会用另一条回答：客户换个相近的说法就容易答错", near: "两个条目的问法几乎一样，容易答错",
  } satisfies Record<Twin["kind"], string>,
  all: (n: number) => `全部 ${n}`,
  kind: (name: string, n: number) => `${name} ${n}`,
  kindLabel: "类型",
  columns: { kind: "类型", text: "问法", entry: "所属条目", other: "另一条", score: "相像", act: "操作" },
  gap: (n: string) => `领先 ${n}`,
  rest: (n: number) => `显示其余 ${n} 条`,
  slight: (least: number) => `另一条领先不到 ${least}，可以以后再看`,
  standard: "标准问题",
  like: (text: string) => `像「${text}」`,
  openBoth: "打开两条",
  remove: "删掉这句",
  removeAsk: (text: string, question: string) => `从「${question}」里删掉相似问「${text}」？改动先存为草稿。`,
  removed: "已从草稿里删掉，发布后生效",
  gone: "这一条里已经没有这个问法",
  isStandard: "这是标准问题，不能直接删掉，请打开条目修改",
};

const en: typeof zh = {
  intro: "Asks the bot every wording of the knowledge, to find those written twice, too much alike, or taken by another entry. It looks at what is live.",
  find: "Look for them",
  again: "Look again",
  never: { title: "Nobody has looked yet", text: "220 entries take some seconds, 20,000 about a minute; customers are answered as always." },
  result: (entries: number, questions: number, version: number) => `Version ${version}: ${entries} entries, ${questions} wordings`,
  ranAt: (who: string, when: string) => `by ${who}, ${when}`,
  old: (version: number, live: number) => `This is of version ${version}; live is ${live}. Better look again.`,
  none: "No duplicates or conflicts",
  kinds: { same: "Written twice", steals: "Taken", near: "Alike" },
  kindHints: { same: "Two entries have the same wording: the bot can only guess", steals: "Without this wording of its own the bot would answer with the other entry: words close to it may go wrong", near: "Two entries have almost the same wording" },
  all: (n: number) => `All ${n}`,
  kind: (name: string, n: number) => `${name} ${n}`,
  kindLabel: "Kind",
  columns: { kind: "Kind", text: "Wording", entry: "Entry", other: "Other entry", score: "Alike", act: "Actions" },
  gap: (n: string) => `ahead by ${n}`,
  rest: (n: number) => `Show the other ${n}`,
  slight: (least: number) => `The other entry is ahead by less than ${least}: they can wait`,
  standard: "standard question",
  like: (text: string) => `like "${text}"`,
  openBoth: "Open both",
  remove: "Remove it",
  removeAsk: (text: string, question: string) => `Remove the similar question "${text}" from "${question}"? It is a draft until published.`,
  removed: "Removed in the draft; works once published",
  gone: "The entry does not have it any more",
  isStandard: "It is the standard question: open the entry to change it",
};

export const words = pick(zh, en);
