import { pick } from "../../locale";
import type { TicketMove, TicketState, TicketStep } from "../../shapes";

// The words of tickets.
const zh = {
  ticket: {
    states: {
      open: "待处理", doing: "处理中", waiting: "待客户补充", solved: "已解决", closed: "已关闭", reopened: "重新打开",
    } satisfies Record<TicketState, string>,
    moves: {
      take: "领取", note: "内部备注", tell: "告知进展", ask: "请客户补充", solve: "标记已解决", close: "关闭", reopen: "重新打开",
    } satisfies Record<TicketMove, string>,
    steps: {
      open: "创建工单", take: "接手", note: "内部备注", tell: "告知客户", ask: "请客户补充", add: "客户补充", solve: "已解决",
      confirm: "客户确认解决", reopen: "重新打开", close: "关闭", expire: "到期自动关闭",
    } satisfies Record<TicketStep, string>,
    hints: {
      take: "选填：交接说明", note: "只有同事能看到", tell: "客户会在对话和工单里看到", ask: "写清楚需要客户补充什么，客户会看到",
      solve: "选填：解决办法，客户会看到", close: "选填：关闭原因，客户会看到", reopen: "选填：重新打开的原因",
    } satisfies Record<TicketMove, string>,
    number: "工单号",
    state: "状态",
    matter: "事由",
    owner: "负责人",
    nobody: "无人领取",
    team: "技能组",
    severity: "严重程度",
    created: "创建",
    changed: "更新",
    due: "承诺时间",
    overdue: "已超时",
    reopened: (n: number) => `重开 ${n} 次`,
    internal: "内部",
    shown: "客户可见",
    to: (name: string) => `负责人：${name}`,
    steps_title: "处理记录",
    do: "下一步",
    for: "交给",
    me: "我自己",
    submit: "提交",
    done: "已更新",
    text: "说明",
    textMissing: "请填写内容",
    file: (n: number) => `附件 ${n}`,
    copied: "已复制",
    by: { customer: "客户", bot: "机器人", agent: "坐席", system: "系统" } as Record<string, string>,
  },
  info: {
    order_no: "订单号", when: "发生时间", story: "事情经过", error: "报错信息", files: "截图", tried: "已试步骤", contact: "联系方式",
  },
  newTicket: {
    title: "建工单",
    phone: "客户手机号",
    phoneHint: "客户凭工单号和手机号后四位查询进度",
    phoneBad: "手机号不正确",
    storyMissing: "请写下事情经过",
    triedHint: "每行一步",
    submit: "建工单",
    done: "工单已建好，编号会出现在对话里",
    from: "选择对话里的图片和文件",
  },
  tickets: {
    title: "工单",
    filters: { open: "待处理", mine: "我的", all: "全部", overdue: "超时" },
    search: "搜索工单号、经过、订单号或手机号",
    none: "没有工单",
    pick: "查看",
  },
};

const en: typeof zh = {
  ticket: {
    states: { open: "Open", doing: "In progress", waiting: "Waiting for the customer", solved: "Solved", closed: "Closed", reopened: "Reopened" },
    moves: {
      take: "Take", note: "Internal note", tell: "Tell the customer", ask: "Ask the customer", solve: "Mark as solved", close: "Close", reopen: "Reopen",
    },
    steps: {
      open: "Created", take: "Taken", note: "Internal note", tell: "Told the customer", ask: "Asked the customer", add: "The customer added", solve: "Solved",
      confirm: "The customer agreed", reopen: "Reopened", close: "Closed", expire: "Closed by the clock",
    },
    hints: {
      take: "Optional: a word to go with it", note: "Only colleagues see it", tell: "The customer sees it in the chat and in the ticket",
      ask: "Say what the customer should add; he sees it", solve: "Optional: what solved it; the customer sees it",
      close: "Optional: why; the customer sees it", reopen: "Optional: why it is reopened",
    },
    number: "Number",
    state: "State",
    matter: "Matter",
    owner: "Owner",
    nobody: "Nobody yet",
    team: "Team",
    severity: "Severity",
    created: "Created",
    changed: "Changed",
    due: "Promised",
    overdue: "Overdue",
    reopened: (n: number) => `reopened ${n} times`,
    internal: "Internal",
    shown: "The customer sees it",
    to: (name: string) => `Owner: ${name}`,
    steps_title: "Steps",
    do: "Next step",
    for: "For",
    me: "Myself",
    submit: "Submit",
    done: "Done",
    text: "Text",
    textMissing: "Please write something",
    file: (n: number) => `File ${n}`,
    copied: "Copied",
    by: { customer: "Customer", bot: "Bot", agent: "Agent", system: "System" },
  },
  info: {
    order_no: "Order", when: "When", story: "What happened", error: "Error shown", files: "Screenshots", tried: "Tried so far", contact: "Contact",
  },
  newTicket: {
    title: "New ticket",
    phone: "Customer's phone",
    phoneHint: "With the number and the last four digits the customer can look the ticket up",
    phoneBad: "This is no phone number",
    storyMissing: "Please write what happened",
    triedHint: "One step per line",
    submit: "Create the ticket",
    done: "The ticket is made; its number comes up in the log",
    from: "Pictures and files of the conversation",
  },
  tickets: {
    title: "Tickets",
    filters: { open: "Open", mine: "Mine", all: "All", overdue: "Overdue" },
    search: "Search number, story, order or phone",
    none: "No tickets",
    pick: "Look",
  },
};

export const words = pick(zh, en);

/** Words that say nothing of what happened: who only greets, agrees, or asks for a person. */
export const empty = /^(我?(想|要)?(找|转|接)?(一下)?人工(客服|服务)?|客服|(有人)?在(吗|不)|[你您]好|好的?|可以|谢谢[你您]?|嗯+|哦+)[\s，。！!~～？?\p{Extended_Pictographic}]*$/u;
