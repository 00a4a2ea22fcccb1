// What differs between two states of a piece, as editors read it before they publish.
import { cleanup, render, screen } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import { Theme } from "../../Theme";
import { Comparison } from "./Comparison";

afterEach(cleanup);

const show = (kind: string, before: unknown, after: unknown) => render(<Theme><Comparison kind={kind} before={before} after={after} /></Theme>);

test("settings are compared in words, down to the field", () => {
  const site = { id: "default", name: "商城", origins: ["https://a.example"], theme: "light" };
  show("settings", { name: "星卡", sites: [site], limits: { answer: 0.6 } }, {
    name: "星卡", limits: { answer: 0 }, sites: [{ ...site, theme: "dark", origins: ["https://b.example"] }, { id: "m1", name: "商户" }], entrances: [{ id: "recharge", name: "充值页", form: ["order_no"] }],
  });
  const lines = screen.getAllByRole("listitem").map((li) => li.textContent);
  expect(lines).toContain("站点 · default · 明暗 浅色 → 深色");
  expect(lines).toContain("站点 · default · 允许嵌入的网页 https://b.example");
  expect(lines).toContain("站点 编号：m1；名称：商户");
  expect(lines).toContain("入口 编号：recharge；名称：充值页；先填的信息：订单号");
  expect(lines).toContain("阈值 · 直接回答 0.6 → 自动");
  expect(screen.getAllByRole("heading").map((h) => h.textContent)).toEqual(["站点", "阈值", "入口"]);
  expect(document.body.textContent).not.toContain("{");
});

test("words and single values stay as they were", () => {
  show("rule", { id: "r", any: ["a", "b"], priority: 1 }, { id: "r", any: ["b", "c"], priority: 2 });
  expect([...document.querySelectorAll("del")].map((e) => e.textContent)).toEqual(["a", "1"]);
  expect([...document.querySelectorAll("ins")].map((e) => e.textContent)).toEqual(["c", "2"]);
});
