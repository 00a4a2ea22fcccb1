import { describe, expect, test } from "vitest";
import type { LogEvent, Payload } from "../../wire/frames";
import type { Entry } from "../../wire/outbox";
import { clock, span } from "../format";
import { strings } from "../strings";
import { talk, type Reader, type Said, type TalkItem } from "./talk";
import { words } from "./talk-words";

const reader: Reader = {
  me: "a1", customer: "", agent: (id) => ({ a1: "我", a2: "小周" })[id] ?? id, team: (id) => (id === "trade" ? "交易" : id),
  topic: (id) => (id === "refund" ? "退款" : id),
};
const at = new Date(2026, 10, 22, 10, 0).getTime();
const day = 86_400_000;

let seq = 0;
const event = (from: LogEvent["from"], payload: Payload, rest: Partial<LogEvent> = {}): LogEvent =>
  ({ conversation: "c", seq: ++seq, at, case: 1, from, ...payload, ...rest }) as LogEvent;
const told = (items: TalkItem[]) =>
  items.flatMap((i) => (i.kind === "said" ? `${i.from}/${i.name}: ${i.text}` : i.kind === "line" ? i.text + (i.detail ? ` | ${i.detail}` : "") : i.kind === "hole" ? "hole" : []));
const entry = (command: Entry["command"], rest: Partial<Entry> = {}): Entry => ({
  id: "e1", command, lane: "c", at, state: "pending", order: "1", ...rest,
});
const customer = { kind: "customer" as const };
const bot = { kind: "bot" as const };
const system = { kind: "system" as const };
const me = { kind: "agent" as const, name: "小林", id: "a1" };
const other = { kind: "agent" as const, name: "小周", id: "a2" };
const only = (items: TalkItem[]): Said => items.find((i) => i.kind === "said") as Said;

describe("what was said", () => {
  test("says who said what", () => {
    const log = [
      event(customer, { kind: "message", text: "在吗" }),
      event(bot, { kind: "message", text: "在的" }),
      event(me, { kind: "message", text: "我来" }),
      event(other, { kind: "message", text: "我也在" }),
      event(me, { kind: "note", text: "老客户" }),
      event(other, { kind: "whisper", text: "先安抚" }),
    ];
    expect(told(talk(log, [], reader))).toEqual([
      "customer/客户: 在吗", "bot/机器人: 在的", "agent/我: 我来", "agent/小周: 我也在", "note/我: 老客户", "whisper/小周: 先安抚",
    ]);
  });

  test("an answer shows whether it helped, as last said", () => {
    const answer = event(bot, { kind: "message", text: "- 一般 **30 分钟**内到账，请先刷新订单页，再看看充值账号填得对不对", vote: true });
    const log = [answer, event(customer, { kind: "voted", of: answer.seq, helpful: true }), event(customer, { kind: "voted", of: answer.seq, helpful: false })];
    expect(only(talk(log.slice(0, 2), [], reader)).helpful).toBe(true);
    const items = talk(log, [], reader);
    expect(only(items).helpful).toBe(false);
    expect(told(items).slice(1)).toEqual([`${words.voted(false)} | 一般 30 分钟内到账，请先刷新订单页，再看看充值账号填得对…`]);
    expect(only(talk([answer], [], reader)).helpful).toBeUndefined();
  });

  test("a customer who is known has his name", () => {
    const [said] = told(talk([event(customer, { kind: "message", text: "在吗" })], [], { ...reader, customer: "老王" }));
    expect(said).toBe("customer/老王: 在吗");
  });

  test("a message on its way and its event are one, with one key", () => {
    const sent = entry({ type: "say", text: "好" });
    const before = talk([], [sent], reader);
    const after = talk([event(me, { kind: "message", text: "好" }, { cid: "e1" })], [sent], reader);
    expect(after.filter((i) => i.kind === "said")).toHaveLength(1);
    expect(only(after).key).toBe(only(before).key);
  });

  test("a message on its way has its files and its quote", () => {
    const picture = { id: "f1", name: "图.png", type: "image/png", size: 1, url: "/files/f1" };
    const log = [event(customer, { kind: "message", text: "看这个" })];
    const said = talk(log, [entry({ type: "say", text: "", attachments: ["f1"], re: seq }, { files: [picture] })], reader).at(-1);
    expect(said).toMatchObject({ attachments: [picture], quote: { text: "看这个", name: "客户" } });
  });

  test("a choice that was tapped is marked, and is no quote", () => {
    const offer = event(bot, { kind: "message", text: "?", choices: [{ key: "a", label: "甲" }] });
    const tap = event(customer, { kind: "message", text: "甲", re: offer.seq, choice: "a" });
    const items = talk([offer, tap], [], reader);
    expect(only(items)).toMatchObject({ chosen: ["a"] });
    expect(items.at(-1)).not.toHaveProperty("quote");
  });

  test("the bot's answers say what they rest on and what was asked, and quote nothing", () => {
    const asked = event(customer, { kind: "message", text: "怎么退款" });
    const answer = event(bot, { kind: "message", text: "这样退", re: asked.seq }, { trace: { outcome: "answer", entry: "refund" } });
    const item = talk([asked, answer], [], reader).at(-1);
    expect(item).toMatchObject({ asked: "怎么退款", trace: { outcome: "answer", entry: "refund" } });
    expect(item).not.toHaveProperty("quote");
  });

  test("what was taken back is still there for staff, and marked", () => {
    expect(only(talk([event(me, { kind: "message", text: "发错了", recalled: true })], [], reader))).toMatchObject({
      text: "发错了", recalled: true,
    });
  });

  test("a note names whom it asks", () => {
    expect(only(talk([event(me, { kind: "note", text: "看下", mentions: ["a2", "a9"] })], [], reader)).mentions).toEqual(["小周", "a9"]);
  });

  test("a form shows labels in its own order, and what it does not know by name", () => {
    const form = { id: "ticket", title: "留言", fields: [
      { name: "story", label: "经过", kind: "text" as const }, { name: "phone", label: "手机", kind: "phone" as const },
    ] };
    const asked = event(bot, { kind: "message", text: "", form });
    const log = [asked, event(customer, { kind: "filled", of: asked.seq, form: "ticket", values: { odd: "x", phone: "138", story: "没到账" } })];
    expect(talk(log, [], reader).at(-1)).toMatchObject({ kind: "filled", title: "留言", fields: [["经过", "没到账", false], ["手机", "138", false], ["odd", "x", false]] });
  });
});

