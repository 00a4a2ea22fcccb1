// A piece in somebody's hands: what is not saved survives, and nobody's work is overwritten.
import { act, cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { HttpProvider } from "../queries";
import { type Asked, Refusal, serveApi } from "../testing/api";
import { Theme } from "../Theme";
import Homophones from "./lists/Homophones";
import { words as own } from "./lists/strings";
import { words as knowledge } from "../knowledge/words";
import { words } from "./strings";

const { conflict } = knowledge;
vi.setConfig({ testTimeout: 30_000 });

const staff = { id: "editor1", name: "小吴", role: "editor" as const, rights: ["knowledge" as const] };
const pair = (typed: string, meant: string) => ({ typed, meant });
let asked: Asked;
let answers: Record<string, unknown>;
let stored: { body: unknown; rev: number; live?: unknown };
const go = vi.fn();

const pass = (ms = 50) => act(() => vi.advanceTimersByTimeAsync(ms));
const click = async (name: string | RegExp) => {
  await act(async () => fireEvent.click(screen.getByRole("button", { name })));
  await pass(400);
};
const put = () => asked.filter((a) => a.startsWith("PUT")).map((a) => JSON.parse(a.slice(a.indexOf("{"))) as { body: unknown; rev: number });

async function show(): Promise<void> {
  render(
    <Theme>
      <HttpProvider recheck={() => undefined}><Homophones staff={staff} rest="" go={go} move={go} /></HttpProvider>
    </Theme>,
  );
  await pass();
  await pass();
}
async function add(typed: string, meant: string): Promise<void> {
  await act(async () => {
    fireEvent.change(screen.getByLabelText(own.homophones.typed), { target: { value: typed } });
    fireEvent.change(screen.getByLabelText(own.homophones.meant), { target: { value: meant } });
  });
  await act(async () => fireEvent.keyDown(screen.getByLabelText(own.homophones.meant), { key: "Enter" }));
  await pass();
}

beforeEach(() => {
  vi.useFakeTimers();
  localStorage.clear();
  stored = { body: [pair("卡蜜", "卡密")], rev: 7 };
  answers = {
    "GET /api/content/homophones": () => ({ items: [{ id: "homophones", position: 0, ...stored }] }),
    "PUT /api/content/homophones/homophones": ({ body }: { body: { body: unknown; rev: number } }) => {
      if (body.rev !== stored.rev) return new Refusal(409, "别人改过");
      stored = { ...stored, body: body.body, rev: stored.rev + 1 };
      return { id: "homophones", position: 0, ...stored };
    },
  };
  asked = serveApi(answers);
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("what is not saved is there again after the page was closed, and gone when it was saved", async () => {
  await show();
  await add("冲直", "充值");
  expect(screen.getByRole("status").textContent).toContain(words.unsaved(1));
  await pass(1000);
  cleanup();

  await show();
  expect(screen.getByRole("status").textContent).toContain(words.unsaved(1));
  await click(words.save);
  expect(put()).toEqual([{ body: [pair("冲直", "充值"), pair("卡蜜", "卡密")], rev: 7 }]);
  expect(screen.queryByRole("status")).toBeNull();
  cleanup();
  await show();
  expect(screen.queryByText(words.unsaved(1))).toBeNull();
});

test("an edit that another came before is merged with his and saved on top of it", async () => {
  await show();
  await add("冲直", "充值");
  // Another adds a pair of his own meanwhile.
  const theirs = { body: [pair("卡蜜", "卡密"), pair("验证马", "验证码")], rev: 8, by_name: "老陈", at: Date.now() };
  vi.stubGlobal("fetch", refuseOnce(theirs, globalThis.fetch));
  await click(words.save);
  expect(screen.getByText(conflict.title)).toBeTruthy();
  expect(screen.getByText(conflict.noClash)).toBeTruthy();

  stored = { body: theirs.body, rev: 8 };
  await click(conflict.merge);
  expect(put().at(-1)).toEqual({ body: [pair("冲直", "充值"), pair("卡蜜", "卡密"), pair("验证马", "验证码")], rev: 8 });
});

test("an edit is saved without a question where another changed nothing but the place", async () => {
  await show();
  await add("冲直", "充值");
  vi.stubGlobal("fetch", refuseOnce({ body: stored.body, rev: 8, by_name: "老陈", at: Date.now() }, globalThis.fetch));
  stored = { ...stored, rev: 8 };
  await click(words.save);
  expect(screen.queryByText(conflict.title)).toBeNull();
  expect(put()).toEqual([{ body: [pair("冲直", "充值"), pair("卡蜜", "卡密")], rev: 8 }]);
});

test("a row that was removed and is still live can be brought back", async () => {
  stored = { ...stored, body: [], live: [pair("卡蜜", "卡密")] };
  await show();
  await click(words.part(words.bringBack, "卡蜜,卡密"));
  await click(words.save);
  expect(put()).toEqual([{ body: [pair("卡蜜", "卡密")], rev: 7 }]);
  expect(screen.queryByText(words.gone(1))).toBeNull();
});

test("what the server refuses is told at its row and stays in the form", async () => {
  await show();
  await add("冲直", "充值");
  vi.stubGlobal("fetch", answerOnce(422, { detail: "有问题", errors: [{ location: "body.body[0].meant", message: "「充值」也是被改掉的词" }] }, globalThis.fetch));
  await click(words.save);
  expect(screen.getByText("「充值」也是被改掉的词", { selector: "li" })).toBeTruthy();
  expect(screen.getByRole("status").textContent).toContain(words.unsaved(1));
});

test("a pair that is there already is refused where it is typed", async () => {
  await show();
  await add("卡蜜", "卡片");
  expect(screen.getByRole("alert").textContent).toBe(own.wrong.pairTwice("卡蜜", 1, "卡密"));
  expect(screen.queryByText(words.unsaved(1))).toBeNull();
});

test("a step can be taken back", async () => {
  await show();
  await add("冲直", "充值");
  await click(words.undo);
  expect(screen.queryByText(words.unsaved(1))).toBeNull();
});

/** Answers the first PUT with a refusal, everything else as before. */
function answerOnce(status: number, document: object, before: typeof fetch): typeof fetch {
  let done = false;
  return (path, init) => {
    if (init?.method !== "PUT" || done) return before(path, init);
    done = true;
    return Promise.resolve(new Response(JSON.stringify(document), { status }));
  };
}
const refuseOnce = (theirs: object, before: typeof fetch) => answerOnce(409, { detail: "别人改过", theirs }, before);
