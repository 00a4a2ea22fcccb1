// Pasted golden questions: one request for all of them, and each that is refused is named.
import { act, cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { HttpProvider } from "../../queries";
import { type Asked, serveApi } from "../../testing/api";
import { Theme } from "../../Theme";
import { words as shared } from "../strings";
import { PasteQuestions } from "./PasteQuestions";
import { words } from "./strings";

vi.setConfig({ testTimeout: 30_000 });

const w = words.pasteDialog;
const close = vi.fn();
let asked: Asked;

const pass = () => act(() => vi.advanceTimersByTimeAsync(400));
const texts = () => asked.filter((a) => a.startsWith("POST")).map((a) => (JSON.parse(a.slice(a.indexOf("{"))) as { edits: { body: { text: string } }[] }).edits.map((e) => e.body.text));
const box = () => screen.getByRole<HTMLTextAreaElement>("textbox", { name: w.title });
async function add(n: number): Promise<void> {
  await act(async () => fireEvent.click(screen.getByRole("button", { name: w.add(n) })));
  await pass();
}

beforeEach(async () => {
  vi.useFakeTimers();
  close.mockClear();
  asked = serveApi({ "POST /api/content/golden": { items: [] } });
  render(
    <Theme>
      <HttpProvider recheck={() => undefined}><PasteQuestions have={[]} close={close} /></HttpProvider>
    </Theme>,
  );
  await act(async () => fireEvent.change(box(), { target: { value: "怎么退款 | refund-how\n坏行 | 不是编号\n几点上班 | hours\n人呢 | 转人工" } }));
  await pass();
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("all go in one request, and what could not be read stays", async () => {
  await add(3);
  expect(texts()).toEqual([["怎么退款", "几点上班", "人呢"]]);
  expect(box().value).toBe("坏行 | 不是编号");
  expect(close).not.toHaveBeenCalled();
});

test("where one is refused none is added; it is named with its line, and the others go without it", async () => {
  const answer = globalThis.fetch;
  const errors = [{ location: "body.edits[1].body.entry", message: "没有 hours 这个条目" }];
  vi.stubGlobal("fetch", () => Promise.resolve(new Response(JSON.stringify({ detail: "没有 hours 这个条目", errors }), { status: 422 })));
  await add(3);
  const said = screen.getByText(w.refused(1, 2)).closest(".ant-alert")?.textContent;
  expect(said).toContain(shared.pasting.line(3));
  expect(said).toContain("没有 hours 这个条目");
  expect(box().value).toContain("怎么退款");

  vi.stubGlobal("fetch", answer);
  await add(2);
  expect(texts()).toEqual([["怎么退款", "人呢"]]);
  expect(box().value).toBe("坏行 | 不是编号\n几点上班 | hours");
});
