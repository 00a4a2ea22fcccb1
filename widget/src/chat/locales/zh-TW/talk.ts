import type words from "../zh-CN/talk";

const part: typeof words = {
  pending: "傳送中",
  read: "已讀",
  failed: (why) => (why ? `未傳送：${why}` : "未傳送"),
  refused: (why) => (why ? `操作沒有成功：${why}` : "操作沒有成功"),
  understood: "知道了",
  retry: "重試",
  discard: "刪除",
  mine: "我",
  choices: "請選擇",
  typing: (name) => `${name}正在輸入`,

  recall: "收回",
  quote: "引用",
  quoting: (name, text) => `引用${name}：${text}`,
  quoteLost: "引用了一則較早的訊息",
  unquote: "取消引用",
  recalledMine: "您收回了一則訊息",
  recalledTheirs: "對方收回了一則訊息",
  recalledQuote: "訊息已收回",
  files: (files) => (files.every((f) => f.type.startsWith("image/")) ? "[圖片]" : "[檔案]"),

  vote: "這則回答有幫助嗎？",
  votes: { yes: "有幫助", no: "沒幫助" },

  input: "請輸入您的問題",
  send: "傳送",
  left: (n) => `還可以輸入 ${n} 字`,
  over: (n) => `超出 ${n} 字，請分幾則傳送`,
  full: "還有很多訊息沒有傳出去，請等網路恢復後再試",
  fleeting: "瀏覽器不允許儲存：關閉本頁後，沒有傳出的訊息會遺失",
  blocked: "您的對話暫時無法繼續",
};

export default part;
