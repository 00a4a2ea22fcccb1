// The conversation pane on a page, over a session and an API that are this test.
import { act, cleanup, fireEvent, render, screen, within } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { DeskSession } from "../../wire/desk";
import { type ClientFrame, listNames, type Row } from "../../wire/frames";
import { type FakeSocket, Sockets } from "../../wire/testing/server";
import { MemoryShelf } from "../../wire/testing/shelf";
import type { Staff } from "../api";
import { useLive } from "../live";
import { HttpProvider } from "../queries";
import { strings } from "../strings";
import { Theme } from "../Theme";
import { insertIntoComposer } from "./insert";
import { shortcuts } from "./keys/shortcuts";
import { SettingsContext, SettingsStore } from "./settings";
import { Talk } from "./Talk";
import { words } from "./talk-words";

const lin: Staff = { id: "a1", name: "小林", role: "agent", rights: ["desk"] };
const boss: Staff = { id: "s1", name: "王主管", role: "supervisor", rights: ["desk", "cases", "reports"] };
const now = Date.UTC(2026, 10, 22, 2, 0);
const mine: Row = {
  conversation: "c1", number: 1, state: "assigned", seq: 3, agent: "小林", agent_id: "a1", mood: "calm",
  entities: [{ name: "order_no", text: "XK1", value: "XK202611220001" }], profile: { name: "老王" },
};
const canned = [
  { id: "hello", scope: "global", title: "问候", text: "您好，我是{坐席}", uses: 9, initials: "wh", mine: false },
  { id: "refund", scope: "team", team: "trade", group: "退款", title: "退款已提交", text: "{客户}，订单{订单号}已退款", uses: 1, initials: "tkytj", mine: false },
  { id: "sorry", scope: "global", title: "先道歉", text: "非常抱歉", uses: 3, initials: "xdq", mine: false, opener: true },
];
const answers = [{ entry: "refund-how", question: "怎么退款", answer: "这样退款", score: 0.9 }];

let sockets: Sockets;
let socket: FakeSocket;
let calls: { method: string; path: string; body: unknown }[];
let suggested: typeof answers;

const pass = (ms = 50) => act(() => vi.advanceTimersByTimeAsync(ms));
const sent = (type: string) => socket.sent.filter((f) => f.type === type) as (ClientFrame & { id: string; text?: string })[];
const push = async (frame: object) => {
  socket.push(frame);
  await pass();
};
const event = (seq: number, kind: string, from: object, rest: object = {}) =>
  push({ type: "event", conversation: "c1", seq, at: now + seq, case: 1, from, kind, ...rest });
const said = (seq: number, text: string, rest: object = {}) => event(seq, "message", { kind: "customer" }, { text, ...rest });

function api(path: string, init?: RequestInit): Response {
  const body: unknown = typeof init?.body === "string" ? JSON.parse(init.body) : undefined;
  calls.push({ method: init?.method ?? "GET", path, body });
  const { pathname } = new URL(path, "http://t");
  const found: Record<string, unknown> = {
    "/api/canned": { items: canned },
    "/api/colleagues": { items: [{ id: "a2", name: "小周", role: "agent", teams: [], state: "online", load: 0, limit: 5 }, { id: "a1", name: "小林", role: "agent", teams: [], state: "online", load: 0, limit: 5 }] },
    "/api/teams": { items: [{ id: "trade", name: "交易组", open: true, members: [], promises: {} }], classes: [], default: "trade" },
    "/api/cases/c1/suggest": { items: suggested, question: "x" },
  };
  return new Response(JSON.stringify(found[pathname] ?? {}), { status: 200 });
}

async function open(row: Row = mine, who: Staff = lin, settings = new SettingsStore(new MemoryShelf())): Promise<void> {
  const desk = new DeskSession({ url: "ws://t/desk/ws", agent: who.id, shelf: new MemoryShelf(), socketClass: sockets.socketClass, lists: listNames });
  function Page() {
    useLive(desk);
    return <Talk desk={desk} row={desk.lists.get("c1") ?? row} staff={who} accept={() => undefined} />;
  }
  render(
    <SettingsContext value={settings}>
      <Theme><HttpProvider recheck={() => undefined}><Page /></HttpProvider></Theme>
    </SettingsContext>,
  );
  desk.start();
  await pass();
  socket = sockets.last;
  socket.open();
  const list = row.agent_id === who.id ? "mine" : row.state === "closed" ? undefined : "team";
  await push({ type: "lists", id: sent("watch").at(-1)?.id, rev: 1, ...(list && { [list]: [row] }) });
  await push({ type: "ack", id: sent("follow").at(-1)?.id, seq: 0 });
  await pass();
}

