// The room of the entries over an API that is this test.
import { act, cleanup, configure, fireEvent, render, screen, within } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Staff } from "../api";
import { HttpProvider } from "../queries";
import { type Asked, Refusal, serveApi } from "../testing/api";
import { layOut } from "../testing/layout";
import { Theme } from "../Theme";
import type { Entry, EntryDetail, EntryRow } from "./api";
import Entries from "./Entries";
import { PublishDialog } from "./publish/PublishDialog";
import { words as publishWords } from "./publish-words";
import { words } from "./words";

// A text editor that draws itself has no place in a page without a layout.
vi.mock("./editor/MarkdownBox", () => ({
  default: ({ value, label, change }: { value: string; label: string; change(next: string): void }) => (
    <textarea aria-label={label} value={value} onChange={(e) => change(e.target.value)} />
  ),
}));
vi.mock("./shared/TextDiff", () => ({
  default: ({ before, after }: { before: string; after: string }) => <pre>{`${before} => ${after}`}</pre>,
}));

vi.setConfig({ testTimeout: 60_000 }); // forms of the library are slow in memory
configure({ asyncUtilTimeout: 15_000 });

const staff: Staff = { id: "wu", name: "小吴", role: "editor", rights: ["knowledge"] };
const entry: Entry = { id: "refund", question: "怎么退款", answer: "点申请退款", variants: ["退钱"], tags: ["热门"] };
const row = (i: number): EntryRow => ({ id: `e${i}`, question: `问题${i}`, variants: 1, status: "on", rev: 0 });
const list = {
  items: Array.from({ length: 50 }, (_, i) => row(i)), total: 20_000, size: 50, version: 7, draft: 3,
  facets: { categories: [{ path: "售后", count: 9 }], tags: [{ tag: "热门", count: 2 }], states: { draft: 1 } },
};

let asked: Asked;
let answers: Record<string, unknown>;
let undo: () => void;
const places = { go: vi.fn(), move: vi.fn(), to: vi.fn() };

beforeEach(() => {
  localStorage.clear();
  undo = layOut(40, 300);
  const detail: EntryDetail = { entry, rev: 4, warnings: [] };
  answers = {
    "GET /api/entries": list,
    "GET /api/entries/refund": detail,
    "POST /api/entries/check": { problems: [], warnings: [], twins: [] },
    "GET /api/content/settings": { items: [{ body: { timezone: "Asia/Shanghai", sites: [] } }] },
    "GET /api/teams": { items: [{ id: "trade", name: "交易组", open: true, members: [], promises: {} }], classes: [], default: "trade" },
    "GET /api/editors": { items: [{ id: "wu", name: "小吴", role: "editor" }] },
    "GET /api/needs": { items: [{ name: "order_no", label: "订单号" }] },
    "GET /api/versions": { items: [], total: 0, size: 50 },
    "GET /api/changes": { items: [], total: 0, size: 50, counts: { draft: 0, review: 0, approved: 0 } },
  };
  asked = serveApi(answers);
});
afterEach(() => {
  cleanup();
  undo();
  vi.unstubAllGlobals();
  vi.clearAllMocks();
});

const show = (rest: string, query = "") =>
  render(<Theme><HttpProvider recheck={vi.fn()}><Entries staff={staff} rest={rest} query={query} open={vi.fn()} {...places} /></HttpProvider></Theme>);
const pass = (ms: number) => act(() => new Promise((done) => setTimeout(done, ms)));
const click = (el: HTMLElement) => act(async () => fireEvent.click(el));
const type = (el: HTMLElement, value: string) => act(async () => fireEvent.change(el, { target: { value } }));
const bodies = (of: string) => asked.filter((a) => a.startsWith(`${of} {`)).map((a) => JSON.parse(a.slice(a.indexOf("{"))) as Record<string, unknown>);
// By its words: to look for roles takes seconds in a form of this size.
const button = (name: string, inside: HTMLElement = document.body) => {
  const found = within(inside).getAllByText(name).flatMap((e) => e.closest("button") ?? []);
  expect(found).toHaveLength(1);
  return found[0] as HTMLElement;
};

