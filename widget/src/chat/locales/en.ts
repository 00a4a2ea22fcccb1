import cards from "./en/cards";
import greeting from "./en/greeting";
import rare from "./en/rare";
import service from "./en/service";
import shell from "./en/shell";
import talk from "./en/talk";
import type { Words } from "./zh-CN";

const words: Words = { ...shell, ...greeting, ...talk, ...cards, ...service, ...rare };

export default words;
