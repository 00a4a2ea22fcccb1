import type { Connection } from "../wire/customer";
import type { Reason } from "../wire/frames";

/** Every word of the chat that does not come from the server, zh-CN. */
export const strings = {
  shop: "在线客服",
  bot: "智能助手",
  agent: "客服",
  welcome: "您好，请问有什么可以帮您？",
  hot: "大家常问",

  connection: {
    online: "在线",
    connecting: "连接中…",
    waiting: "正在重新连接…",
    stopped: "连接已停止",
  } satisfies Record<Connection, string>,
  waitingLong: "网络不太稳定，正在重新连接。您发的消息会自动补发。",
  stoppedFor: (code: number): string =>
    code === 4003 ? "您打开的客服窗口太多了，请关掉几个再试。" : "连接已被服务器断开。",
  reconnect: "重新连接",

  human: "转人工",
  humanAsking: "请稍候",
  humanWaiting: "排队中",
  humanAssigned: "人工服务中",
  close: "收起",

  queue: (n: number) => (n > 1 ? `正在为您转接人工客服，前面还有 ${n - 1} 位` : "正在为您转接人工客服，下一位就是您"),
  queueUnknown: "正在为您转接人工客服，请稍候",
  cancel: "取消排队",

  older: "查看更早的消息",
  olderLoading: "正在加载…",
  olderFailed: "加载失败，点此重试",
  hole: "正在补齐消息…",
  holeFailed: "有几条消息暂时取不到，正在重试…",
  newMessages: "有新消息",
  log: "对话记录",

  pending: "发送中",
  failed: (why: string) => (why ? `未发送：${why}` : "未发送"),
  refused: (why: string) => (why ? `操作没有成功：${why}` : "操作没有成功"),
  understood: "知道了",
  retry: "重试",
  discard: "删除",
  mine: "我",
  choices: "请选择",
  typing: (name: string) => `${name}正在输入`,

  input: "请输入您的问题",
  send: "发送",
  left: (n: number) => `还可以输入 ${n} 字`,
  over: (n: number) => `超出 ${n} 字，请分几条发送`,
  full: "还有很多消息没有发出去，请等网络恢复后再试",

  handoff: { again: "客服暂时离开了，已为您优先排队", other: "已为您转接人工客服，请稍候" } satisfies Record<string, string>,
  assigned: (agent: string) => `客服${agent}为您服务`,
  transferred: "正在为您转接，请稍候",
  returned: "已转回智能助手，继续为您服务",
  closed: "本次服务已结束",
  rated: (stars: number) => `您给了 ${stars} 星评价，感谢您的反馈`,

  rateTitle: "请评价本次服务",
  stars: (n: number) => `${n} 星`,
  starWords: ["很不满意", "不满意", "一般", "满意", "非常满意"],
  solved: "问题解决了吗？",
  yes: "已解决",
  no: "未解决",
  rateText: "还有什么想对我们说的（选填）",
  rateSend: "提交评价",
  rateSending: "正在提交…",

  today: "",
  yesterday: "昨天 ",
  date: (month: number, day: number) => `${month}月${day}日 `,
  year: (year: number) => `${year}年`,
};

/** The line that a handoff shows to the customer. */
export function handoffLine(reason: Reason): string {
  return reason === "agent_gone" ? strings.handoff.again : strings.handoff.other;
}