describe("what happened", () => {
  const cases: [string, LogEvent["from"], Payload, string | null][] = [
    ["a handoff, with its reasons", system, { kind: "handoff", reason: "mood", team: "trade", mood: "handoff", severity: "urgent", bonuses: [{ why: "mood", minutes: 10 }], detail: { rule: "r1", evidence: ["骗子", "！！"] } },
      "转人工：客户情绪激动 · 激动 · 紧急 · 交易组 | 规则 r1 · 情绪依据：骗子、！！ · 排队加权：情绪 +10 分钟"],
    ["a plain handoff", system, { kind: "handoff", reason: "asked" }, "转人工：客户要求人工"],
    ["an offer", system, { kind: "offered", agent: "小周", agent_id: "a2", until: at, why: "空闲" }, "派给小周，等待接入 | 空闲"],
    ["an offer to oneself", system, { kind: "offered", agent: "小林", agent_id: "a1", until: at }, "派给我，等待接入"],
    ["a refusal", other, { kind: "declined", agent_id: "a2", reason: "有急事" }, "小周没有接 | 有急事"],
    ["an offer that lapsed", system, { kind: "declined", agent_id: "a2", lapsed: true }, "小周没有在时限内接入"],
    ["accepting", me, { kind: "assigned", agent: "小林", agent_id: "a1" }, "我接入会话"],
    ["a supervisor's order", { kind: "agent", name: "王主管", id: "s1" }, { kind: "assigned", agent: "小周", agent_id: "a2" }, "王主管把会话指派给小周"],
    ["a transfer with a note", me, { kind: "transferred", team: "trade", agent: "小周", agent_id: "a2", note: "查流水" }, "我转接给交易 · 小周 | 查流水"],
    ["a case that is raised", system, { kind: "raised", mood: "handoff", bonuses: [{ why: "overdue", minutes: 10 }] }, "排位提前：激动 | 排队加权：已超时 +10 分钟"],
    ["a snooze", other, { kind: "snoozed", until: at + 1_800_000 }, "小周暂缓到 10:30"],
    ["the end of a snooze", system, { kind: "woken" }, "暂缓结束"],
    ["a return", me, { kind: "returned" }, "我把会话交还机器人"],
    ["a return for silence", system, { kind: "returned", reason: "silence" }, "坐席太久没有回复，会话交还机器人"],
    ["a close as it once was", other, { kind: "closed", by: "agent", summary: "已补单" }, "小周结束了会话 | 小结：已补单"],
    ["a close with a summary", other, { kind: "closed", by: "agent", summary: { class: "refund", solved: false, tags: ["急"], text: "等回复" } }, "小周结束了会话 | 小结：退款 · 未解决 · 急 · 等回复"],
    ["a close that says nothing", other, { kind: "closed", by: "agent" }, "小周结束了会话"],
    ["a rating", customer, { kind: "rated", stars: 2, solved: false, reasons: ["回复慢"], text: "太慢" }, "客户评价 ★★☆☆☆ · 未解决 · 回复慢 | 太慢"],
    ["a promise", system, { kind: "promise", what: "own", due: at + 600_000, text: "10分钟后回复您" }, "坐席承诺 10:10 前回复 | 10分钟后回复您"],
    ["a promise that is broken", system, { kind: "alarm", what: "first_reply", step: "breach" }, "首次回复已超时"],
    ["a reminder", system, { kind: "alarm", what: "solution", step: "remind" }, "提醒：处理快到时限"],
    ["a ticket", me, { kind: "ticketed", number: "WO1" }, "已建工单 WO1"],
    ["a recall", customer, { kind: "recalled", of: 1 }, "客户撤回了一条消息"],
    ["an invitation", me, { kind: "invited", agent: "小周", agent_id: "a2" }, "我邀请小周协助"],
    ["who was invited leaves", other, { kind: "invited", agent: "小周", agent_id: "a2", gone: true }, "小周离开了会话"],
    ["who was invited is sent away", me, { kind: "invited", agent: "小周", agent_id: "a2", gone: true }, "我请小周离开"],
    ["a look at a note", other, { kind: "attended" }, "小周已查看提到的备注"],
    ["what is hidden", system, { kind: "hidden" }, null],
    ["what is not known", system, { kind: "unknown" }, null],
  ];
  for (const [name, from, payload, want] of cases) {
    test(name, () => expect(told(talk([event(from, payload)], [], reader))).toEqual(want === null ? [] : [want]));
  }

  test("accepting and closing say nothing of their own; holes have a place", () => {
    expect(told(talk([{ kind: "hole", from: 1, to: 2 }], [entry({ type: "accept" })], reader))).toEqual(["hole"]);
  });
});

