import { beforeAll, describe, expect, test } from "vitest";
import type { Card, Form } from "../wire/frames";
import { prefilled, type Sources } from "./known";
import { loadRare } from "./strings";

beforeAll(loadRare);

const form: Form = {
  id: "info", title: "t",
  fields: [{ name: "order_no", label: "a", kind: "line" }, { name: "when", label: "b", kind: "time" }, { name: "amount", label: "c", kind: "amount" }],
};
const card: Card = { kind: "order", id: "XK2027031000112", title: "点卡", price: "¥1,298.50", fields: [{ label: "付款时间", value: "2027-03-10 09:30" }] };
const known = (more: Partial<Sources>) => prefilled(form, { url: "", ...more }).fields.map((f) => f.value ?? "");

describe("what the page tells fills the form", () => {
  test.each<[string, Partial<Sources>, string[]]>([
    ["nothing", {}, ["", "", ""]],
    ["an address", { url: "https://shop.example/o?a=1&order_no=XK20270310001#x" }, ["XK20270310001", "", ""]],
    ["a hostile address", { url: "https://shop.example/o?order=<b>" }, ["", "", ""]],
    ["half an address", { url: "?order_no=" }, ["", "", ""]],
    ["a card", { card }, ["XK2027031000112", "2027-03-10 09:30", "1298.50"]],
    ["a card before an address and attributes", { card, url: "?order=XK20270310001", attributes: { 订单号: "XK3", 金额: "1" } }, ["XK2027031000112", "2027-03-10 09:30", "1298.50"]],
    ["a card without a price, and attributes of who knows which order", { card: { kind: "order", id: "X1", title: "t" }, attributes: { 金额: "99" } }, ["X1", "", ""]],
    ["a price that is none", { card: { ...card, price: "10-20元" } }, ["XK2027031000112", "2027-03-10 09:30", ""]],
    ["a sum among the lines of a card", { card: { kind: "order", id: "X1", title: "t", fields: [{ label: "支付金额", value: "20 元" }] } }, ["X1", "", "20"]],
    ["attributes", { attributes: { 订单编号: " XK3 ", 等级: "黄金", amount: "9.5" } }, ["XK3", "", "9.5"]],
  ])("%s", (_, sources, want) => expect(known(sources)).toEqual(want));

  test("and leaves what it does not know as the server has it", () => {
    const own = { ...form, fields: [{ name: "story", label: "s", kind: "text" as const, value: "没到账" }] };
    expect(prefilled(own, { url: "", card }).fields[0]?.value).toBe("没到账");
  });
});