/** The box that one writes into. */
const box = (name: string = strings.reply) => screen.getByRole("textbox", { name }) as HTMLTextAreaElement;
const type = async (text: string, into = box()) => {
  await act(async () => {
    fireEvent.change(into, { target: { value: text } });
    into.setSelectionRange(text.length, text.length);
    fireEvent.select(into);
  });
  await pass();
};
const press = async (key: string, rest: object = {}, into: Element = box()) => {
  await act(async () => fireEvent.keyDown(into, { key, ...rest }));
  await pass();
};
const click = async (element: Element) => {
  await act(async () => fireEvent.click(element));
  await pass(300);
};
const button = (name: string | RegExp) => screen.getByRole("button", { name });
const noButton = (name: string) => expect(screen.queryByRole("button", { name })).toBeNull();

/** Every element is 40 pixels high: without a size nothing of a long list is shown. */
class Sizes {
  constructor(private readonly told: (entries: { target: Element; contentRect: { width: number; height: number } }[]) => void) {}
  observe(target: Element) {
    queueMicrotask(() => this.told([{ target, contentRect: { width: 400, height: 40 } }]));
  }
  unobserve() {}
  disconnect() {}
}

beforeEach(() => {
  vi.useFakeTimers({ now });
  localStorage.clear();
  sockets = new Sockets();
  calls = [];
  suggested = [];
  vi.stubGlobal("ResizeObserver", Sizes);
  Object.defineProperty(HTMLElement.prototype, "offsetParent", { get: () => document.body, configurable: true });
  vi.stubGlobal("fetch", vi.fn((path: string, init?: RequestInit) => Promise.resolve(api(path, init))));
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
  Reflect.deleteProperty(HTMLElement.prototype, "offsetParent");
  vi.useRealTimers();
});

describe("sending", () => {
  test("Enter sends, Shift+Enter and an input method's Enter do not", async () => {
    await open();
    await type("您好");
    await press("Enter", { keyCode: 229 });
    await press("Enter", { isComposing: true });
    await press("Enter", { shiftKey: true });
    expect(sent("say")).toEqual([]);
    await press("Enter");
    expect(sent("say")).toMatchObject([{ conversation: "c1", text: "您好" }]);
    expect(box().value).toBe("");
    expect(within(screen.getByRole("log")).getByText("您好")).toBeTruthy();
  });

  test("with the other setting Ctrl+Enter sends, and Enter breaks the line", async () => {
    const settings = new SettingsStore(new MemoryShelf());
    settings.change({ sendKey: "ctrl-enter" });
    await open(mine, lin, settings);
    await type("您好");
    await press("Enter");
    expect(sent("say")).toEqual([]);
    await press("Enter", { ctrlKey: true });
    expect(sent("say")).toHaveLength(1);
  });

  test("a quote goes with the message, and Escape removes it", async () => {
    await open();
    await said(1, "卡密打不开");
    await click(button(words.quote));
    expect(screen.getByText(strings.said("老王"))).toBeTruthy();
    await press("Escape");
    expect(screen.queryByText(strings.said("老王"))).toBeNull();
    await act(async () => void shortcuts.handle(new KeyboardEvent("keydown", { key: "r", code: "KeyR", altKey: true })));
    await pass();
    await type("马上查");
    await press("Enter");
    expect(sent("say")).toMatchObject([{ text: "马上查", re: 1 }]);
  });

  test("a failed message says why, and can be sent again", async () => {
    await open();
    await type("您好");
    await press("Enter");
    await push({ type: "error", id: sent("say")[0]?.id, code: "denied", message: "会话已结束", retry: false });
    expect(screen.getByRole("alert").textContent).toContain("会话已结束");
    await click(button(strings.retry));
    expect(sent("say")).toHaveLength(2);
  });

  test("what was begun is there again after a reload", async () => {
    await open();
    await type("写了一半");
    cleanup();
    await open();
    expect(box().value).toBe("写了一半");
  });
});

