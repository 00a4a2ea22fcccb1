import { describe, expect, test } from "vitest";
import { card } from "./card";

const whole = {
  kind: "order", id: "XK1", title: "月卡", url: "https://shop.example/1", image: "https://img.example/1.png", price: "¥100", status: "已付款",
  fields: [{ label: "时间", value: "昨天" }],
};

describe("a card", () => {
  test("is read as it is", () => expect(card(whole)).toEqual(whole));
  test("leaves out what it has none of", () => expect(card({ kind: "goods", id: "1", title: "月卡", price: "" })).toEqual({ kind: "goods", id: "1", title: "月卡" }));
  test("of a careless page may have numbers", () => expect(card({ kind: "goods", id: 17, title: "月卡", price: 100 })).toEqual({ kind: "goods", id: "17", title: "月卡", price: "100" }));
  test("is of one line", () => expect(card({ ...whole, title: " a\n\u0000b " })?.title).toBe("a b"));
  test("is cut", () => {
    const long = card({ ...whole, title: "字".repeat(300), fields: Array.from({ length: 20 }, () => ({ label: "a".repeat(200), value: 7 })) });
    expect([...(long?.title ?? "")]).toHaveLength(200);
    expect(long?.fields).toHaveLength(10);
    expect(long?.fields?.[0]).toEqual({ label: "a".repeat(100), value: "7" });
  });
  test.each([
    ["nothing", null], ["a text", "card"], ["a list", [whole]], ["another kind", { ...whole, kind: "coupon" }], ["no id", { ...whole, id: " " }],
    ["no title", { ...whole, title: "" }], ["half an id", { ...whole, id: "9".repeat(65) }],
  ])("is none: %s", (_, value) => expect(card(value)).toBeNull());
  test.each(["javascript:alert(1)", "data:text/html,x", "//evil.example", "/x", "https://bank.example@evil.example/", "https://a b", `https://a/${"x".repeat(3000)}`, 7])(
    "leads only to the web: %s",
    (url) => expect(card({ ...whole, url })).not.toHaveProperty("url"),
  );
  test("has an image of https only", () => expect(card({ ...whole, image: "http://img.example/1.png" })).not.toHaveProperty("image"));
});
