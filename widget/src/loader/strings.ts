/** Every word the loader shows, zh-CN. */
export const strings = {
  open: "在线客服",
  openUnread: (n: number) => `在线客服，${n} 条新消息`,
  close: "收起客服窗口",
  frame: "在线客服对话窗口",
};
