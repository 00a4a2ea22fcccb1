import { act, cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import { words } from "../words";
import { Tree } from "./Tree";

const categories = ["充值", "充值/到账", "充值/到账/慢", "售后", "售后/退款"].map((path) => ({ path, count: 1 }));
const scrolled = vi.spyOn(Element.prototype, "scrollIntoView");
afterEach(() => {
  cleanup();
  scrolled.mockReset();
});

const tree = (chosen: string | undefined, of = categories, shown = true) => <Tree categories={of} chosen={chosen} choose={vi.fn()} shown={shown} />;
const names = () => [...document.querySelectorAll(".tree-name")].map((n) => n.textContent);
const inSight = () => scrolled.mock.contexts.map((el) => (el as Element).textContent);

test("only the top is unfolded where nothing is chosen", () => {
  render(tree(undefined));
  expect(names()).toEqual(["充值", "售后"]);
});

test("the way to the chosen one is unfolded, and it is brought into sight once it is there", () => {
  const page = render(tree("充值/到账", []));
  expect(inSight()).toEqual([]);
  page.rerender(tree("充值/到账"));
  expect(names()).toEqual(["充值", "到账", "慢", "售后"]);
  expect(inSight()).toEqual(["到账1"]);

  page.rerender(tree("售后")); // and what was unfolded does not move away under the hand
  expect(names()).toEqual(["充值", "到账", "慢", "售后", "退款"]);
});

test("it is brought into sight again when the list is back in front", () => {
  const page = render(tree("售后", categories, false));
  expect(inSight()).toEqual([]);
  page.rerender(tree("售后"));
  expect(inSight()).toEqual(["售后1"]);
});

test("the way to the chosen one can be folded, and another is unfolded by hand", async () => {
  render(tree("充值/到账"));
  await act(async () => fireEvent.click(screen.getByLabelText(words.fold("充值"))));
  await act(async () => fireEvent.click(screen.getByLabelText(words.fold("售后"))));
  expect(names()).toEqual(["充值", "售后", "退款"]);
});
