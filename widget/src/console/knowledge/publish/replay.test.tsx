// The replay of what customers asked over an API that is this test.
import { act, cleanup, configure, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { HttpProvider } from "../../queries";
import { type Asked, Refusal, serveApi } from "../../testing/api";
import { Theme } from "../../Theme";
import type { Replayed } from "../api";
import { words as publishWords } from "../publish-words";
import { Replay } from "./Replay";
import { words } from "./replay-words";

vi.setConfig({ testTimeout: 30_000 }); // forms of the library are slow in memory
configure({ asyncUtilTimeout: 10_000 });

const result: Replayed = {
  days: 7, version: 3, draft: 12, asked: 9, distinct: 5, same: 3, changed: 2, per_second: 250,
  items: [
    { text: "怎么退款", times: 4, before: { outcome: "answer", entry: "refund", question: "怎么申请退款？", score: 0.9 }, after: { outcome: "fallback", score: 0.1 } },
    { text: "天气", site: "default", times: 1, before: { outcome: "fallback", score: 0 }, after: { outcome: "answer", entry: "sky", question: "看天", score: 0.8 } },
  ],
};
const job = { id: "j1", kind: "replay", state: "done", step: "", done: 5, total: 5, by_name: "小吴", at: 1 };

let answers: Record<string, unknown>;
let asked: Asked;
const to = vi.fn();

beforeEach(() => {
  answers = {
    "GET /api/jobs": { items: [job], total: 1, size: 50 },
    "GET /api/jobs/j1": { ...job, result },
    "GET /api/entries": { items: [], total: 0, size: 50, version: 3, draft: 12, facets: { categories: [], tags: [], states: {} } },
    "GET /api/content/settings": { items: [{ body: {} }] },
  };
  asked = serveApi(answers);
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
  vi.clearAllMocks();
});

const show = () => render(<Theme><HttpProvider recheck={vi.fn()}><Replay to={to} /></HttpProvider></Theme>);
const click = (el: HTMLElement) => act(async () => fireEvent.click(el));

test("the last one is shown, and each change leads to its entry, to a comparison, and to the kind it is of", async () => {
  show();
  await screen.findByText("怎么退款");
  expect(screen.queryByText(words.edited)).toBeNull();
  await click(screen.getByText("怎么申请退款？"));
  expect(to).toHaveBeenLastCalledWith("entries", "refund");
  await click(screen.getAllByText(words.compare)[1] as HTMLElement);
  expect(to.mock.lastCall?.[0]).toBe("ask");
  expect(Object.fromEntries(new URLSearchParams(to.mock.lastCall?.[1] as string))).toEqual({ against: "draft", compare: "1", q: "天气", site: "default" });
  await click(screen.getByText(words.count(words.ways.lost, 1)));
  expect(screen.queryByText("天气")).toBeNull();
  expect(screen.getByText("怎么退款")).toBeTruthy();
});

test("what was compared with an older draft says so", async () => {
  answers["GET /api/entries"] = { ...(answers["GET /api/entries"] as object), draft: 13 };
  show();
  await screen.findByText(words.edited);
});

test("where nothing changes, or nobody asked, that is said", async () => {
  answers["GET /api/jobs/j1"] = { ...job, result: { ...result, same: 5, changed: 0, items: [] } };
  const page = show();
  await screen.findByText(words.unchanged(5));
  page.unmount();
  answers["GET /api/jobs/j1"] = { ...job, result: { ...result, asked: 0, distinct: 0, same: 0, changed: 0, items: [] } };
  show();
  await screen.findByText(words.unasked(7));
});

test("a new one takes the place of the old one, and can be called off", async () => {
  answers["GET /api/jobs"] = { items: [], total: 0, size: 50 };
  answers["POST /api/replays"] = { job: "j2" };
  answers["GET /api/jobs/j2"] = { ...job, id: "j2", state: "running", step: "正在回放", done: 2 };
  answers["DELETE /api/jobs/j2"] = null;
  show();
  await screen.findByText(words.never.title);
  await click(screen.getByText(words.start));
  await screen.findByText("正在回放");
  expect(asked).toContain('POST /api/replays {"days":7}');
  expect((screen.getByText(words.start).closest("button") as HTMLButtonElement).disabled).toBe(true);
  expect(screen.queryByText(words.never.title)).toBeNull();
  await click(screen.getByText(publishWords.job.cancel));
  expect(asked).toContain("DELETE /api/jobs/j2");
});

test("one that a colleague runs is shown where another cannot begin", async () => {
  answers["GET /api/jobs"] = { items: [], total: 0, size: 50 };
  answers["POST /api/replays"] = () => {
    answers["GET /api/jobs"] = { items: [{ ...job, id: "j2", state: "running" }], total: 1, size: 50 };
    return new Refusal(409, "回放正在进行");
  };
  answers["GET /api/jobs/j2"] = { ...job, id: "j2", state: "running", step: "正在回放", done: 2 };
  show();
  await click(await screen.findByText(words.start));
  await screen.findByText("正在回放");
});
