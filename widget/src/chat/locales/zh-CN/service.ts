/** Tickets and ratings, as the log shows them. */
export default {
  ticketFind: "查工单",
  ticketCopy: "复制工单号",
  ticketCopied: "已复制",
  ticketMore: "查看进度",
  ticketStates: {
    open: "待处理", doing: "处理中", waiting: "等您补充", solved: "已解决，待确认", closed: "已结束", reopened: "重新处理中",
  } as Record<string, string>,
  ticketNetwork: "网络不通，请稍后再试",
  ticketFailed: "没有成功，请稍后再试",
  rated: (stars: number) => `您给了 ${stars} 星评价，感谢您的反馈`,
  rateEdit: "修改评价",
};