describe("work that was not saved", () => {
  test("is offered after a reload, taken up, and gone when it is saved", async () => {
    const page = show("refund");
    await type(await screen.findByLabelText(words.fields.question), "怎么申请退款");
    page.unmount(); // at once, as a reload is

    show("refund");
    await screen.findByText(/没有保存，要接着写吗/);
    expect((screen.getByLabelText(words.fields.question) as HTMLInputElement).value).toBe("怎么退款");
    await click(button(words.editor.takeUp));
    expect((screen.getByLabelText(words.fields.question) as HTMLInputElement).value).toBe("怎么申请退款");

    const saved = { ...entry, question: "怎么申请退款" };
    answers["PUT /api/entries/refund"] = answers["GET /api/entries/refund"] = { entry: saved, rev: 5, change: { state: "draft", what: "changed" }, live: entry };
    await act(async () => fireEvent.keyDown(screen.getByLabelText(words.fields.question), { key: "s", ctrlKey: true }));
    await screen.findByText(words.editor.saved);
    expect(bodies("PUT /api/entries/refund")).toEqual([{ entry: saved, rev: 4 }]);
    expect(Object.keys(localStorage).filter((k) => k.startsWith("yiwen.entry."))).toEqual([]);
  });

  test("is thrown away only when that is said", async () => {
    localStorage.setItem("yiwen.entry.wu.refund", JSON.stringify({ value: { ...entry, answer: "新的" }, base: entry, rev: 4, at: Date.now() }));
    const page = show("refund");
    await screen.findByText(/没有保存，要接着写吗/);
    page.unmount();
    expect(localStorage.getItem("yiwen.entry.wu.refund")).not.toBeNull();
    show("refund");
    await screen.findByText(words.editor.throwAway);
    await click(button(words.editor.throwAway));
    await pass(400);
    expect(localStorage.getItem("yiwen.entry.wu.refund")).toBeNull();
  });

  test("is saved from wherever the focus is", async () => {
    answers["PUT /api/entries/refund"] = { entry, rev: 5, change: { state: "draft", what: "changed" } };
    show("refund");
    const box = await screen.findByDisplayValue("退钱");
    await act(async () => fireEvent.paste(box, { clipboardData: { getData: () => "退钱？\n1. 我要退款\n我要退款" } }));
    await click(button(words.variants.unrepeat(1))); // and the button is gone with the focus
    await act(async () => fireEvent.keyDown(document.body, { key: "s", ctrlKey: true, isComposing: true }));
    expect(asked.filter((a) => a.startsWith("PUT"))).toEqual([]);
    expect(fireEvent.keyDown(document.body, { key: "s", ctrlKey: true })).toBe(false);
    await screen.findByText(words.editor.saved);
    expect(bodies("PUT /api/entries/refund")).toHaveLength(1);
  });

  test("keys of an input method save nothing", async () => {
    show("refund");
    const box = await screen.findByLabelText(words.fields.question);
    await type(box, "x");
    await act(async () => fireEvent.keyDown(box, { key: "Enter", ctrlKey: true, keyCode: 229 }));
    expect(asked.filter((a) => a.startsWith("PUT"))).toEqual([]);
  });
});

describe("a conflict", () => {
  const theirs = { entry: { ...entry, answer: "老陈的答案", tags: ["热门", "售后"] }, rev: 9, by: "chen", by_name: "老陈", at: 0 };
  const refused = () => Object.assign(new Refusal(409, "老陈 已经修改了同一处内容"), { theirs });

  async function clash(mine: string, who = { by: "chen", by_name: "老陈" }): Promise<HTMLElement> {
    let first = true;
    answers["PUT /api/entries/refund"] = ({ body }: { body: { entry: Entry } }) => {
      if (!first) return { entry: body.entry, rev: 10, change: { state: "draft", what: "changed" } };
      first = false;
      return Object.assign(refused(), { theirs: { ...theirs, ...who } });
    };
    show("refund");
    await type(await screen.findByLabelText(words.fields.answer), mine);
    await click(button(words.editor.save));
    return screen.findByRole("dialog");
  }

  test("says who was quicker, and merges field by field", async () => {
    const dialog = await clash("我的答案");
    expect(within(dialog).getByText(/老陈 在/)).toBeTruthy();
    expect(within(dialog).getByText(words.conflict.joined(words.fields.tags))).toBeTruthy();
    await click(button(words.conflict.merge, dialog));
    await screen.findByText(words.editor.saved);
    expect(bodies("PUT /api/entries/refund")[1]).toEqual({ entry: { ...entry, answer: "我的答案", tags: ["热门", "售后"] }, rev: 9 });
  });
  test("with oneself in another window is no colleague's; keys do not save from under the dialog", async () => {
    const dialog = await clash("我的答案", { by: staff.id, by_name: staff.name });
    expect(within(dialog).getByText(words.conflict.ownTitle)).toBeTruthy();
    expect(within(dialog).getByRole("radio", { name: words.conflict.elsewhere })).toBeTruthy();
    expect(dialog.textContent).not.toMatch(/同事|对方|小吴/);
    await act(async () => fireEvent.keyDown(document.body, { key: "s", ctrlKey: true }));
    expect(bodies("PUT /api/entries/refund")).toHaveLength(1);
  });
  test("with a namesake is a colleague's", async () => {
    const dialog = await clash("我的答案", { by: "wu2", by_name: staff.name });
    expect(within(dialog).queryByText(words.conflict.ownTitle)).toBeNull();
  });
  test("theirs can be chosen for one field", async () => {
    const dialog = await clash("我的答案");
    await click(within(dialog).getByRole("radio", { name: words.conflict.theirs("老陈") }));
    await click(button(words.conflict.merge, dialog));
    await screen.findByText(words.editor.saved);
    expect(bodies("PUT /api/entries/refund")[1]).toMatchObject({ entry: { answer: "老陈的答案" } });
  });
  test("all theirs is taken without a save; closing the dialog loses nothing", async () => {
    const dialog = await clash("我的答案");
    await click(button("取消", dialog));
    expect((screen.getByLabelText(words.fields.answer) as HTMLTextAreaElement).value).toBe("我的答案");
    await pass(400);
    expect(localStorage.getItem("yiwen.entry.wu.refund")).toContain("我的答案");
  });
});

