// Cards of the shop's page in the chat.
import { screen, within } from "@testing-library/preact";
import { describe, expect, test } from "vitest";
import "./sayCard"; // here before it is asked for
import { rare, strings } from "./strings";
import { staged } from "./testing/stage";

const stage = staged();
const order = {
  kind: "order" as const, id: "XK20250618006650", title: "Steam 充值卡", price: "¥100.00", status: "已付款", url: "https://shop.example/o/1",
  image: "https://img.example/1.png", fields: [{ label: "付款时间", value: "昨天" }],
};
const cards = () => stage().server.log.filter((e) => e.kind === "message" && e.card);

describe("a card of the shop's page", () => {
  test("is said, and shown with what it says", async () => {
    const s = stage();
    await s.open();
    s.model.show(order);
    await s.pass();
    expect(s.server.log[0]).toMatchObject({ kind: "message", text: "", card: order });
    const shown = within(screen.getByRole("region", { name: `${strings.cards.order} ${order.title}` }));
    for (const text of [order.id, order.price, order.status, "付款时间", "昨天"]) expect(shown.getByText(text)).toBeTruthy();
    expect(shown.getByRole("link", { name: rare.cardOpen }).getAttribute("rel")).toBe("noopener noreferrer nofollow");
  });

  test("loads no picture of other servers", async () => {
    const s = stage();
    await s.open();
    s.model.show(order);
    await s.pass();
    const region = screen.getByRole("region", { name: `${strings.cards.order} ${order.title}` });
    expect(region.querySelector("img")).toBeNull();
    expect(within(region).getByRole("link", { name: rare.cardImage }).getAttribute("href")).toBe(order.image);
  });

  test("is said once for a case, over reloads, and again when it has changed", async () => {
    const s = stage();
    await s.open();
    s.model.show(order);
    s.model.show(order);
    await s.pass();
    await s.say("没到账");
    s.close();
    await s.open();
    s.model.show(order);
    await s.pass();
    expect(cards()).toHaveLength(1);
    s.model.show({ ...order, status: "已发货" });
    await s.pass();
    expect(cards()).toHaveLength(2);
  });

  test("waits for the connection", async () => {
    const s = stage();
    s.server.up = false;
    await s.open();
    s.model.show(order);
    await s.pass();
    s.server.up = true;
    await s.pass(60_000);
    expect(cards()).toHaveLength(1);
  });

  test.each([[null], [{ kind: "order" }], [{ ...order, kind: "x" }], ["card"]])("is none: %j", async (value) => {
    const s = stage();
    await s.open();
    s.model.show(value);
    await s.pass();
    expect(s.server.log).toEqual([]);
  });
});

describe("choices that the bot asks to be answered by number", () => {
  const numbers = () => screen.getAllByRole("button").filter((b) => b.querySelector(".number")).map((b) => b.textContent);
  test("have one each, one alone too; a person alone needs none", async () => {
    const s = stage();
    await s.open();
    await s.happens("bot", { kind: "message", text: "您是不是想问？", choices: [{ key: "refund", label: "怎么退款？" }] });
    expect(numbers()).toEqual(["1怎么退款？"]);
    await s.happens("bot", { kind: "message", text: "好的", choices: [{ key: "human", label: "转人工" }] });
    expect(numbers()).toEqual(["1怎么退款？"]);
  });
});