describe("canned replies", () => {
  test("are found by initials, filled in, sent and counted", async () => {
    await open();
    await type("/tk");
    const option = screen.getByRole("option", { name: /退款已提交/ });
    expect(box().getAttribute("aria-activedescendant")).toBe(option.id);
    await press("Enter");
    expect(box().value).toBe("老王，订单XK202611220001已退款");
    await press("Enter");
    expect(sent("say")).toMatchObject([{ text: "老王，订单XK202611220001已退款" }]);
    expect(calls).toContainEqual({ method: "POST", path: "/api/canned/refund/used", body: undefined });
  });

  test("with something left open are not sent before it is filled in", async () => {
    await open({ ...mine, entities: [], profile: {} });
    await type("#退款");
    await press("Tab");
    expect(box().value).toBe("{客户}，订单{订单号}已退款");
    expect([box().selectionStart, box().selectionEnd]).toEqual([0, 4]);
    await press("Enter");
    expect(sent("say")).toEqual([]);
    await click(button("{订单号}"));
    expect(box().value.slice(box().selectionStart, box().selectionEnd)).toBe("{订单号}");
    await type("您，订单XK1已退款");
    await press("Enter");
    expect(sent("say")).toHaveLength(1);
  });

  test("keys move through the list; Escape closes it and the text stays", async () => {
    await open();
    await type("/");
    await press("ArrowDown");
    const [first, second] = screen.getAllByRole("option");
    expect([first?.getAttribute("aria-selected"), second?.getAttribute("aria-selected")]).toEqual(["false", "true"]);
    await press("Escape");
    expect(screen.queryByRole("listbox")).toBeNull();
    expect(box().value).toBe("/");
    expect(sent("say")).toEqual([]);
  });

  test("an upset customer is met first", async () => {
    await open({ ...mine, mood: "handoff" });
    await click(button("先道歉"));
    expect(box().value).toBe("非常抱歉");
    await type("/");
    expect(screen.getAllByRole("option")[0]?.textContent).toContain("先道歉");
  });
});

describe("among staff", () => {
  test("a note names colleagues", async () => {
    await open();
    await click(screen.getByText(strings.note, { selector: ".ant-segmented-item-label" }));
    await type("看下 @小", box(strings.note));
    await press("Enter", {}, box(strings.note));
    expect(box(strings.note).value).toBe("看下 @小周 ");
    await press("Enter", {}, box(strings.note));
    expect(sent("note")).toMatchObject([{ text: "看下 @小周", mentions: ["a2"] }]);
  });

  test("a name that was taken out again is not asked", async () => {
    await open();
    await click(screen.getByText(strings.note, { selector: ".ant-segmented-item-label" }));
    await type("@", box(strings.note));
    await press("Enter", {}, box(strings.note));
    await type("算了", box(strings.note));
    await press("Enter", {}, box(strings.note));
    expect(sent("note")[0]).not.toHaveProperty("mentions");
  });

  test("a supervisor whispers to the owner, and cannot talk to the customer", async () => {
    await open(mine, boss);
    expect(screen.queryByRole("textbox", { name: strings.reply })).toBeNull();
    expect(screen.getByText(words.watching("小林"))).toBeTruthy();
    await type("先安抚", box(words.whisper));
    await press("Enter", {}, box(words.whisper));
    expect(sent("whisper")).toMatchObject([{ conversation: "c1", text: "先安抚" }]);
  });

  test("an agent who does not own the case writes notes only", async () => {
    await open({ ...mine, agent: "小周", agent_id: "a2" });
    expect(screen.getByText(words.others("小周"))).toBeTruthy();
    expect(screen.queryByRole("textbox", { name: strings.reply })).toBeNull();
    expect(box(strings.note)).toBeTruthy();
  });

  test("who was invited talks to the customer", async () => {
    await open({ ...mine, agent: "小周", agent_id: "a2", helpers: [{ id: "a1", name: "小林" }] });
    await type("我来补充");
    await press("Enter");
    expect(sent("say")).toHaveLength(1);
  });

  test("a closed case is read only, and says why", async () => {
    await open({ ...mine, state: "closed" });
    expect(screen.getByText(words.closed)).toBeTruthy();
    expect(screen.queryByRole("textbox")).toBeNull();
  });

  test("a case that ends or goes to others meanwhile says which", async () => {
    await open();
    await said(1, "在吗");
    await push({ type: "case", rev: 2, conversation: "c1", lists: [] });
    expect(screen.getByText(words.gone)).toBeTruthy();
    await event(2, "closed", { kind: "agent", name: "小林", id: "a1" }, { by: "agent" });
    expect(screen.getByText(words.closed)).toBeTruthy();
    expect(screen.queryByRole("textbox")).toBeNull();
  });
});