test("an entry that is marked for removal says so, and is kept with one click", async () => {
  answers["GET /api/entries/refund"] = { entry, rev: 5, live: entry, warnings: [], change: { state: "draft", what: "removed", by: "wu", by_name: "小吴", at: 1 } };
  answers["POST /api/entries/bulk"] = { changed: 1, skipped: [] };
  show("refund");
  await screen.findByText(words.editor.removed);
  await click(button(words.editor.unremove));
  expect(bodies("POST /api/entries/bulk")).toEqual([{ ids: ["refund"], action: "discard" }]);
});

test.each<[string, Partial<Entry>, string]>([
  ["is valid", {}, words.entryStates.live],
  ["has run out", { until: "2020-01-01 00:00" }, words.statuses.expired],
  ["is not valid yet", { from: "2999-01-01 00:00" }, words.statuses.scheduled],
])("the head of a published entry that %s says so", async (_, part, mark) => {
  answers["GET /api/entries/refund"] = { entry: { ...entry, ...part }, rev: 4, warnings: [] };
  show("refund");
  const head = (await screen.findByRole("heading", { name: entry.question })).closest("header");
  expect([...(head?.querySelectorAll(".marks > *") ?? [])].map((m) => m.textContent)).toEqual([mark]);
});

test("what the server refuses is said at its place, and stays in the form", async () => {
  answers["PUT /api/entries/refund"] = Object.assign(new Refusal(422, "内容有问题"), {
    errors: [
      { location: "body.entry.variants[0]", message: "和别的条目一样" }, { location: "body.entry.question", message: "太短" },
      { location: "body.entry.exclude[0]", message: "就在自己的问法里" },
    ],
  });
  show("refund");
  await type(await screen.findByLabelText(words.fields.question), "退");
  await click(button(words.editor.submit));
  await screen.findByText(words.editor.refused(3));
  expect(screen.getByText("太短")).toBeTruthy();
  expect(screen.getByText("就在自己的问法里"), "a list without a mark at its elements").toBeTruthy();
  expect(within(screen.getByDisplayValue("退钱").closest("li") as HTMLElement).getByText("和别的条目一样")).toBeTruthy();
  expect(asked.filter((a) => a.startsWith("POST /api/changes/step"))).toEqual([]);
});

test("many similar questions are pasted at once; those that are there already are marked and taken out", async () => {
  show("refund");
  const box = await screen.findByDisplayValue("退钱");
  await act(async () => fireEvent.paste(box, { clipboardData: { getData: () => "退钱？\n1. 我要退款\n我要退款" } }));
  const values = () => screen.getAllByLabelText(/^相似问题 \d+$/).map((e) => (e as HTMLInputElement).value);
  expect(values()).toHaveLength(3);
  expect(screen.getAllByText(words.variants.repeated)).toHaveLength(1);
  await click(button(words.variants.unrepeat(1)));
  expect(values()).toHaveLength(2);
  await act(async () => fireEvent.keyDown(screen.getByLabelText(words.variants.row(1)), { key: "Enter" }));
  expect(values()[1]).toBe("");
});

