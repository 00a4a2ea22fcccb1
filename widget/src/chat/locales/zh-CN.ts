import cards from "./zh-CN/cards";
import greeting from "./zh-CN/greeting";
import keep from "./zh-CN/keep";
import service from "./zh-CN/service";
import shell from "./zh-CN/shell";
import suggest from "./zh-CN/suggest";
import talk from "./zh-CN/talk";

/** Every word of the chat that does not come from the server. The other languages have the same. */
const words = { ...shell, ...greeting, ...talk, ...suggest, ...cards, ...service, ...keep };

export type Words = typeof words;
export default words;
