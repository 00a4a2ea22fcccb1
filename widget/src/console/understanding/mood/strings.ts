import { pick } from "../../locale";

// The words of the pages about mood and about asking for a person.
const zh = {
  intro: "每个情绪词有一个强度（0–1），是它单独出现时的情绪分；几个词一起出现会累加。到了「放软」线，机器人先安抚再回答；到了「转人工」线，直接请人工。两条线在「阈值」页调。",
  tabs: { words: "情绪词", cool: "降温词", other: "看起来像的、否定与加重" },
  classes: {
    threat: "要投诉曝光", accuse: "指责欺诈", swear: "辱骂", anger: "生气", despair: "崩溃无助", waiting: "等太久", blame: "责怪",
    grievance: "委屈失望", sarcasm: "反话讽刺", dialect: "方言",
  } as Record<string, string>,
  search: "搜情绪词",
  group: (name: string, weight: number) => `${name} ${weight}`,
  class: "类别",
  weight: "强度",
  levels: { handoff: "单独出现就转人工", uneasy: "语气放软", low: "只参与累加" },
  marks: { uneasy: "放软", handoff: "转人工" },
  negatable: "可否定",
  negatableHint: "打开后，前面有「不、没、别」就不算，如「不生气」",
  addGroup: "加一组词",
  removeGroup: "删除这一组",
  removeGroupAsk: (n: number) => `删除这一组的 ${n} 个词？保存前可以撤销。`,
  none: "没有符合的词",
  words: "词条",
  cool: {
    intro: "一句话里有这些词，说明是在问流程、开玩笑或已经解决了：情绪分打折。",
    factor: "打几折",
    factorText: (f: number) => (f === 0 ? "完全不算" : `强度只算 ${Math.round(f * 100)}%`),
    classes: "对哪些类别打折",
    all: "不选 = 所有类别",
    words: "降温词",
  },
  lists: {
    guard: { title: "看起来像、其实不是", intro: "这些词盖住的地方不算情绪词，如「骗子」在「防骗子课程」里。" },
    negations: { title: "否定词", intro: "紧挨在「可否定」的词前面，就不算。" },
    intensifiers: { title: "加重词", intro: "紧挨在情绪词前后，强度更高。" },
  },
  model: "也用程序自带的情绪模型",
  modelHint: "词表里没写到的说法由模型来听；关掉就只用词表",
  human: {
    intro: "客户这样说，就是要人工：机器人马上转接，不再回答。说法没写到的，仍可以点「转人工」按钮。",
    ask: { title: "要人工的说法", intro: "说中任何一条就转人工。全部删掉，就用程序自带的说法。" },
    guard: { title: "看起来像、其实不是", intro: "说中这里的，上面碰到它的那条就不算，如「人工智能」「人工费」。" },
    cancel: { title: "又收回的说法", intro: "前面要了人工、后面又说不要，如「转人工，算了不用了」。" },
    search: "搜说法",
  },
};

const en: typeof zh = {
  intro: "Each word has a strength from 0 to 1: the score that it makes alone. Several add up. At one limit the bot turns soft, at the other it hands over. The limits are on their own page.",
  tabs: { words: "Mood words", cool: "Cooling words", other: "Look-alikes, negations" },
  classes: {
    threat: "threatens", accuse: "accuses", swear: "swears", anger: "angry", despair: "desperate", waiting: "waited long", blame: "blames",
    grievance: "disappointed", sarcasm: "sarcastic", dialect: "dialect",
  },
  search: "Search mood words",
  group: (name: string, weight: number) => `${name} ${weight}`,
  class: "Class",
  weight: "Strength",
  levels: { handoff: "hands over alone", uneasy: "turns soft", low: "only adds up" },
  marks: { uneasy: "soft", handoff: "handoff" },
  negatable: "Negatable",
  negatableHint: "Does not count behind a negation: not angry",
  addGroup: "Add a group",
  removeGroup: "Remove the group",
  removeGroupAsk: (n: number) => `Remove this group of ${n} words? It can be undone until saved.`,
  none: "No such word",
  words: "Patterns",
  cool: {
    intro: "These show that a message asks about rules, jokes or is glad: the strength is reduced.",
    factor: "Factor",
    factorText: (f: number) => (f === 0 ? "does not count at all" : `counts ${Math.round(f * 100)}%`),
    classes: "Of which classes",
    all: "None chosen = all classes",
    words: "Cooling words",
  },
  lists: {
    guard: { title: "Look-alikes", intro: "What they cover is no mood word." },
    negations: { title: "Negations", intro: "Right before a negatable word they cancel it." },
    intensifiers: { title: "Intensifiers", intro: "Right before or after a word they strengthen it." },
  },
  model: "Use the built-in model as well",
  modelHint: "It hears what no list names; without it the lists are all there is",
  human: {
    intro: "A customer who says this wants a person: the bot hands over at once. The button works in any case.",
    ask: { title: "Asking for a person", intro: "Any one of these hands over. Without any, the built-in list is used." },
    guard: { title: "Look-alikes", intro: "An ask that one of these touches does not count." },
    cancel: { title: "Taking it back", intro: "Asked for a person, then changed their mind." },
    search: "Search patterns",
  },
};

export const words = pick(zh, en);
