import { describe, expect, test } from "vitest";
import type { Canned } from "../../http";
import { fill, open } from "./fill";
import { flat, searchCanned } from "./search";

const reply = (id: string, title: string, initials: string, rest: Partial<Canned> = {}): Canned => ({
  id, title, initials, scope: "global", text: "文", uses: 0, mine: false, ...rest,
});
const all = [
  reply("hello", "问候", "wh", { group: "开场", uses: 9 }),
  reply("sorry", "为久等道歉", "wjddq", { group: "开场", opener: true, text: "抱歉让您久等了" }),
  reply("refund", "退款已提交", "tkytj", { group: "处理结果", uses: 4, scope: "team", team: "trade" }),
  reply("proof", "要付款凭证", "yfkpz", { group: "收集信息", text: "请发付款截图，退款要用" }),
  reply("own", "我的签名", "wdqm", { scope: "personal", uses: 1 }),
];
const found = (query: string, upset = false) => flat(searchCanned(all, query, upset)).map((r) => r.id);

describe("searchCanned", () => {
  test("shows all under their headings, the most used first", () => {
    expect(searchCanned(all, "").map((g) => `${g.scope}/${g.team ?? ""}/${g.group}: ${g.items.map((r) => r.id).join(" ")}`)).toEqual([
      "global//开场: hello sorry", "team/trade/处理结果: refund", "personal//: own", "global//收集信息: proof",
    ]);
  });
  test("finds by title, by initials, by heading and by text, in that order", () => {
    expect(found("退款")).toEqual(["refund", "proof"]);
    expect(found("TK")).toEqual(["refund"]);
    expect(found("fk")).toEqual(["proof"]);
    expect(found("开场")).toEqual(["hello", "sorry"]);
    expect(found("久等了")).toEqual(["sorry"]);
  });
  test("meets an upset customer first", () => expect(found("", true)[0]).toBe("sorry"));
  test("finds nothing where nothing fits", () => expect(found("xyz")).toEqual([]));
});

describe("fill", () => {
  test("fills in what is known and leaves the rest", () => {
    const text = "{客户}您好，我是{坐席}，订单{订单号}";
    expect(fill(text, { agent: "小林", customer: "" })).toBe("{客户}您好，我是小林，订单{订单号}");
    expect(open(fill(text, { agent: "小林", customer: "老王", order: "XK1" }))).toEqual([]);
  });
  test("knows the names of the content pack", () => expect(fill("我是{agent}", { agent: "小林" })).toBe("我是小林"));
  test("a value is not filled in again", () => expect(fill("{客户}", { customer: "{坐席}", agent: "小林" })).toBe("{坐席}"));
});

describe("open", () => {
  test("finds what must be replaced, and only that", () => {
    const text = "{客户}，格式是{\"a\":1}，{未知}，{订单号}";
    expect(open(text).map((s) => text.slice(s.from, s.to))).toEqual(["{客户}", "{订单号}"]);
    expect(open("{{{{")).toEqual([]);
  });
});
