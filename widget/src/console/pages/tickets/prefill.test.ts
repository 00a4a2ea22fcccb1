import { expect, test } from "vitest";
import type { LogEvent, Row } from "../../../wire/frames";
import { prefill } from "./prefill";

const row: Row = { conversation: "c1", number: 2, state: "assigned", seq: 9 };
const picture = { id: "f1", name: "a.png", type: "image/png", size: 1, url: "/files/f1" };

test("a ticket begins with what the conversation told", () => {
  const log = [
    { conversation: "c1", seq: 1, at: 1, case: 1, from: { kind: "customer" }, kind: "message", text: "旧", attachments: [picture] },
    { conversation: "c1", seq: 2, at: 2, case: 2, from: { kind: "customer" }, kind: "message", text: "没到账", attachments: [{ ...picture, id: "f2" }] },
    { conversation: "c1", seq: 3, at: 3, case: 2, from: { kind: "bot" }, kind: "message", text: "请先刷新订单\n再看", trace: { outcome: "answer", entry: "e" } },
  ] as LogEvent[];
  const draft = prefill({
    ...row, question: "没到账，我要人工", asked: "快点", severity: "high", team: "trade",
    entities: [
      { name: "order_no", text: "XK1", value: "XK1" }, { name: "order_no", text: "xk2", value: "XK2" },
      { name: "time", text: "昨晚八点", value: "20:00" }, { name: "phone", text: "13800138000", value: "13800138000" },
      { name: "error_text", text: "E1003", value: "E1003" },
    ],
  }, log);
  expect(draft).toEqual({
    info: { order_no: "XK2", when: "昨晚八点", story: "没到账", error: "E1003", tried: ["请先刷新订单 再看"] },
    files: [{ ...picture, id: "f2" }], severity: "high", team: "trade", phone: "13800138000",
  });
});

test("what was tried is told by the entry, not by the comfort before its answer", () => {
  const trace = { outcome: "answer", entry: "late", candidates: [{ id: "other", score: 0.9, text: "x" }, { id: "late", score: 0.8, text: "充值多久到账" }] };
  const log = [{ conversation: "c1", seq: 3, at: 3, case: 2, from: { kind: "bot" }, kind: "message", text: "让您久等了，非常抱歉。\n请先刷新", trace }] as LogEvent[];
  expect(prefill(row, log).info.tried).toEqual(["充值多久到账"]);
});

test("the story is what the customer told, not that he asked for a person", () => {
  const said = (seq: number, text: string, more = {}) =>
    ({ conversation: "c1", seq, at: seq, case: 2, from: { kind: "customer" }, kind: "message", text, ...more }) as LogEvent;
  const log = [said(1, "订单一直充值中"), said(2, "转人工"), said(3, "发错了", { recalled: true }), said(4, "等了三小时"), said(5, "好的 🙏")];
  expect(prefill({ ...row, question: "转人工", asked: "好的 🙏" }, log).info.story).toBe("订单一直充值中\n等了三小时");
  expect(prefill({ ...row, question: "转人工" }, [said(1, "转人工")]).info.story).toBe("转人工");
});

test("where nothing is known nothing is made up", () => {
  expect(prefill(row, [])).toEqual({ info: {}, files: [], severity: "normal" });
});
