// A trial over an API that is this test.
import { cleanup, configure, fireEvent, render, screen } from "@testing-library/react";
import { useState } from "react";
import { afterEach, expect, test, vi } from "vitest";
import type { Staff } from "../api";
import { HttpProvider } from "../queries";
import { Refusal, serveApi } from "../testing/api";
import { Theme } from "../Theme";
import Ask from "./Ask";
import { words } from "./ask/words";
import { VariantDialog } from "./VariantDialog";

vi.setConfig({ testTimeout: 60_000 });
configure({ asyncUtilTimeout: 15_000 });
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const staff: Staff = { id: "wu", name: "小吴", role: "editor", rights: ["knowledge"] };

function Place() {
  const [rest, move] = useState("");
  return <Theme><HttpProvider recheck={vi.fn()}><Ask staff={staff} rest={rest} query="" open={vi.fn()} go={move} move={move} to={vi.fn()} /></HttpProvider></Theme>;
}

test("what could not be asked is still there to be sent again", async () => {
  serveApi({
    "POST /api/trials": () => {
      return new Refusal(422, "试问暂时不可用");
    },
    "GET /api/versions": { items: [], total: 0, size: 50 },
    "GET /api/changes": { items: [], total: 0, size: 50, counts: { draft: 0, review: 0, approved: 0 } },
  });
  render(<Place />);
  const box: HTMLTextAreaElement = await screen.findByRole("textbox", { name: words.say });
  fireEvent.change(box, { target: { value: "退款要几天" } });
  fireEvent.click(screen.getByRole("button", { name: words.send }));
  await screen.findByText("试问暂时不可用");
  expect(box.value).toBe("退款要几天");
});

test("the shop's own site is offered once, by its name", async () => {
  serveApi({
    "GET /api/content/settings": { items: [{ body: { sites: [{ id: "default", name: "网页" }, { id: "app", name: "手机应用" }] } }] },
    "GET /api/versions": { items: [], total: 0, size: 50 },
    "GET /api/changes": { items: [], total: 0, size: 50, counts: { draft: 0, review: 0, approved: 0 } },
  });
  render(<Place />);
  fireEvent.click(await screen.findByText(words.more));
  const site = screen.getByRole("combobox", { name: words.site });
  await screen.findByText("网页");
  fireEvent.mouseDown(site);
  await screen.findByText("手机应用");
  expect([...document.querySelectorAll(".ant-select-item-option")].map((o) => o.textContent)).toEqual(["网页", "手机应用"]);
});

test.each([["钱怎么退", words.variantAdded("怎么退款")], ["怎么退款", words.variantKnown("怎么退款")]])("%s as a similar question names its entry", async (text, told) => {
  serveApi({
    "GET /api/entries/refund": { entry: { id: "refund", question: "怎么退款", answer: "a" }, rev: 0 },
    "PUT /api/entries/refund": { entry: { id: "refund", question: "怎么退款", answer: "a" }, rev: 1 },
  });
  render(<Theme><HttpProvider recheck={vi.fn()}><VariantDialog text={text} entry="refund" close={vi.fn()} /></HttpProvider></Theme>);
  await screen.findByText("怎么退款"); // the entry that is chosen
  fireEvent.click(screen.getByText(words.add, { selector: "button *" }));
  await screen.findByText(told);
});
