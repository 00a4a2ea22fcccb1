// A conversation as a text to keep.
import { describe, expect, test } from "vitest";
import { record, stamp } from "./record";
import type { Item, MessageItem } from "./screen";
import { loadRare, rare, strings } from "./strings";

await loadRare();

const noon = new Date(2026, 0, 5, 12, 3).getTime(); // local, as stamps are
const said = (more: Partial<MessageItem>): Item => ({
  kind: "message", key: "k", from: "bot", name: "智能助手", at: noon, text: "", rich: false, first: true, recent: false, state: "sent",
  read: false, seq: 1, choices: [], chosen: [], files: [], ...more,
});
const lines = (...items: Item[]) => record("星卡商城", items, noon, "https://help.example").split("\r\n");

test("a stamp is whole, whatever the day", () => {
  expect(stamp(noon)).toBe("2026-01-05 12:03");
});

describe("a record", () => {
  test("says of what shop it is and when it was made", () => {
    expect(lines().slice(0, 2)).toEqual([rare.recordTitle("星卡商城"), rare.recordMade("2026-01-05 12:03")]);
  });

  const cases: [string, Item, string[]][] = [
    ["a message", said({ text: "您好" }), ["[2026-01-05 12:03] 智能助手", "您好"]],
    ["lines of a message", said({ text: "一\n二\r\n三" }), ["[2026-01-05 12:03] 智能助手", "一", "二", "三"]],
    ["Markdown as words", said({ text: "**重要**：见 [说明](https://a.example/x)", rich: true }), ["[2026-01-05 12:03] 智能助手", "重要：见 说明 (https://a.example/x)"]],
    ["lists and paragraphs as lines", said({ text: "先\n\n1. 打开`我的`\n2. 点确认", rich: true }), ["[2026-01-05 12:03] 智能助手", "先", "1. 打开我的", "2. 点确认"]],
    ["a customer's stars as they are", said({ from: "customer", name: "我", text: "**a**" }), ["[2026-01-05 12:03] 我", "**a**"]],
    ["what a message answers", said({ text: "是", quote: { seq: 1, name: "我", text: "在吗" } }), ["[2026-01-05 12:03] 智能助手", "> 在吗", "是"]],
    [
      "files with their whole address",
      said({ files: [{ id: "f", name: "截图.png", type: "image/png", size: 1, url: "/files/f" }] }),
      ["[2026-01-05 12:03] 智能助手", "截图.png https://help.example/files/f"],
    ],
    [
      "a card",
      said({ from: "customer", name: "我", card: { kind: "order", id: "XK1", title: "月卡", price: "¥30", url: "https://s.example/1", fields: [{ label: "区服", value: "一区" }] } }),
      ["[2026-01-05 12:03] 我", `[${strings.cards.order}] 月卡 XK1 ¥30`, "区服: 一区", "https://s.example/1"],
    ],
    ["choices", said({ text: "哪个？", choices: [{ key: "a", label: "甲" }, { key: "b", label: "乙" }] }), ["[2026-01-05 12:03] 智能助手", "哪个？", "· 甲", "· 乙"]],
    [
      "what was filled in",
      said({
        text: "请填写",
        form: { form: { id: "t", title: "t", fields: [{ name: "o", label: "订单号", kind: "text" }, { name: "p", label: "电话", kind: "text" }] }, conversation: "c", state: "sent", values: { o: "XK1" } },
      }),
      ["[2026-01-05 12:03] 智能助手", "请填写", "订单号: XK1"],
    ],
    ["a ticket", said({ text: "已建工单", ticket: "T1" }), ["[2026-01-05 12:03] 智能助手", "已建工单", `${rare.ticketNumber} T1`]],
    ["a line", { kind: "line", key: "l", text: "本次服务已结束" }, ["—— 本次服务已结束 ——"]],
    ["what could not be had", { kind: "hole", key: "h" }, [`—— ${strings.holeFailed} ——`]],
  ];
  for (const [name, item, want] of cases) {
    test(`has ${name}`, () => expect(lines(item).slice(3)).toEqual([...want, ""]));
  }

  test("leaves out what was not sent, and times: each message has its own", () => {
    expect(lines(said({ text: "没发出去", state: "failed" }), said({ text: "在路上", state: "pending" }), { kind: "time", key: "t", at: noon })).toHaveLength(3);
  });
});
