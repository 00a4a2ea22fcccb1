import { describe, expect, test } from "vitest";
import type { LogEvent } from "../../wire/frames";
import { tried } from "./tried";

const head = (seq: number, kind: "customer" | "bot", number = 1) => ({ conversation: "c1", seq, at: seq, case: number, from: { kind } });
const says = (seq: number, text: string, rest: object = {}, number = 1): LogEvent =>
  ({ ...head(seq, "customer", number), kind: "message", text, ...rest });
const bot = (seq: number, text: string, outcome: string, rest: object = {}, number = 1): LogEvent =>
  ({ ...head(seq, "bot", number), kind: "message", text, trace: { outcome, ...(rest as { trace?: object }).trace }, ...rest });

describe("what the bot tried", () => {
  test("is told with the words it was about, and what was tapped", () => {
    const log = [
      says(1, "卡密用不了"),
      { ...bot(2, "您是不是想问", "clarify"), choices: [{ key: "a", label: "卡密无效" }, { key: "b", label: "充值失败" }] } as LogEvent,
      says(3, "卡密无效", { re: 2, choice: "a" }),
      { ...bot(4, "\n**请先**核对`卡密`\n再试一次", "answer"), trace: { outcome: "answer", entry: "card-invalid" } } as LogEvent,
    ];
    expect(tried(log, 1)).toEqual([
      { seq: 2, asked: "卡密用不了", outcome: "clarify", said: "您是不是想问", choices: [{ key: "a", label: "卡密无效" }, { key: "b", label: "充值失败" }], chosen: ["卡密无效"], open: false },
      { seq: 4, asked: "卡密无效", outcome: "answer", entry: "card-invalid", said: "请先核对卡密 再试一次", choices: [], chosen: [], open: false },
    ]);
  });

  test("is answered by words as well as by taps", () => {
    const offers = (...keys: string[]) => ({ choices: keys.map((key) => ({ key, label: `label ${key}` })) });
    const log = [
      says(1, "卡密"), bot(2, "您是不是想问", "clarify", offers("a", "b")), says(3, "2", { re: 2, choice: "b", answers: true }),
      says(4, "卡密"), bot(5, "您是不是想问", "clarify", offers("a", "b")),
      says(6, "开发票"), bot(7, "企业还是个人？", "collect", offers("flow:option:企业", "flow:option:个人")), says(8, "我们公司", { answers: true }),
      bot(9, "这样对吗？", "collect", offers("flow:yes", "flow:no")), says(10, "转人工", { answers: true }),
      says(11, "开发票"), bot(12, "企业还是个人？", "collect", offers("flow:option:企业")), says(13, "在吗"),
    ];
    expect(tried(log, 1).map((a) => [a.seq, a.open, ...a.chosen])).toEqual([[2, false, "label b"], [5, true], [7, false], [9, false], [12, true]]);
  });

  test("is told shortly, lists on one line", () => {
    const [a] = tried([says(1, "?"), bot(2, `先看这里：\n1. 刷新\n- 再试\n${"长".repeat(200)}`, "answer")], 1);
    expect(a?.said).toMatch(/^先看这里： 刷新 再试 长+…$/);
    expect(a?.said).toHaveLength(81);
  });

  test("leaves out small talk, what has no trace, notes, holes and other cases", () => {
    const log = [
      says(1, "在吗"), bot(2, "在的", "smalltalk"), { kind: "hole", from: 3, to: 4 } as const,
      { ...head(5, "bot"), kind: "message", text: "正在转接" } as LogEvent,
      { ...head(6, "bot"), kind: "note", text: "x" } as LogEvent, bot(7, "旧答案", "answer", {}, 2),
    ];
    expect(tried(log, 1)).toEqual([]);
    expect(tried(log, 2).map((a) => a.seq)).toEqual([7]);
  });
});