describe("many entries at once", () => {
  test("all that are found are removed by their filter, after a question that names their number", async () => {
    answers["POST /api/entries/bulk"] = { changed: 19_999, skipped: [{ kind: "entry", id: "e7", reason: "规则「退款」用到了它" }] };
    show("", "?q=退款&sort=changed");
    await click(await screen.findByLabelText(words.select("问题0")));
    expect(screen.getByText(words.bulk.chosen(1))).toBeTruthy();
    await click(button(words.bulk.all(20_000)));
    await click(button(words.bulk.actions.remove));
    const dialog = await screen.findByRole("dialog");
    expect(within(dialog).getAllByText(words.bulk.ask.remove(20_000)).length).toBeGreaterThan(0);
    expect(bodies("POST /api/entries/bulk")).toEqual([]);
    await click(button(words.bulk.actions.remove, dialog));
    expect(await screen.findByText("规则「退款」用到了它")).toBeTruthy();
    expect(bodies("POST /api/entries/bulk")).toEqual([{ filter: { q: "退款" }, action: "remove" }]);
    expect(screen.queryByText(words.bulk.chosen(20_000))).toBeNull();
  });

  test("of all one can be let go: it is done with every other, also where the list never was", async () => {
    answers["POST /api/entries/bulk"] = { changed: 19_999, skipped: [] };
    show("", "?q=退款");
    const grid = await screen.findByRole("grid");
    const one = await screen.findByLabelText(words.select("问题1"));
    await act(async () => fireEvent.keyDown(grid, { key: "a", ctrlKey: true }));
    await click(one);
    expect(screen.getByText(words.bulk.chosen(19_999))).toBeTruthy();
    expect((one as HTMLInputElement).checked).toBe(false);
    await click(button(words.bulk.actions.submit));
    await screen.findByText(words.bulk.done(19_999));
    expect(bodies("POST /api/entries/bulk")).toEqual([{ filter: { q: "退款" }, except: ["e1"], action: "submit" }]);
  });

  test("those that were ticked go by their ids", async () => {
    answers["POST /api/entries/bulk"] = { changed: 2, skipped: [] };
    show("");
    await click(await screen.findByLabelText(words.select("问题0")));
    await click(screen.getByLabelText(words.select("问题1")));
    await click(button(words.bulk.actions.submit));
    await screen.findByText(words.bulk.done(2));
    expect(bodies("POST /api/entries/bulk")).toEqual([{ ids: ["e0", "e1"], action: "submit" }]);
  });

  test("the keyboard moves, chooses and opens", async () => {
    show("");
    const grid = await screen.findByRole("grid");
    await screen.findByText("问题0");
    const key = (k: string, more: object = {}) => act(async () => fireEvent.keyDown(grid, { key: k, ...more }));
    await key("ArrowDown");
    await key(" ");
    await key("ArrowDown", { shiftKey: true });
    expect(screen.getByText(words.bulk.chosen(2))).toBeTruthy();
    await key("a", { ctrlKey: true });
    expect(screen.getByText(words.bulk.chosen(20_000))).toBeTruthy();
    await key("Escape");
    await key("Enter");
    expect(places.go).toHaveBeenCalledWith("e2");
  });
});

test.each([
  [new Refusal(403, "没有权限"), words.trouble.forbidden], [new Refusal(500, "坏了"), words.trouble.failed],
  [{ ...list, items: [], total: 0 }, words.noneYet],
])("a list that is not there says why", async (answer, says) => {
  answers["GET /api/entries"] = answer;
  show("");
  expect(await screen.findByText(says)).toBeTruthy();
});

describe("publishing", () => {
  const published = () =>
    render(<Theme><HttpProvider recheck={vi.fn()}><PublishDialog approved={2} to={vi.fn()} close={vi.fn()} /></HttpProvider></Theme>);
  test("begins once with a double click, and its outcome is shown", async () => {
    let begun = 0;
    answers["POST /api/publish"] = () => {
      begun += 1;
      if (begun > 1) return new Refusal(409, "发布正在进行，请等它结束后再开始");
      return { job: "j1" };
    };
    answers["GET /api/jobs/j1"] = {
      id: "j1", kind: "publish", state: "done", step: "", done: 1, total: 1, by_name: "小吴", at: 1, result: { version: 2, entries: 1, changed: 2 },
    };
    published();
    const go = button(publishWords.publish(2));
    await act(async () => {
      fireEvent.click(go);
      fireEvent.click(go);
    });
    await screen.findByText(publishWords.dialog.live(2, 2));
    expect([begun, screen.queryByText(/发布正在进行/)]).toEqual([1, null]);
  });
});
