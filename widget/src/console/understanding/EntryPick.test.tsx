// Entries are chosen by what the words in the box find.
import { act, cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { HttpProvider } from "../queries";
import { serveApi } from "../testing/api";
import { Theme } from "../Theme";
import { EntryPick } from "./EntryPick";

const change = vi.fn();
const pass = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms));
const box = () => screen.getByRole("combobox", { name: "条目" });
const offered = () => [...document.querySelectorAll(".ant-select-item-option")].map((o) => o.textContent);
async function type(text: string, wait = 600): Promise<void> {
  await act(async () => fireEvent.change(box(), { target: { value: text } }));
  await pass(wait);
  await pass(50); // the answer, which the last timer only asked for
}

beforeEach(async () => {
  vi.useFakeTimers();
  change.mockClear();
  serveApi({
    "GET /api/entries": ({ url }: { url: URL }) => ({ items: [{ id: `id-${url.searchParams.get("q") ?? ""}`, question: `问${url.searchParams.get("q") ?? ""}` }], total: 1, size: 1 }),
    "GET /api/entries/refund-how": { entry: { id: "refund-how", question: "怎么退款" }, rev: 0 },
  });
  render(
    <Theme>
      <HttpProvider recheck={() => undefined}><EntryPick value="refund-how" label="条目" change={change} /></HttpProvider>
    </Theme>,
  );
  await pass(400);
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("Enter takes what the words found, and not the entry chosen before", async () => {
  expect(screen.getByText("怎么退款")).toBeTruthy();
  await type("充值");
  expect(offered()).toEqual(["问充值　id-充值"]);
  await act(async () => fireEvent.keyDown(box(), { key: "Enter", keyCode: 13 }));
  expect(change).toHaveBeenCalledExactlyOnceWith("id-充值");
});

test("what older words found is not offered below newer ones", async () => {
  await type("充值");
  await type("发票", 50);
  expect(offered()).toEqual([]);
  await pass(600);
  await pass(50);
  expect(offered()).toEqual(["问发票　id-发票"]);
});
