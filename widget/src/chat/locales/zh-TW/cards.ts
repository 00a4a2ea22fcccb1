import type words from "../zh-CN/cards";

const part: typeof words = {
  attach: "傳送圖片或檔案",
  drop: "放開滑鼠，加到訊息裡",
  staged: "要傳送的檔案",
  unstage: (name) => `移除 ${name}`,
  uploading: "上傳中",
  uploadWait: "上傳完成後就可以傳送",
  uploadFailed: "上傳沒有成功",
  uploadNet: "網路不通，請重試",
  uploadSize: "檔案不能超過 10 MB",
  uploadMany: (n) => `一次最多傳送 ${n} 個檔案`,
  picture: "圖片",
  zoom: (name) => `查看大圖：${name}`,
  download: "下載原圖",

  cards: { order: "訂單", goods: "商品" },
};

export default part;
