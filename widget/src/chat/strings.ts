import type { Connection } from "../wire/customer";
import type { Attachment, PromiseKind, Reason } from "../wire/frames";

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
  serving: (agent: string) => `${agent}为您服务`,
  menu: "更多",
  close: "收起",

  waitTitle: "正在为您转接人工客服",
  place: (n: number) => (n > 1 ? `前面还有 ${n - 1} 位` : "下一位就是您"),
  placeUnknown: "正在排队，请稍候",
  waitNow: "马上就到您",
  waitUnknown: "暂时无法预估等待时间",
  waitFor: (minutes: number) => (minutes > 1 ? `预计等待约 ${minutes} 分钟` : "预计等待不到 1 分钟"),
  askOn: "等的时候有别的问题，可以继续问我",
  cancel: "取消排队",

  promised: { first_reply: (t) => `客服承诺 ${t} 前回复您`, own: (t) => `客服承诺 ${t} 前回复您`, solution: (t) => `预计 ${t} 前处理好` } satisfies Record<PromiseKind, (t: string) => string>,
  broken: { first_reply: "回复比承诺的慢了，非常抱歉，已为您加急", own: "回复比承诺的慢了，非常抱歉，已为您加急", solution: "处理比预计的慢了，非常抱歉，已为您加急" } satisfies Record<PromiseKind, string>,
  leftTime: (t: string) => `还有 ${t}`,
  hours: (h: number, m: number) => `${h} 小时 ${m} 分`,
  days: (d: number, h: number) => `${d} 天 ${h} 小时`,

  older: "查看更早的消息",
  olderLoading: "正在加载…",
  olderFailed: "加载失败，点此重试",
  hole: "正在补齐消息…",
  holeFailed: "有几条消息暂时取不到，正在重试…",
  newMessages: "有新消息",
  log: "对话记录",

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
  blocked: "您的会话暂时无法继续",

  attach: "发送图片或文件",
  drop: "松开鼠标，添加到消息里",
  staged: "要发送的文件",
  unstage: (name: string) => `移除 ${name}`,
  uploading: "上传中",
  uploadWait: "上传完成后就可以发送",
  uploadFailed: "上传没有成功",
  uploadNet: "网络不通，请重试",
  uploadSize: "文件不能超过 10 MB",
  uploadMany: (n: number) => `一次最多发送 ${n} 个文件`,
  picture: "图片",
  zoom: (name: string) => `查看大图：${name}`,
  download: "下载原图",
  back: "关闭",

  formSend: "提交",
  formSending: "正在提交…",
  formSent: "已提交",
  formRequired: "这一项需要填写",
  formPhone: "请填写正确的手机号或电话号码",
  formLong: (n: number) => `最多 ${n} 字`,
  formMore: (labels: readonly string[]) => `补充：${labels.join("、")}（选填）`,
  formNone: "（未填）",

  ticket: "工单",
  ticketFind: "查工单",
  ticketHint: "输入工单号，查看处理进度或补充说明",
  ticketNumber: "工单号",
  ticketTail: "手机号后四位",
  ticketTailHint: "换了设备时需要填写",
  ticketLook: "查询",
  ticketLooking: "正在查询…",
  ticketCopy: "复制工单号",
  ticketCopied: "已复制",
  ticketMore: "查看进度",
  ticketOther: "查别的工单",
  ticketRecent: "这个会话里的工单",
  ticketStates: {
    open: "待处理", doing: "处理中", waiting: "等您补充", solved: "已解决，待确认", closed: "已结束", reopened: "重新处理中",
  } as Record<string, string>,
  ticketMoves: {
    open: "工单已建立", take: "已有专人处理", tell: "处理进展", ask: "需要您补充", add: "您补充了说明", solve: "已给出解决办法",
    confirm: "您确认已解决", reopen: "您说还没解决，已重新打开", close: "工单已结束", expire: "长时间没有回复，工单已自动结束",
  } as Record<string, string>,
  ticketCreated: (at: string) => `建立于 ${at}`,
  ticketAdd: "补充说明",
  ticketAddHint: "还有什么要告诉我们的",
  ticketSend: "提交补充",
  ticketConfirm: "确认已解决",
  ticketReopen: "还没解决",
  ticketFile: (n: number) => `附件 ${n}`,
  ticketNetwork: "网络不通，请稍后再试",
  ticketFailed: "没有成功，请稍后再试",

  handoff: { again: "客服暂时离开了，已为您优先排队", other: "已为您转接人工客服，请稍候" } satisfies Record<string, string>,
  assigned: (agent: string) => `客服${agent}为您服务`,
  transferred: "正在为您转接，请稍候",
  returned: { silence: "客服暂时没有回应，智能助手先为您服务", other: "已转回智能助手，继续为您服务" } satisfies Record<string, string>,
  closed: "本次服务已结束",
  rated: (stars: number) => `您给了 ${stars} 星评价，感谢您的反馈`,
  rateEdit: "修改评价",

  rateTitle: "请评价本次服务",
  stars: (n: number) => `${n} 星`,
  starWords: ["很不满意", "不满意", "一般", "满意", "非常满意"],
  solved: "问题解决了吗？",
  yes: "已解决",
  no: "未解决",
  rateLow: { title: "哪里让您不满意？", tags: ["回复慢", "没解决", "态度不好", "说不清楚", "其他"] },
  rateHigh: { title: "哪里做得好？", tags: ["专业", "耐心", "速度快"] },
  rateText: "还有什么想对我们说的（选填）",
  rateSend: "提交评价",
  rateSending: "正在提交…",
  rateKeep: "不改了",

  today: "",
  yesterday: "昨天 ",
  tomorrow: "明天 ",
  date: (month: number, day: number) => `${month}月${day}日 `,
  year: (year: number) => `${year}年`,
};

/** The line that a handoff shows to the customer. */
export function handoffLine(reason: Reason): string {
  return reason === "agent_gone" ? strings.handoff.again : strings.handoff.other;
}

/** The line that tells that the bot is back. */
export function returnedLine(reason: "silence" | undefined): string {
  return reason === "silence" ? strings.returned.silence : strings.returned.other;
}
