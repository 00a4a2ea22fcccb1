import type words from "../zh-CN/suggest";

export default {} satisfies typeof words;
