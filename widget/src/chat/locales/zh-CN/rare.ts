import type { PromiseKind } from "../../../wire/frames";

/**
 * Words of what is loaded when it is needed (parts.ts): waiting, the ticket panel,
 * the rating. In zh-CN they come with the first such part; there they are used as
 * `rare.key`.
 */
export default {
  waitTitle: "正在为您转接人工客服",
  place: (n: number) => (n > 1 ? `前面还有 ${n - 1} 位` : "下一位就是您"),
  placeUnknown: "正在排队，请稍候",
  waitNow: "马上就到您",
  waitUnknown: "暂时无法预估等待时间",
  waitFor: (minutes: number) => (minutes > 1 ? `预计等待约 ${minutes} 分钟` : "预计等待不到 1 分钟"),
  askOn: "等的时候有别的问题，可以继续问我",
  cancel: "取消排队",
  promised: {
    first_reply: (t: string) => `客服承诺 ${t} 前回复您`,
    own: (t: string) => `客服承诺 ${t} 前回复您`,
    solution: (t: string) => `预计 ${t} 前处理好`,
  } satisfies Record<PromiseKind, (t: string) => string>,
  broken: {
    first_reply: "回复比承诺的慢了，非常抱歉，已为您加急",
    own: "回复比承诺的慢了，非常抱歉，已为您加急",
    solution: "处理比预计的慢了，非常抱歉，已为您加急",
  } satisfies Record<PromiseKind, string>,
  leftTime: (t: string) => `还有 ${t}`,
  ticketHint: "输入工单号，查看处理进度或补充说明",
  ticketNumber: "工单号",
  ticketTail: "手机号后四位",
  ticketTailHint: "换了设备时需要填写",
  ticketLook: "查询",
  ticketLooking: "正在查询…",
  ticketOther: "查别的工单",
  ticketRecent: "这个会话里的工单",
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
};
