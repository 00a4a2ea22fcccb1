/** Every word the loader shows. */
export interface Strings {
  open: string;
  /** After a number of them. */
  news: string;
  close: string;
}

const catalogue: Record<"zh-CN" | "zh-TW" | "en", Strings> = {
  "zh-CN": { open: "在线客服", news: "条新消息", close: "收起客服窗口" },
  "zh-TW": { open: "線上客服", news: "則新訊息", close: "收起客服視窗" },
  "en": { open: "Support", news: "new messages", close: "Close the chat" },
};

/** The words in the language of a tag; what is neither Chinese nor empty gets English. */
export function strings(tag: string): Strings {
  return catalogue[/^zh-(tw|hk|mo|hant)/i.test(tag) ? "zh-TW" : /^(zh|$)/i.test(tag) ? "zh-CN" : "en"];
}
