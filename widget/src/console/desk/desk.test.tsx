// The desk on a page, over a session whose server is this test.
import { act, cleanup, fireEvent, render, screen, within } from "@testing-library/react";
import { useState } from "react";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { DeskSession } from "../../wire/desk";
import { type ClientFrame, listNames, type Row } from "../../wire/frames";
import { type FakeSocket, Sockets } from "../../wire/testing/server";
import { MemoryShelf } from "../../wire/testing/shelf";
import type { Staff } from "../api";
import { caseOf } from "../places";
import { HttpProvider } from "../queries";
import { strings } from "../strings";
import { layOut } from "../testing/layout";
import { Theme } from "../Theme";
import { Seen, SeenContext } from "./alerts/seen";
import Desk from "./Desk";
import DeskBar from "./DeskBar";
import { shortcuts } from "./keys/shortcuts";
import { useRunning } from "./session";
import { words as talkWords } from "./talk-words";
import { type TabName, words } from "./words";

// A whole desk is drawn again and again: a busy machine takes its time.
vi.setConfig({ testTimeout: 30_000 });

const staff: Staff = { id: "agent1", name: "小林", role: "agent", rights: ["desk"] };
const now = Date.UTC(2026, 10, 22, 2, 0);
const row = (conversation: string, rest: Partial<Row> = {}): Row => ({
  conversation, number: 1, state: "waiting", seq: 2, reason: "mood", mood: "handoff", score: 0.9, evidence: ["骗子"],
  entities: [{ name: "order_no", text: "XK1", value: "XK1" }], question: "你们是骗子吧", last: "你们是骗子吧",
  last_from: "customer", waiting_since: now - 65_000, ...rest,
});

let sockets: Sockets;
let socket: FakeSocket;
let undo: () => void;
const recheck = vi.fn();
const pass = (ms = 50) => act(() => vi.advanceTimersByTimeAsync(ms));
const sent = (type: string) => socket.sent.filter((f) => f.type === type) as (ClientFrame & { id: string })[];
const push = async (frame: object) => {
  socket.push(frame);
  await pass();
};
const answer = (type: string, rest: object) => push({ id: sent(type).at(-1)?.id, ...rest });

/** What the server says over HTTP, by "METHOD /path". */
let answers: Record<string, unknown>;
const colleague = (id: string, name: string, rest: object = {}) =>
  ({ id, name, role: "agent", teams: ["trade"], state: "online", load: 1, limit: 5, ...rest });

/** The desk with its bar, as the shell puts them together. */
function Page({ desk, who }: { desk: DeskSession; who: Staff }) {
  const [rest, move] = useState("");
  useRunning(desk, recheck);
  return (
    <>
      <DeskBar desk={desk} staff={who} shown={caseOf(rest)} open={(c) => move(`c/${c}`)} settings={() => undefined} />
      <Desk desk={desk} staff={who} rest={rest} move={move} />
    </>
  );
}

async function open(waiting: Row[], mine: Row[] = [], rest: { lists?: object; who?: Staff; seen?: Seen } = {}): Promise<void> {
  const desk = new DeskSession({ url: "ws://t/desk/ws", agent: staff.id, shelf: new MemoryShelf(), socketClass: sockets.socketClass, lists: listNames });
  render(
    <SeenContext value={rest.seen ?? new Seen(new MemoryShelf())}>
      <Theme>
        <HttpProvider recheck={recheck}><Page desk={desk} who={rest.who ?? staff} /></HttpProvider>
      </Theme>
    </SeenContext>,
  );
  await pass();
  socket = sockets.last;
  socket.open();
  await answer("watch", { type: "lists", rev: 1, resumed: false, waiting, mine, ...rest.lists });
}

/** The list under a tab, opened. */
async function list(name: TabName): Promise<HTMLElement> {
  const tab = screen.getByRole("tab", { name: new RegExp(`^${words.tabs[name]}`) });
  if (tab.getAttribute("aria-selected") !== "true") await act(async () => fireEvent.click(tab));
  return screen.getByRole("region", { name: words.titles[name] });
}

