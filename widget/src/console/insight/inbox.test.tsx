// The inbox over an API that is this test.
import { act, cleanup, configure, fireEvent, render, screen } from "@testing-library/react";
import { useState } from "react";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Staff } from "../api";
import { HttpProvider } from "../queries";
import { type Asked, Refusal, serveApi } from "../testing/api";
import { Theme } from "../Theme";
import Misses from "./Misses";
import { placeOfQuestion } from "./misses/refs";
import { words } from "./misses/words";
import type { Miss } from "./shapes";
import { words as shared } from "./words";

vi.setConfig({ testTimeout: 60_000 });
configure({ asyncUtilTimeout: 15_000 });

const staff: Staff = { id: "wu", name: "小吴", role: "editor", rights: ["knowledge"] };
const miss = (key: string, score: number): Miss => ({
  key, label: `问题${key}`, size: 2, people: 1, last_at: 1, trend: [], rest: [], replies: [{ conversation: "c", seq: 9, text: "这样回答就好了", by_name: "小林" }],
  texts: [1, 2].map((seq) => ({ conversation: key, seq, text: `问题${key}第${seq}句`, at: 1, why: "fallback", whys: ["fallback"], state: "open" })),
  entry: { id: "refund", question: "怎么退款", score },
});
const limits = { answer: 0.5, suggest: 0.2, gap: 0.1, uneasy: 0.3, mood: 0.6, unresolved: 2, choices: 5 };

let asked: Asked;
let answers: Record<string, unknown>;

