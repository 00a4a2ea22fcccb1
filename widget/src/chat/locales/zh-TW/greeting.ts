import type words from "../zh-CN/greeting";

const part: typeof words = {
  welcome: "您好，請問有什麼可以幫您？",
  hot: "大家常問",
};

export default part;
