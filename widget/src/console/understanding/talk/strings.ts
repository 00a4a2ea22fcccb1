import { pick } from "../../locale";

// The words of the page about how customers refer to what was said before.
const zh = {
  intro: "客户怎么指着前面说过的话：追问、更正、照做了没用、接着问另一件。机器人靠这些词看懂「还是不行」「那手续费呢」。一项全部删空，就用程序自带的。",
  aspects: { title: "问的是哪一方面", intro: "同一件事可以问多久、多少钱、在哪里。「怎么问」说中时，机器人去找这一方面的答案；「答案里的样子」用来从上一条答案里找出那一句。", add: "加一个方面", remove: "删除这个方面", name: "名称", asks: "怎么问", shows: "答案里的样子", means: "知识库里的说法（搜索时用，空格隔开）" },
  fillers: { title: "虚字", intro: "单个的字，不说明问题是什么：的、了、呢。连着写，不用隔开。" },
  lists: {
    asks: { title: "在问什么", intro: "有这些词，说明是在提问。" },
    complains: { title: "答案没用", intro: "照做了还不行：机器人不重复同样的答案，改为追问或转人工。" },
    unclear: { title: "没看懂", intro: "答案没看懂：机器人说得更简单，或请人工。" },
    denies: { title: "开头就否认", intro: "只看句首：收回机器人刚才的理解。" },
    retries: { title: "引出真正想问的", intro: "只看句首：后面才是真正要问的，如「我是说」「我问的是」。" },
    also: { title: "转到另一件事", intro: "只看句首：接着问另一件，如「另外」「还有」。" },
    leads: { title: "正题前的客气话", intro: "只看句首：去掉再理解，如「好的那」「麻烦问下」。" },
  },
};

const en: typeof zh = {
  intro: "How customers refer to what was said: they ask on, correct, say that it did not help, turn to something else. A list left empty is the built-in one.",
  aspects: { title: "What is asked of it", intro: "How long, how much, where. Its words find the question that goes with the topic, and the sentence of the answer that tells it.", add: "Add an aspect", remove: "Remove the aspect", name: "Name", asks: "How it is asked", shows: "What tells it", means: "As questions word it (for the search)" },
  fillers: { title: "Fillers", intro: "Single characters that say nothing of the matter, without anything between them." },
  lists: {
    asks: { title: "Asking", intro: "A question is asked." },
    complains: { title: "It did not work", intro: "The bot does not repeat the answer but asks back or hands over." },
    unclear: { title: "Not understood", intro: "The answer was not understood." },
    denies: { title: "Denying", intro: "At the beginning: takes back what the bot understood." },
    retries: { title: "Correcting", intro: "At the beginning: what was meant follows." },
    also: { title: "Another need", intro: "At the beginning: turns to something else." },
    leads: { title: "Leading in", intro: "At the beginning: is left out." },
  },
};

export const words = pick(zh, en);