beforeEach(() => {
  sessionStorage.clear();
  const items = [miss("a", 0.1), miss("b", 0.4)];
  answers = {
    "GET /api/misses": () => ({ items, page: 1, total: 2, size: 50, counts: { open: 4, given: 0, done: 0, ignored: 0 }, days: [] }),
    "GET /api/limits": { live: limits, draft: limits, learned: limits },
    "GET /api/editors": { items: [{ id: "chen", name: "老陈" }] },
    "GET /api/entries/refund": { entry: { id: "refund", question: "怎么退款", answer: "a" }, rev: 0 },
    "GET /api/versions": { items: [], total: 0, size: 50 },
    "GET /api/changes": { items: [], total: 0, size: 50, counts: { draft: 0, review: 0, approved: 0 } },
    "POST /api/misses/act": ({ body }: { body: { action: string } }) => {
      if (body.action === "ignore") items.shift();
      return { undo: 7, changed: 2, added: 1 };
    },
    "POST /api/misses/undo": { changed: 2 },
  };
  asked = serveApi(answers);
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

function Place({ at = "" }: { at?: string }) {
  const [place, move] = useState(at);
  const to = vi.fn();
  const [rest = ""] = place.split("?");
  return (
    <Theme>
      <HttpProvider recheck={vi.fn()}>
        <Misses staff={staff} rest={rest} query={place.slice(rest.length)} open={vi.fn()} go={move} move={move} to={to} />
        <output>{place}</output>
      </HttpProvider>
    </Theme>
  );
}
const press = (key: string) => act(async () => void fireEvent.keyDown(document.body, { key }));
const acts = () => asked.filter((a) => a.startsWith("POST /api/misses/act")).map((a) => JSON.parse(a.slice(a.indexOf("{"))) as Record<string, unknown>);
const heading = (name: string) => screen.findByRole("heading", { name });

test("keys move between groups and act on the one that is looked at", async () => {
  render(<Place />);
  await heading("问题a");
  await press("1"); // its nearest entry is too far: nothing is done blindly
  await screen.findByText(words.entryFirst);
  expect(acts()).toEqual([]);

  await press("j");
  await heading("问题b");
  await press("1");
  await vi.waitFor(() => expect(acts()).toHaveLength(1));
  expect(acts()[0]).toEqual({ action: "variant", entry: "refund", state: "open", texts: [{ conversation: "b", seq: 1 }, { conversation: "b", seq: 2 }] });
  await screen.findByText(words.did.variant(2, 1, "问题b", "怎么退款"));
  await act(async () => fireEvent.click(screen.getByText(words.recent(1))));
  expect(await screen.findAllByText(words.did.variant(2, 1, "问题b", "怎么退款"))).toHaveLength(2);
  await press("k");
  await heading("问题a");
});

test("what is put aside leaves the next one in sight, and can be taken back", async () => {
  render(<Place />);
  await heading("问题a");
  await press("3");
  await heading("问题b");
  await act(async () => fireEvent.click((await screen.findAllByText(shared.undo))[0] as HTMLElement));
  await screen.findByText(words.undone);
  expect(asked).toContain('POST /api/misses/undo {"undo":7}');
});

test("what is left out is not acted on; a refusal is told and nothing is lost", async () => {
  answers["POST /api/misses/act"] = new Refusal(409, "同事刚刚处理过");
  render(<Place />);
  await heading("问题a");
  await act(async () => fireEvent.click(screen.getByRole("checkbox", { name: words.textOne("问题a第1句") })));
  await press("2");
  const answer = await screen.findByLabelText(words.create.answer);
  expect((answer as HTMLTextAreaElement).value).toBe("这样回答就好了");
  await act(async () => fireEvent.click(screen.getByText(words.create.ok)));
  expect((await screen.findAllByText("同事刚刚处理过")).length).toBeGreaterThan(0);
  expect(acts()[0]).toMatchObject({ action: "entry", question: "问题a", answer: "这样回答就好了", texts: [{ conversation: "a", seq: 2 }] });
  expect((screen.getByLabelText(words.create.answer) as HTMLTextAreaElement).value).toBe("这样回答就好了");
});

test("where only the answer was voted down, the entry is opened first; for another one it is a similar question", async () => {
  const down = { ...miss("c", 1), blamed: true };
  answers["GET /api/misses"] = { items: [down, miss("b", 0.4)], total: 2, size: 50, counts: { open: 4, given: 0, done: 0, ignored: 0 }, days: [] };
  render(<Place />);
  await heading("问题c");
  const primary = (name: string) => screen.getByText(name).closest("button")?.className.includes("ant-btn-primary");
  expect([primary(shared.open), primary(words.acts.variant)]).toEqual([true, false]);
  expect(screen.getByText(words.mend)).toBeTruthy();
  await press("j");
  await heading("问题b");
  expect([primary(shared.open), primary(words.acts.variant)]).toEqual([false, true]);
});

describe("the place of a question", () => {
  const place = () => document.querySelector("output")?.textContent;

  test("shows its group, on whatever page that is, and becomes the place of the group", async () => {
    answers["GET /api/misses"] = { items: [miss("c", 0.1), miss("d", 0.1)], page: 3, of: "d", total: 102, size: 50, counts: { open: 200, given: 0, done: 0, ignored: 0 }, days: [] };
    render(<Place at={placeOfQuestion({ conversation: "x y", seq: 7 })} />);
    await heading("问题d");
    await vi.waitFor(() => expect(place()).toBe("d"));
    expect(asked).toContain("GET /api/misses?days=30&state=open&of=x+y&seq=7");
    await vi.waitFor(() => expect(asked).toContain("GET /api/misses?days=30&state=open&page=3"));
    await heading("问题d");
  });

  test("says so where it was dealt with already", async () => {
    render(<Place at={placeOfQuestion({ conversation: "x", seq: 7 })} />);
    await screen.findByText(words.goneGroup);
    await heading("问题a");
    await vi.waitFor(() => expect(place()).toBe("a"));
  });
});

test("a double click acts once", async () => {
  render(<Place />);
  await heading("问题a");
  await press("j");
  await heading("问题b");
  const button = (await screen.findByText(words.acts.variant)).closest("button") as HTMLElement;
  await act(async () => {
    fireEvent.click(button);
    fireEvent.click(button);
    fireEvent.keyDown(document.body, { key: "1" });
  });
  await screen.findByText(/加入 1 个相似问/);
  expect(acts()).toHaveLength(1);
});

test("what a colleague was quicker with stays under one's hands, with what was written", async () => {
  let items = [miss("a", 0.1), miss("b", 0.4)];
  answers["GET /api/misses"] = () => ({ items, page: 1, total: items.length, size: 50, counts: { open: 4, given: 0, done: 0, ignored: 0 }, days: [] });
  answers["POST /api/misses/act"] = () => {
    items = items.filter((m) => m.key !== "a");
    return new Refusal(409, "这些问题刚刚已经处理过");
  };
  render(<Place />);
  await heading("问题a");
  await press("2");
  await act(async () => fireEvent.change(await screen.findByLabelText(words.create.answer), { target: { value: "我写的答案" } }));
  await act(async () => fireEvent.click(screen.getByText(words.create.ok)));
  await screen.findAllByText("这些问题刚刚已经处理过");
  await vi.waitFor(() => expect(screen.queryByRole("button", { name: /问题a/ })).toBeNull());
  expect((screen.getByLabelText(words.create.answer) as HTMLTextAreaElement).value).toBe("我写的答案");
  await act(async () => fireEvent.click(screen.getByText(words.create.cancel)));
  await heading("问题b");
});
