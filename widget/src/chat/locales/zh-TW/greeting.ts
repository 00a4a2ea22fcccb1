import type words from "../zh-CN/greeting";

const part: typeof words = {
  welcome: "您好，請問有什麼可以幫您？",
  hot: "大家常問",
  away: (opens: string) => (opens ? `人工客服現在不在線，${opens} 上線；可以先問我，或留言` : "人工客服現在不在線；可以先問我，或留言"),
  announcement: "公告",
  fold: "收起",
  unfold: "展開",
};

export default part;
