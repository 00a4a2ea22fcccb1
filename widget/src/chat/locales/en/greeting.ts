import type words from "../zh-CN/greeting";

const part: typeof words = {
  welcome: "Hello, how can we help you?",
  hot: "Often asked",
  away: (opens: string) => (opens ? `Our staff are away until ${opens}. Ask me meanwhile, or leave a message.` : "Our staff are away. Ask me meanwhile, or leave a message."),
  announcement: "Announcement",
  fold: "Fold",
  unfold: "Unfold",
};

export default part;
