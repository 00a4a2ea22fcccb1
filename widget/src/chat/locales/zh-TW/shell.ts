import type words from "../zh-CN/shell";

const part: typeof words = {
  shop: "線上客服",
  bot: "智慧助理",
  agent: "客服",

  connection: { online: "線上", connecting: "連線中…", waiting: "正在重新連線…", stopped: "連線已停止" },
  waitingLong: "網路不太穩定，正在重新連線。您傳的訊息會自動補傳。",
  waitingLeave: "您已登出，連上網路後完成註銷。",
  stoppedFor: (code) => (code === 4003 ? "您開啟的客服視窗太多了，請關掉幾個再試。" : code === 4005 ? "您已登出或切換帳號，這裡的對話已清空。" : "連線已被伺服器中斷。"),
  reconnect: "重新連線",

  human: "轉真人客服",
  humanAsking: "請稍候",
  humanWaiting: "排隊中",
  humanAssigned: "真人服務中",
  serving: (agent) => `${agent}為您服務`,
  menu: "更多",
  close: "收起",
  back: "關閉",

  partLoading: "正在載入…",
  partFailed: "載入失敗，請檢查網路",
  partAgain: "重新載入",

  older: "查看更早的訊息",
  olderLoading: "正在載入…",
  olderFailed: "載入失敗，點此重試",
  hole: "正在補齊訊息…",
  holeFailed: "有幾則訊息暫時取不到，正在重試…",
  newMessages: "有新訊息",
  log: "對話紀錄",

  handoff: (reason) => (reason === "agent_gone" ? "客服暫時離開了，已為您優先排隊" : "已為您轉接真人客服，請稍候"),
  assigned: (agent) => `客服${agent}為您服務`,
  transferred: "正在為您轉接，請稍候",
  returned: (reason) => (reason === "silence" ? "客服暫時沒有回應，智慧助理先為您服務" : "已轉回智慧助理，繼續為您服務"),
  closed: "本次服務已結束",

  yesterday: (clock) => `昨天 ${clock}`,
  tomorrow: (clock) => `明天 ${clock}`,
  date: (month, day, clock) => `${month}月${day}日 ${clock}`,
  longDate: (year, month, day, clock) => `${year}年${month}月${day}日 ${clock}`,
};

export default part;
