// The conversation pane on a page, over a session and an API that are the test.
import { act, cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, vi } from "vitest";
import { DeskSession } from "../../../wire/desk";
import { type ClientFrame, listNames, type Row } from "../../../wire/frames";
import { type FakeSocket, Sockets } from "../../../wire/testing/server";
import { MemoryShelf } from "../../../wire/testing/shelf";
import type { Staff } from "../../api";
import { useLive } from "../../live";
import { HttpProvider } from "../../queries";
import { strings } from "../../strings";
import { Theme } from "../../Theme";
import { SettingsContext, SettingsStore } from "../settings";
import { Talk } from "../Talk";

export const lin: Staff = { id: "a1", name: "小林", role: "agent", rights: ["desk"] };
export const boss: Staff = { id: "s1", name: "王主管", role: "supervisor", rights: ["desk", "cases", "reports"] };
export const now = Date.UTC(2026, 10, 22, 2, 0);
export const mine: Row = {
  conversation: "c1", number: 1, state: "assigned", seq: 3, agent: "小林", agent_id: "a1", mood: "calm",
  entities: [{ name: "order_no", text: "XK1", value: "XK202611220001" }], profile: { name: "老王" },
};
const canned = [
  { id: "hello", scope: "global", title: "问候", text: "您好，我是{坐席}", uses: 9, initials: "wh", mine: false },
  { id: "refund", scope: "team", team: "trade", group: "退款", title: "退款已提交", text: "{客户}，订单{订单号}已退款", uses: 1, initials: "tkytj", mine: false },
  { id: "sorry", scope: "global", title: "先道歉", text: "非常抱歉", uses: 3, initials: "xdq", mine: false, opener: true },
];

/** An answer that is suggested. */
interface Answer {
  entry: string;
  question: string;
  answer: string;
  score: number;
}

let sockets: Sockets;
let socket: FakeSocket;
let calls: { method: string; path: string; body: unknown }[];
let suggested: Answer[];

export const pass = (ms = 50) => act(() => vi.advanceTimersByTimeAsync(ms));
export const sent = (type: string) => socket.sent.filter((f) => f.type === type) as (ClientFrame & { id: string; text?: string })[];
export const push = async (frame: object) => {
  socket.push(frame);
  await pass();
};
export const event = (seq: number, kind: string, from: object, rest: object = {}) =>
  push({ type: "event", conversation: "c1", seq, at: now + seq, case: 1, from, kind, ...rest });
export const said = (seq: number, text: string, rest: object = {}) => event(seq, "message", { kind: "customer" }, { text, ...rest });

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

/** What was asked of the server. */
export const asked = () => calls;

/** From now on these answers are suggested. */
export const suggest = (answers: Answer[]) => void (suggested = answers);

export async function open(row: Row = mine, who: Staff = lin, settings = new SettingsStore(new MemoryShelf())): Promise<void> {
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
export const box = (name: string = strings.reply) => screen.getByRole("textbox", { name }) as HTMLTextAreaElement;
export const type = async (text: string, into = box()) => {
  await act(async () => {
    fireEvent.change(into, { target: { value: text } });
    into.setSelectionRange(text.length, text.length);
    fireEvent.select(into);
  });
  await pass();
};
export const press = async (key: string, rest: object = {}, into: Element = box()) => {
  await act(async () => fireEvent.keyDown(into, { key, ...rest }));
  await pass();
};
export const click = async (element: Element) => {
  await act(async () => fireEvent.click(element));
  await pass(300);
};
export const button = (name: string | RegExp) => screen.getByRole("button", { name });
export const noButton = (name: string) => expect(screen.queryByRole("button", { name })).toBeNull();

/** Every element is 40 pixels high: without a size nothing of a long list is shown. */
class Sizes {
  constructor(private readonly told: (entries: { target: Element; contentRect: { width: number; height: number } }[]) => void) {}
  observe(target: Element) {
    queueMicrotask(() => this.told([{ target, contentRect: { width: 400, height: 40 } }]));
  }
  unobserve() {}
  disconnect() {}
}

/** Each test of the calling file has a page of its own. */
export function onPane(): void {
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
}
