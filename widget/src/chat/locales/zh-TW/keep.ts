import type words from "../zh-CN/keep";

export default {} satisfies typeof words;
