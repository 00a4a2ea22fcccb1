import type { Connection } from "../../../wire/visit";
import type { Reason } from "../../../wire/frames";

/** The frame of the chat, the lines of its log, and times. */
export default {
  shop: "在线客服",
  bot: "智能助手",
  agent: "客服",

  connection: {
    online: "在线",
    connecting: "连接中…",
    waiting: "正在重新连接…",
    stopped: "连接已停止",
  } satisfies Record<Connection, string>,
  waitingLong: "网络不太稳定，正在重新连接。您发的消息会自动补发。",
  waitingLeave: "您已退出，连上网络后完成注销。",
  stoppedFor: (code: number): string =>
    code === 4003 ? "您打开的客服窗口太多了，请关掉几个再试。"
    : code === 4005 ? "您已退出或切换账号，这里的对话已清空。"
    : "连接已被服务器断开。",
  reconnect: "重新连接",

  human: "转人工",
  humanAsking: "请稍候",
  humanWaiting: "排队中",
  humanAssigned: "人工服务中",
  serving: (agent: string) => `${agent}为您服务`,
  menu: "更多",
  close: "收起",
  back: "关闭",

  partLoading: "正在加载…",
  partFailed: "加载失败，请检查网络",
  partAgain: "重新加载",

  older: "查看更早的消息",
  olderLoading: "正在加载…",
  olderFailed: "加载失败，点此重试",
  hole: "正在补齐消息…",
  holeFailed: "有几条消息暂时取不到，正在重试…",
  newMessages: "有新消息",
  log: "对话记录",

  handoff: (reason: Reason): string =>
    reason === "agent_gone" ? "客服暂时离开了，已为您优先排队" : "已为您转接人工客服，请稍候",
  assigned: (agent: string) => `客服${agent}为您服务`,
  transferred: "正在为您转接，请稍候",
  returned: (reason: "silence" | undefined): string =>
    reason === "silence" ? "客服暂时没有回应，智能助手先为您服务" : "已转回智能助手，继续为您服务",
  closed: "本次服务已结束",

  yesterday: (clock: string) => `昨天 ${clock}`,
  tomorrow: (clock: string) => `明天 ${clock}`,
  date: (month: number, day: number, clock: string) => `${month}月${day}日 ${clock}`,
  longDate: (year: number, month: number, day: number, clock: string) => `${year}年${month}月${day}日 ${clock}`,
};
