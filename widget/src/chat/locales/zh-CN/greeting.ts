/** What is shown before anything is said, and announcements. */
export default {
  welcome: "您好，请问有什么可以帮您？",
  hot: "大家常问",
  away: (opens: string) => (opens ? `人工客服现在不在线，${opens} 上线；可以先问我，或留言` : "人工客服现在不在线；可以先问我，或留言"),
  announcement: "公告",
  fold: "收起",
  unfold: "展开",
};
