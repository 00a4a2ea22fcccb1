import { expect, test } from "vitest";
import { words as limits } from "../insight/limits/words";
import { faultOf, faultsAt, faultsBy, placeText, valueAt, valueText } from "./shown";

const faults = [
  { path: ["any"], message: '"退{款": 少了一个 }' },
  { path: ["any", 2], message: "重复了" },
  { path: ["any"], message: "至少写一条" },
  { path: ["words", 3, "words", 0], message: "太长" },
  { path: ["regex"], message: '"a\\\\d": 太慢' },
];

test("what is wrong is told at its line, whether the server names it by place or by words", () => {
  expect([...faultsBy(faults, ["退{款", "充值", "退款"], "any")]).toEqual([[0, "少了一个 }"], [2, "重复了"]]);
  expect([...faultsBy(faults, ["x"], "words", 3, "words")]).toEqual([[0, "太长"]]);
  expect([...faultsBy(faults, ["a\\d"], "regex")]).toEqual([[0, "太慢"]]);
});

test("what is wrong with a list as a whole is told above it", () => {
  expect(faultOf(faults, "any")).toBe("至少写一条");
  expect(faultOf(faults, "none")).toBe("");
  expect(faultsAt(faults, "words", 3)).toEqual([{ path: ["words", 0], message: "太长" }]);
});

test("values are said in one line", () => {
  expect(valueText({ text: "卡密", freq: 200, tag: "nz" })).toBe("卡密 200 nz");
  expect(valueText(["a", "b"])).toBe("a / b");
  expect([...valueText("字".repeat(200))]).toHaveLength(121);
});

test("sites and entrances are said in words, whole and field by field", () => {
  expect(valueAt(["sites", "m1"], { id: "m1", name: "商户", origins: ["https://a.example"], theme: "auto", team: "", hot: [] }))
    .toBe("编号：m1；名称：商户；允许嵌入的网页：https://a.example；明暗：跟随设备");
  expect(valueAt(["sites", "m1", "locale"], "zh-TW")).toBe("繁體中文");
  expect(valueAt(["entrances", "recharge", "form", "order_no"], "order_no")).toBe("订单号");
  expect(valueAt(["entrances", "recharge", "form"], ["order_no", "other"])).toBe("订单号、other");
  expect(valueAt(["sites", "m1", "at", "1"], { from: "22:00", until: "08:00", welcome: "夜里好" })).toBe("从：22:00；到：08:00；欢迎语：夜里好");
  expect(placeText(["entrances", "recharge", "form"])).toBe("入口 · recharge · 先填的信息");
});

test("limits are called as on their page", () => {
  for (const [limit, name] of Object.entries(limits.names)) expect(placeText(["limits", limit])).toBe(`阈值 · ${name}`);
});

test("a limit of 0 that is learned is said as on their page", () => {
  expect(["answer", "suggest", "gap"].map((limit) => valueAt(["limits", limit], 0))).toEqual(Array(3).fill(limits.unlearned));
  expect([valueAt(["limits", "answer"], 0.6), valueAt(["limits", "mood"], 0), valueAt(["priority"], 0)]).toEqual(["0.6", "0", "0"]);
});
