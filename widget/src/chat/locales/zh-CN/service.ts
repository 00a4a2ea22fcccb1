/** Tickets and ratings, as the log shows them. */
export default {
  ticketFind: "查工单",
  ticketNetwork: "网络不通，请稍后再试",
  ticketFailed: "没有成功，请稍后再试",
  rated: (stars: number) => `您给了 ${stars} 星评价，感谢您的反馈`,
  rateEdit: "修改评价",
};