describe("the log", () => {
  test("marks what the customer has read, and takes back what was just said", async () => {
    await open();
    await event(1, "message", { kind: "agent", name: "小林", id: "a1" }, { text: "发错了" });
    expect(screen.getByText(words.unread)).toBeTruthy();
    await push({ type: "read", conversation: "c1", from: { kind: "customer" }, seq: 1 });
    expect(screen.getByText(words.read)).toBeTruthy();
    await click(button(words.recall));
    expect(sent("recall")).toMatchObject([{ conversation: "c1", of: 1 }]);
    await event(2, "recalled", { kind: "agent", name: "小林", id: "a1" }, { of: 1 });
    expect(screen.getByText(words.recalledTag)).toBeTruthy();
    noButton(words.recall);
  });

  test("after two minutes nothing can be taken back", async () => {
    await open();
    await event(1, "message", { kind: "agent", name: "小林", id: "a1" }, { text: "好的" });
    expect(button(words.recall)).toBeTruthy();
    await pass(121_000);
    noButton(words.recall);
  });

  test("shows what the customer is typing", async () => {
    await open();
    await push({ type: "typing", conversation: "c1", from: { kind: "customer" }, on: true, text: "我的卡" });
    expect(screen.getByText(words.typingNow("我的卡"))).toBeTruthy();
  });

  test("shows why the bot answered, and lets the answer be judged", async () => {
    await open();
    await said(1, "怎么退款");
    await event(2, "message", { kind: "bot" }, {
      text: "这样退", re: 1, trace: { outcome: "answer", entry: "refund-how", candidates: [{ id: "refund-how", score: 0.91 }], rungs: [{ rung: "faq", took: true, why: "over" }] },
    });
    await click(button(/依据/));
    expect(screen.getAllByText("refund-how").length).toBeGreaterThan(0);
    await click(button(/答错了/));
    const dialog = screen.getByRole("dialog");
    expect(within(dialog).getByDisplayValue("怎么退款")).toBeTruthy();
  });

  test("a customer's and an agent's words never become markup of the page", async () => {
    await open();
    await said(1, `<img src=x onerror="window.hacked=1">[x](javascript:alert(1))`);
    await event(2, "message", { kind: "agent", name: "小周", id: "a2" }, { text: "**好** <script>1</script> [x](javascript:alert(1)) [y](https://a.example)" });
    const log = screen.getByRole("log");
    expect(log.querySelector("img, script, [onerror]")).toBeNull();
    expect([...log.querySelectorAll("a")].map((a) => [a.getAttribute("href"), a.rel])).toEqual([["https://a.example", "noopener noreferrer nofollow"]]);
    expect(log.querySelector("strong")?.textContent).toBe("好");
  });
});

describe("suggested answers", () => {
  test("go with one key, or are put where they can be changed", async () => {
    suggested = answers;
    await open();
    await said(1, "怎么退款");
    await pass(200);
    const strip = screen.getByRole("region", { name: words.suggestions });
    await click(within(strip).getByRole("button", { name: words.suggestEdit }));
    expect(box().value).toBe("这样退款");
    await act(async () => void shortcuts.handle(new KeyboardEvent("keydown", { key: "Enter", altKey: true })));
    await pass();
    expect(sent("say")).toMatchObject([{ text: "这样退款" }]);
    expect(box().value).toBe("这样退款"); // what is being written stays
    await event(2, "message", { kind: "agent", name: "小林", id: "a1" }, { text: "这样退款" });
    expect(screen.queryByRole("region", { name: words.suggestions })).toBeNull();
  });
});

test("suggested answers cannot be sent while a note is written", async () => {
  suggested = answers;
  await open();
  await said(1, "怎么退款");
  await pass(200);
  await click(screen.getByText(strings.note, { selector: ".ant-segmented-item-label" }));
  await act(async () => void shortcuts.handle(new KeyboardEvent("keydown", { key: "Enter", altKey: true })));
  await pass();
  expect(sent("say")).toEqual([]);
  expect(screen.queryByRole("region", { name: words.suggestions })).toBeNull();
});

describe("other panes", () => {
  test("put texts where one writes, or send them", async () => {
    await open();
    await type("订单：");
    let took = false;
    await act(async () => {
      took = insertIntoComposer("c1", "XK1");
    });
    await pass();
    expect([took, box().value]).toEqual([true, "订单：XK1"]);
    await act(async () => void insertIntoComposer("c1", "直接发", { send: true }));
    await pass();
    expect(sent("say")).toMatchObject([{ text: "直接发" }]);
    expect(box().value).toBe("订单：XK1");
    expect(insertIntoComposer("c2", "x")).toBe(false);
  });

  test("cannot where the customer must not be written to", async () => {
    await open({ ...mine, state: "waiting" });
    expect(insertIntoComposer("c1", "x", { send: true })).toBe(false);
  });
});
