import cards from "./zh-TW/cards";
import greeting from "./zh-TW/greeting";
import rare from "./zh-TW/rare";
import service from "./zh-TW/service";
import shell from "./zh-TW/shell";
import talk from "./zh-TW/talk";
import type { Words } from "./zh-CN";

const words: Words = { ...shell, ...greeting, ...talk, ...cards, ...service, ...rare };

export default words;