beforeEach(() => {
  vi.useFakeTimers({ now });
  recheck.mockClear();
  sockets = new Sockets();
  undo = layOut(86, 800);
  localStorage.clear();
  answers = {
    "GET /api/teams": { items: [{ id: "trade", name: "交易客服", open: true, members: [], promises: {} }], classes: [{ id: "pay", label: "支付" }], default: "trade" },
    "GET /api/colleagues": { items: [colleague("agent1", "小林"), colleague("agent2", "小周"), colleague("agent3", "小吴", { state: "break", reason: "用餐" })] },
    "GET /api/canned": { items: [] },
    "GET /api/cases/c1/summary": { class: "pay", solved: false, tags: ["充值"], text: "客户问充值" },
  };
  vi.stubGlobal("fetch", async (url: string, init: RequestInit = {}) => {
    const body = answers[`${init.method ?? "GET"} ${url.split("?")[0]}`];
    return new Response(JSON.stringify(body ?? { detail: "没有" }), { status: body === undefined ? 404 : 200 });
  });
});
afterEach(() => {
  cleanup();
  undo();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const waitingList = () => screen.getByRole("region", { name: words.titles.waiting });

describe("the lists", () => {
  test("show who waits, how long, why and in what mood; the tab counts them", async () => {
    await open([row("aaaaaaaa"), row("bbbbbbbb", { reason: "asked", mood: "calm", waiting_since: now - 5_000 })]);
    const [first, second] = within(waitingList()).getAllByRole("listitem");
    expect(first?.textContent).toMatch(/访客 aaaaaa.*客户：你们是骗子吧.*激动.*客户情绪激动.*已等 1:0\d · 1 分/);
    expect(second?.textContent).toContain("客户要求人工");
    expect(document.title).toBe(strings.title(2));
    await pass(10_000);
    expect(second?.textContent).toMatch(/已等 0:1\d/);
  });

  test("who writes on while he waits is shown with his newest words, not with the bot's reply", async () => {
    await open([row("c1", { asked: "我要投诉", last: "这个问题我记下了", last_from: "bot" })]);
    expect(within(waitingList()).getByRole("listitem").textContent).toContain("客户：我要投诉");
  });

  test("a case with new words of the customer is marked until it is opened", async () => {
    await open([], [row("c1", { state: "assigned", agent_id: "agent1" })]);
    expect(document.title).toBe(strings.title(1));
    await act(async () => fireEvent.click(within(await list("mine")).getByRole("button")));
    await pass();
    expect(document.title).toBe(strings.title(0));
  });
});

describe("many cases", () => {
  test("2,000 that wait are as few elements as fit on a screen, and the last is reached", async () => {
    await open(Array.from({ length: 2_000 }, (_, i) => row(`c${String(i).padStart(4, "0")}`, { waiting_since: now - 1_000_000 + i })));
    expect(within(waitingList()).getAllByRole("listitem").length).toBeLessThan(50);
    expect(screen.getByRole("tab", { name: /2000/ })).toBeTruthy();
    const search = screen.getByRole("textbox", { name: words.search });
    await act(async () => fireEvent.change(search, { target: { value: "c1999" } }));
    await pass();
    expect(within(waitingList()).getAllByRole("listitem")).toHaveLength(1);
    expect(waitingList().textContent).toContain(words.some(1, 2_000));
  });

  test("a case moves between the lists as the server says, without a reload", async () => {
    await open([row("c1")], [], { lists: { bot: [row("b1", { state: "bot", last: "退款多久" })], team: [] } });
    expect((await list("bot")).textContent).toContain("退款多久");
    await push({ type: "case", rev: 2, conversation: "b1", lists: ["team"], row: row("b1", { state: "assigned", agent_id: "agent2", agent: "小周" }) });
    expect((await list("bot")).textContent).toContain(words.empty.bot);
    expect((await list("team")).textContent).toContain("小周");
  });
});

describe("an offer", () => {
  const offered = () => row("c9", { state: "offered", offer: { agent: "agent1", agent_name: "小林", until_ms: now + 30_000 } });
  const card = () => within(screen.getByRole("region", { name: words.offers }));

  test("is shown with its time, leaves the focus where it is, and is taken by a key", async () => {
    await open([], []);
    const search = screen.getByRole("textbox", { name: words.search });
    search.focus();
    await push({ type: "case", rev: 2, conversation: "c9", lists: ["mine"], row: offered() });
    expect(card().getByRole("heading").textContent).toContain("访客 c9");
    expect(document.activeElement).toBe(search);
    await act(async () => fireEvent.keyDown(search, { key: "a", code: "KeyA", altKey: true }));
    await pass();
    expect(sent("accept")[0]).toMatchObject({ conversation: "c9" });
  });

  test("is declined with a reason", async () => {
    await open([], [offered()]);
    await act(async () => fireEvent.click(card().getByRole("button", { name: words.decline })));
    await pass(500);
    await act(async () => fireEvent.click(screen.getByRole("menuitem", { name: words.declineReasons[1] ?? "" })));
    await pass();
    expect(sent("decline")[0]).toMatchObject({ conversation: "c9", reason: words.declineReasons[1] });
  });

  test("that nobody answered says that it is gone", async () => {
    await open([], [offered()]);
    await pass(29_500);
    await push({ type: "case", rev: 2, conversation: "c9", lists: ["waiting"], row: row("c9") });
    await pass(600);
    // Nobody else may be there: the notice promises no next agent.
    expect(screen.getByText("访客 c9的派单没有在时限内接入，已退回队伍")).toBeTruthy();
  });
});

describe("presence", () => {
  test("who gets no cases is told why, and comes back by one button", async () => {
    await open([]);
    await push({ type: "presence", state: "break", reason: "未响应", since: now - 60_000 });
    expect(screen.getByText(words.ghost)).toBeTruthy();
    expect(screen.getByRole("button", { name: new RegExp(`^${words.presence}`) }).textContent).toMatch(/小休 · 未响应.*1 分/);
    await act(async () => fireEvent.click(screen.getByRole("button", { name: words.backOnline })));
    await pass();
    expect(sent("presence")[0]).toMatchObject({ state: "online" });
    await push({ type: "presence", state: "online", since: now });
    expect(screen.queryByText(words.ghost)).toBeNull();
  });

  test("that the server does not take is said", async () => {
    await open([]);
    await push({ type: "presence", state: "offline" });
    await act(async () => fireEvent.click(screen.getByRole("button", { name: words.goOnline })));
    await pass();
    await answer("presence", { type: "error", code: "busy", message: "服务器正忙", retry: true });
    await pass(500);
    expect(screen.getByText("服务器正忙")).toBeTruthy();
  });
});

describe("a supervisor", () => {
  const boss: Staff = { id: "boss1", name: "老陈", role: "supervisor", rights: ["desk", "cases"] };
  test("looks on, and takes over when he has said so twice", async () => {
    await open([], [], { who: boss, lists: { team: [row("c1", { state: "assigned", agent_id: "agent1", agent: "小林" })] } });
    await act(async () => fireEvent.click(within(await list("team")).getByRole("button")));
    await pass();
    await push({ type: "viewers", conversation: "c1", viewers: [{ id: "agent1", name: "小林" }] });
    expect(screen.getByText(words.watching)).toBeTruthy();
    expect(screen.getByText(words.viewers("小林"))).toBeTruthy();
    await act(async () => fireEvent.click(screen.getByRole("button", { name: words.takeOver })));
    await pass(500);
    expect(sent("assign")).toEqual([]);
    await act(async () => fireEvent.click(within(screen.getByRole("dialog")).getByRole("button", { name: strings.ok })));
    await pass();
    expect(sent("assign")[0]).toMatchObject({ conversation: "c1", agent: "boss1" });
  });
});

describe("the keys", () => {
  test("no key has two meanings", async () => {
    await open([], [row("c1", { state: "assigned", agent_id: "agent1" })]);
    await act(async () => fireEvent.click(within(await list("mine")).getByRole("button")));
    await pass();
    const keys = shortcuts.list().filter((s) => s.run).flatMap((s) => s.keys);
    expect(keys.length).toBeGreaterThan(12);
    expect(keys.filter((k, i) => keys.indexOf(k) !== i)).toEqual([]);
  });

  test("walk through the list, and tell all that they do", async () => {
    await open([row("c1"), row("c2", { waiting_since: now })]);
    for (const conversation of ["c1", "c2"]) {
      await act(async () => fireEvent.keyDown(document.body, { key: "j" }));
      await pass();
      expect(sent("follow").at(-1)).toMatchObject({ conversation });
    }
    await act(async () => fireEvent.keyDown(document.body, { key: "?" }));
    await pass(500);
    expect(within(screen.getByRole("dialog")).getByText(words.keys.next)).toBeTruthy();
  });

  test("the next of the line is pulled and opened", async () => {
    await open([row("c1")]);
    await act(async () => fireEvent.keyDown(document.body, { key: "n", code: "KeyN", altKey: true }));
    await push({ type: "case", rev: 2, conversation: "c1", lists: ["mine"], row: row("c1", { state: "assigned", agent_id: "agent1" }) });
    await answer("next", { type: "ack", seq: 3, conversation: "c1" });
    expect(sent("follow")[0]).toMatchObject({ conversation: "c1" });
    expect((await list("mine")).textContent).toContain("访客 c1");
  });
});

describe("a case", () => {
  test("is accepted, answered and closed", async () => {
    await open([row("c1")]);
    await act(async () => fireEvent.click(within(waitingList()).getByRole("button", { name: strings.accept })));
    await pass();
    expect(sent("accept")[0]).toMatchObject({ conversation: "c1" });
    await push({ type: "case", rev: 2, conversation: "c1", lists: ["mine"], row: row("c1", { state: "assigned", agent_id: "agent1" }) });
    await answer("accept", { type: "ack", seq: 3 });
    const facts = screen.getByRole("complementary", { name: strings.facts.title });
    expect(facts.textContent).toMatch(/客户情绪激动.*你们是骗子吧.*激动.*0\.90.*骗子.*订单号.*XK1/);

    const box = screen.getByRole("textbox", { name: strings.reply });
    await act(async () => fireEvent.change(box, { target: { value: "您好" } }));
    await act(async () => fireEvent.keyDown(box, { key: "Enter", keyCode: 229 }));
    expect(sent("say")).toHaveLength(0);
    await act(async () => fireEvent.keyDown(box, { key: "Enter" }));
    await pass();
    expect(sent("say")[0]).toMatchObject({ conversation: "c1", text: "您好" });
    expect(within(screen.getByRole("log")).getByText("您好")).toBeTruthy();

    await act(async () => fireEvent.click(screen.getByRole("button", { name: strings.close })));
    await pass(500);
    const dialog = screen.getByRole("dialog");
    await act(async () => fireEvent.change(within(dialog).getByRole("textbox", { name: words.summaryText }), { target: { value: "已补单" } }));
    await act(async () => fireEvent.click(within(dialog).getByRole("button", { name: strings.close })));
    await answer("say", { type: "ack", seq: 4 });
    expect(sent("close")[0]).toMatchObject({
      conversation: "c1", summary: { class: "pay", solved: false, tags: ["充值"], text: "已补单" },
    });
    await answer("close", { type: "ack", seq: 5 });
    await push({ type: "case", rev: 3, conversation: "c1", lists: [] });
    expect(screen.queryByRole("textbox", { name: strings.reply })).toBeNull();
  });

  test("is not closed as solved by itself where nobody can know", async () => {
    answers["GET /api/cases/c1/summary"] = { class: "pay", tags: [], text: "" };
    await open([], [row("c1", { state: "assigned", agent_id: "agent1" })]);
    await act(async () => fireEvent.click(within(await list("mine")).getByRole("button")));
    await answer("follow", { type: "ack", seq: 3 });
    await act(async () => fireEvent.click(screen.getByRole("button", { name: strings.close })));
    await pass(500);
    const dialog = within(screen.getByRole("dialog"));
    const end = dialog.getByRole<HTMLButtonElement>("button", { name: strings.close });
    expect([end.disabled, dialog.queryByRole("radio", { checked: true })]).toEqual([true, null]);
    await act(async () => fireEvent.click(dialog.getByRole("radio", { name: words.unsolved })));
    expect(end.disabled).toBe(false);
    await act(async () => fireEvent.click(end));
    expect(sent("close")[0]).toMatchObject({ summary: { class: "pay", solved: false } });
  });

  test("that a colleague took first says so", async () => {
    await open([row("c1")]);
    await act(async () => fireEvent.click(within(waitingList()).getByRole("button", { name: strings.accept })));
    await answer("accept", { type: "error", code: "conflict", message: "小周已接入该会话", retry: false });
    await pass(500);
    expect(screen.getByText("小周已接入该会话")).toBeTruthy();
  });

  test("that waits can be read and noted on, not answered", async () => {
    await open([row("c1")]);
    await act(async () => fireEvent.click(within(waitingList()).getByRole("button", { name: /访客/ })));
    await pass();
    expect(sent("follow")[0]).toMatchObject({ conversation: "c1", after: 0 });
    expect(screen.queryByRole("textbox", { name: strings.reply })).toBeNull();
    const box = screen.getByRole("textbox", { name: strings.note });
    await act(async () => fireEvent.change(box, { target: { value: "先看看订单" } }));
    await act(async () => fireEvent.keyDown(box, { key: "Enter" }));
    await pass();
    expect(sent("note")[0]).toMatchObject({ conversation: "c1", text: "先看看订单" });
    expect(sent("say")).toEqual([]);
  });

  test("opened after another one leaves the first", async () => {
    await open([row("c1"), row("c2", { waiting_since: now })]);
    const [one, two] = within(waitingList()).getAllByRole("button", { name: /访客/ });
    await act(async () => fireEvent.click(one as HTMLElement));
    await act(async () => fireEvent.click(two as HTMLElement));
    await pass();
    expect(sent("unfollow")).toMatchObject([{ conversation: "c1" }]);
    expect(sent("follow").map((f) => f.conversation)).toEqual(["c1", "c2"]);
  });

  test("keeps what was begun to be written while another one is open", async () => {
    await open([row("c1"), row("c2", { waiting_since: now })]);
    const [one, two] = within(waitingList()).getAllByRole("button", { name: /访客/ });
    const note = () => screen.getByRole("textbox", { name: strings.note }) as HTMLTextAreaElement;
    await act(async () => fireEvent.click(one as HTMLElement));
    await act(async () => fireEvent.change(note(), { target: { value: "写了一半" } }));
    await act(async () => fireEvent.click(two as HTMLElement));
    expect(note().value).toBe("");
    await act(async () => fireEvent.click(one as HTMLElement));
    expect(note().value).toBe("写了一半");
  });
});

describe("the connection", () => {
  test("lost: told, nothing can be moved, and the server is asked who is signed in", async () => {
    await open([row("c1")]);
    socket.drop();
    await pass();
    expect(screen.getByText(strings.offline)).toBeTruthy();
    const accept = within(waitingList()).getByRole("button", { name: strings.accept }) as HTMLButtonElement;
    expect(accept.disabled).toBe(true);
    expect(recheck).toHaveBeenCalled();
  });

  test("lost while words are on their way: told how many", async () => {
    await open([], [row("c1", { state: "assigned", agent_id: "agent1" })]);
    await act(async () => fireEvent.click(within(await list("mine")).getByRole("button")));
    await pass();
    socket.drop();
    await pass();
    const box = screen.getByRole("textbox", { name: strings.reply });
    await act(async () => fireEvent.change(box, { target: { value: "断线时写的" } }));
    await act(async () => fireEvent.keyDown(box, { key: "Enter" }));
    await pass();
    expect(screen.getByText(`${strings.offline} ${words.queued(1)}`)).toBeTruthy();
  });

  test("stopped: told, with a way back", async () => {
    await open([]);
    socket.drop(4003);
    await pass();
    await act(async () => fireEvent.click(screen.getByRole("button", { name: strings.reconnect })));
    await pass();
    expect(sockets.all).toHaveLength(2);
  });
});

describe("what others do with my cases", () => {
  const given = (seq: number, from?: string) => ({ given: { seq, by: "boss1", name: "老陈", ...(from && { from }) } });
  const assigned = row("c1", { state: "assigned", agent_id: "agent1", agent: "小林", ...given(3) });
  const gone = row("c1", { state: "assigned", agent_id: "boss1", agent: "老陈", ...given(4, "agent1") });
  const change = (rev: number, list: string, r: Row) => push({ type: "case", rev, conversation: "c1", lists: [list], row: r });
  const said = (text: RegExp) => screen.queryAllByRole("button", { name: text });

  test("a case that was assigned is said once, and opened by a press", async () => {
    await open([]);
    await change(2, "mine", assigned);
    expect(said(/^老陈 把 .+ 的会话分配给了您$/)).toHaveLength(1);
    await change(3, "mine", { ...assigned, seq: 9 });
    await answer("watch", { type: "lists", rev: 4, resumed: false, waiting: [], mine: [assigned] });
    expect(said(/分配给了您/)).toHaveLength(1);
    await act(async () => fireEvent.click(said(/分配给了您/)[0]!));
    await pass(1_000);
    expect(screen.getByRole("textbox", { name: strings.reply })).toBeTruthy();
  });

  test("one that was said in another page of this browser, or before a reload, is not said again", async () => {
    const shelf = new MemoryShelf();
    await open([], [], { seen: new Seen(shelf) });
    await change(2, "mine", assigned);
    expect(said(/分配给了您/)).toHaveLength(1);
    cleanup();
    const other = new Seen(shelf);
    await open([], [], { seen: other });
    await change(2, "mine", assigned);
    expect(said(/分配给了您/)).toHaveLength(0);
    new Seen(shelf).add(["said:taken:c1:4"]); // the other page is a moment ahead
    await change(3, "team", gone);
    expect(said(/接管了/)).toHaveLength(0);
  });

  test("one that is taken over while its owner writes: he is told, and reads what he wrote", async () => {
    await open([], [row("c1", { state: "assigned", agent_id: "agent1", agent: "小林" })]);
    await act(async () => fireEvent.click(within(await list("mine")).getByRole("button", { name: /骗子/ })));
    await pass();
    await act(async () => fireEvent.change(screen.getByRole("textbox", { name: strings.reply }), { target: { value: "写了一半的回复" } }));
    await change(2, "team", gone);
    expect(said(/^老陈 接管了 .+ 的会话$/)).toHaveLength(1);
    expect(screen.queryByRole("textbox", { name: strings.reply })).toBeNull();
    expect(screen.getByRole("region", { name: talkWords.unsent }).textContent).toContain("写了一半的回复");
  });
});
