import { describe, expect, test } from "vitest";
import type { LogEvent, Payload } from "../../wire/frames";
import type { Entry } from "../../wire/outbox";
import { clock, span } from "../format";
import { strings } from "../strings";
import { talk, type TalkItem } from "./talk";

let seq = 0;
const event = (from: LogEvent["from"], payload: Payload, rest: Partial<LogEvent> = {}): LogEvent =>
  ({ conversation: "c", seq: ++seq, at: 1, case: 1, from, ...payload, ...rest }) as LogEvent;
const brief = (items: TalkItem[]) =>
  items.map((i) => (i.kind === "said" ? `${i.from}/${i.name}: ${i.text}` : i.kind === "line" ? i.text : "hole"));
const entry = (command: Entry["command"], rest: Partial<Entry> = {}): Entry => ({
  id: "e1", command, lane: "c", at: 1, state: "pending", order: "1", ...rest,
});
const agent = { kind: "agent" as const, name: "小林" };

describe("talk", () => {
  test("says who said what", () => {
    const log = [
      event({ kind: "customer" }, { kind: "message", text: "在吗" }),
      event({ kind: "bot" }, { kind: "message", text: "在的" }),
      event(agent, { kind: "message", text: "我来" }),
      event({ kind: "agent", name: "小周" }, { kind: "message", text: "我也在" }),
      event(agent, { kind: "note", text: "老客户" }),
    ];
    expect(brief(talk(log, [], "小林"))).toEqual([
      "customer/客户: 在吗", "bot/机器人: 在的", "agent/我: 我来", "agent/小周: 我也在", "note/我: 老客户",
    ]);
  });

  test("a message on its way and its event are one, with one key", () => {
    const before = talk([], [entry({ type: "say", text: "好" })], "小林");
    const after = talk([event(agent, { kind: "message", text: "好" }, { cid: "e1" })], [entry({ type: "say", text: "好" })], "小林");
    expect(after).toHaveLength(1);
    expect(after[0]?.key).toBe(before[0]?.key);
  });

  test("what moves a case is told with its reason", () => {
    const log = [
      event({ kind: "system" }, { kind: "handoff", reason: "unresolved" }),
      event(agent, { kind: "assigned", agent: "小林" }),
      event(agent, { kind: "returned" }),
      event(agent, { kind: "closed", by: "agent", summary: "已补单" }),
      event({ kind: "customer" }, { kind: "rated", stars: 2, solved: false, text: "太慢" }),
    ];
    expect(brief(talk(log, [], "小林"))).toEqual([
      "转人工：机器人没能解决", "小林 接入会话", "小林将会话交还机器人", "小林结束了会话 · 小结：已补单",
      "客户评价：★★☆☆☆ · 未解决 · 太慢",
    ]);
  });

  test("a choice that was tapped is marked", () => {
    const offer = event({ kind: "bot" }, { kind: "message", text: "?", choices: [{ key: "a", label: "甲" }] });
    const tap = event({ kind: "customer" }, { kind: "message", text: "甲", re: offer.seq, choice: "a" });
    expect(talk([offer, tap], [], "")[0]).toMatchObject({ chosen: ["a"] });
  });

  test("accepting and closing say nothing of their own; holes have a place", () => {
    expect(brief(talk([{ kind: "hole", from: 1, to: 2 }], [entry({ type: "accept" })], ""))).toEqual(["hole"]);
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
});
