import type { Attachment } from "../../../wire/frames";

/** Messages, what can be done with them, and the box to write in. */
export default {
  pending: "发送中",
  read: "已读",
  failed: (why: string) => (why ? `未发送：${why}` : "未发送"),
  refused: (why: string) => (why ? `操作没有成功：${why}` : "操作没有成功"),
  understood: "知道了",
  retry: "重试",
  discard: "删除",
  mine: "我",
  choices: "请选择",
  typing: (name: string) => `${name}正在输入`,

  recall: "撤回",
  quote: "引用",
  quoting: (name: string, text: string) => `引用${name}：${text}`,
  quoteLost: "引用了一条较早的消息",
  unquote: "取消引用",
  recalledMine: "您撤回了一条消息",
  recalledTheirs: "对方撤回了一条消息",
  recalledQuote: "消息已撤回",
  files: (files: readonly Pick<Attachment, "type">[]): string =>
    files.every((f) => f.type.startsWith("image/")) ? "[图片]" : "[文件]",

  vote: "这条回答有帮助吗？",
  votes: { yes: "有帮助", no: "没帮助" },

  input: "请输入您的问题",
  send: "发送",
  left: (n: number) => `还可以输入 ${n} 字`,
  over: (n: number) => `超出 ${n} 字，请分几条发送`,
  full: "还有很多消息没有发出去，请等网络恢复后再试",
  fleeting: "浏览器不让保存：关闭本页后，没有发出的消息会丢失",
  blocked: "您的会话暂时无法继续",
};
