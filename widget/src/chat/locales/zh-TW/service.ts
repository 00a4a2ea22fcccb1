import type words from "../zh-CN/service";

const part: typeof words = {
  ticketFind: "查詢工單",
  ticketCopy: "複製工單編號",
  ticketCopied: "已複製",
  ticketMore: "查看進度",
  ticketStates: {
    open: "待處理", doing: "處理中", waiting: "等您補充", solved: "已解決，待確認", closed: "已結束", reopened: "重新處理中",
  },
  ticketNetwork: "網路不通，請稍後再試",
  ticketFailed: "沒有成功，請稍後再試",
  rated: (stars) => `您給了 ${stars} 星評價，感謝您的意見`,
  rateEdit: "修改評價",
};

export default part;
