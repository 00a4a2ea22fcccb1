import type words from "../zh-CN/greeting";

const part: typeof words = {
  welcome: "Hello, how can we help you?",
  hot: "Often asked",
};

export default part;
