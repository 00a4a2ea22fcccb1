import type words from "../zh-CN/cards";

const part: typeof words = {
  attach: "Send a picture or a file",
  drop: "Drop it to add it to your message",
  staged: "Files to send",
  unstage: (name) => `Remove ${name}`,
  uploading: "Uploading",
  uploadWait: "You can send when the upload is done",
  uploadFailed: "The upload did not work",
  uploadNet: "No network, please try again",
  uploadSize: "A file may have at most 10 MB",
  uploadMany: (n) => `At most ${n} files at a time`,
  picture: "Picture",
  zoom: (name) => `View larger: ${name}`,
  download: "Download original",

  cards: { order: "Order", goods: "Product" },
};

export default part;
