import type words from "../zh-CN/service";

const part: typeof words = {
  ticketFind: "查詢工單",
  ticketNetwork: "網路不通，請稍後再試",
  ticketFailed: "沒有成功，請稍後再試",
  rated: (stars) => `您給了 ${stars} 星評價，感謝您的意見`,
  rateEdit: "修改評價",
};

export default part;