describe("days and cases", () => {
  const marks = (items: TalkItem[]) => items.map((i) => (i.kind === "case" ? `case ${i.number}` : i.kind === "day" ? "day" : i.kind));
  test("begin where they begin", () => {
    const said = (case_: number, when: number) => event(customer, { kind: "message", text: "话" }, { case: case_, at: when });
    const log = [said(1, at), said(1, at + 1), said(1, at + day), said(2, at + day), said(3, at + 2 * day)];
    expect(marks(talk(log, [], reader))).toEqual([
      "day", "case 1", "said", "said", "day", "said", "case 2", "said", "day", "case 3", "said",
    ]);
  });
  test("do not begin with what is not shown", () => {
    expect(marks(talk([event(system, { kind: "hidden" }, { at: at - day }), event(customer, { kind: "message", text: "话" })], [], reader)))
      .toEqual(["day", "case 1", "said"]);
  });
  test("all keys are different", () => {
    const log = Array.from({ length: 40 }, (_, i) => event(customer, { kind: "message", text: "话" }, { case: 1 + Math.floor(i / 7), at: at + i * (day / 5) }));
    const keys = talk([{ kind: "hole", from: 1, to: 2 }, ...log], [entry({ type: "say", text: "x" })], reader).map((i) => i.key);
    expect(new Set(keys).size).toBe(keys.length);
  });
});

describe("format", () => {
  const spans: [number, string][] = [
    [-5, "0 秒"], [59_999, "59 秒"], [60_000, "1 分 0 秒"], [3_599_000, "59 分 59 秒"], [3_660_000, "1 小时 1 分"], [90_000_000, "1 天 1 小时"],
  ];
  for (const [ms, want] of spans) test(`${ms} ms is ${want}`, () => expect(span(ms)).toBe(want));
  test("the clock, with the date on other days", () => {
    const now = new Date(2026, 10, 22, 9, 30).getTime();
    expect(clock(new Date(2026, 10, 22, 8, 5).getTime(), now)).toBe("08:05");
    expect(clock(new Date(2026, 10, 21, 8, 5).getTime(), now)).toBe("11月21日 08:05");
  });
  test("every reason of the protocol has words", () => expect(Object.keys(strings.reasons)).toHaveLength(7));
  test("every bonus of the protocol has words", () => expect(Object.keys(words.bonuses)).toHaveLength(8));
});
