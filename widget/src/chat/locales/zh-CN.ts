import cards from "./zh-CN/cards";
import greeting from "./zh-CN/greeting";
import type rare from "./zh-CN/rare";
import service from "./zh-CN/service";
import shell from "./zh-CN/shell";
import talk from "./zh-CN/talk";

/**
 * The words that the chat needs at once. With those of rare.ts they are every word
 * that does not come from the server; the other languages have them all together.
 */
const words = { ...shell, ...greeting, ...talk, ...cards, ...service };

export type First = typeof words;
export type Rare = typeof rare;
export type Words = First & Rare;
export default words;
