// A card of the shop's page as the agent sees it.
import { cleanup, render, screen, within } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import { Card } from "./Card";
import { talk } from "./talk";
import { words } from "./talk-words";

const card = {
  kind: "order" as const, id: "XK1", title: "<b>月卡</b>", url: "https://shop.example/o?a=1", image: "https://img.example/1.png",
  price: "¥100", status: "已付款", fields: [{ label: "时间", value: "昨天" }],
};

afterEach(cleanup);

test("says what it is, that it is not proven, and where its links lead; it loads nothing", () => {
  render(<Card card={card} />);
  const shown = screen.getByRole("region", { name: `${words.cards.order} ${card.title}` });
  for (const text of [card.title, card.id, card.price, card.status, "昨天", words.cardFrom]) expect(within(shown).getByText(text)).toBeTruthy();
  expect(within(shown).getAllByRole("link").map((a) => a.textContent)).toEqual([words.cardOpen("shop.example"), words.cardImage("img.example")]);
  expect(shown.querySelector("img, b")).toBeNull();
});

test("stands with its message, and stands for its words where it is quoted", () => {
  const reader = { me: "a1", customer: "", agent: (id: string) => id };
  const said = { conversation: "c", seq: 1, at: 1, case: 1, from: { kind: "customer" as const }, kind: "message" as const, text: "", card };
  const items = talk([said, { ...said, seq: 2, kind: "message", text: "就是它", re: 1 }], [], reader as never);
  expect(items.filter((i) => i.kind === "said")).toMatchObject([{ card }, { quote: { text: card.title } }]);
});
