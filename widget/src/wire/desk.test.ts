import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { DeskSession } from "./desk";
import type { ClientFrame, LogEvent, Row } from "./frames";
import { type FakeSocket, Sockets } from "./testing/server";
import { MemoryShelf } from "./testing/shelf";

let sockets: Sockets;
let desk: DeskSession;
let shelf: MemoryShelf;

const pass = (ms = 50) => vi.advanceTimersByTimeAsync(ms);
const row = (conversation: string, rest: Partial<Row> = {}): Row => ({ conversation, number: 1, state: "waiting", seq: 1, ...rest });
const event = (seq: number, text = `t${seq}`): LogEvent => ({
  conversation: "c", seq, at: 1, case: 1, from: { kind: "customer" }, kind: "message", text,
});
const sent = (type: string, socket: FakeSocket = sockets.last) =>
  socket.sent.filter((f) => f.type === type) as (ClientFrame & { id: string })[];

/** Opens the newest connection and answers its watch. */
async function connect(lists: object = { waiting: [row("c")], mine: [] }, rev = 1): Promise<FakeSocket> {
  await pass();
  const socket = sockets.last;
  socket.open();
  socket.push({ type: "lists", id: sent("watch", socket).at(-1)?.id, rev, resumed: false, ...lists });
  await pass(1);
  return socket;
}

beforeEach(() => {
  vi.useFakeTimers();
  sockets = new Sockets();
  shelf = new MemoryShelf();
  desk = new DeskSession({ url: "ws://test/desk/ws", agent: "agent1", shelf, socketClass: sockets.socketClass });
  desk.start();
});
afterEach(() => {
  desk.close();
  vi.useRealTimers();
});

describe("the lists", () => {
  test("are live after the answer to watch, and change", async () => {
    const socket = await connect();
    expect(desk.online).toBe(true);
    expect(desk.lists.waiting()).toHaveLength(1);
    socket.push({ type: "case", rev: 2, conversation: "d", lists: ["waiting"], row: row("d") });
    expect(desk.lists.waiting()).toHaveLength(2);
  });

  test("resume from their revision", async () => {
    const socket = await connect({ waiting: [row("c")] }, 41);
    socket.drop();
    expect(desk.online).toBe(false);
    await pass(5_000);
    sockets.last.open();
    expect(sent("watch").at(-1)).toMatchObject({ rev: 41, lists: ["waiting", "mine"] });
  });

  test("others can be watched: they are asked for anew, also after a loss", async () => {
    const socket = await connect();
    desk.watch(["waiting", "mine", "bot"]);
    const asked = sent("watch").at(-1);
    expect(asked).toMatchObject({ lists: ["waiting", "mine", "bot"] });
    expect(asked).not.toHaveProperty("rev");
    socket.push({ type: "lists", id: asked?.id, rev: 7, bot: [row("b", { state: "bot" })] });
    expect(desk.lists.list("bot")).toHaveLength(1);
    expect(desk.lists.waiting()).toEqual([]);
    socket.drop();
    await pass(5_000);
    sockets.last.open();
    expect(sent("watch").at(-1)).toMatchObject({ lists: ["waiting", "mine", "bot"], rev: 7 });
  });

  test("a server too busy to answer is left alone for a while", async () => {
    await pass();
    sockets.last.open();
    sockets.last.push({ type: "error", id: sent("watch")[0]?.id, code: "busy", message: "忙", retry: true });
    await pass(1);
    expect(desk.link.state.kind).toBe("waiting");
    await pass(5_000);
    expect(sockets.all).toHaveLength(2);
  });
});

describe("a conversation", () => {
  test("is followed, again after every loss, from its last event", async () => {
    const socket = await connect();
    const thread = desk.follow("c");
    expect(sent("follow")[0]).toMatchObject({ conversation: "c", after: 0 });
    socket.push({ type: "ack", id: sent("follow")[0]?.id, seq: 2 });
    for (const e of [event(1), event(2)]) socket.push({ type: "event", ...e });
    socket.drop();
    await pass(5_000);
    await connect({ waiting: [], mine: [] }, 2);
    expect(sent("follow")[0]).toMatchObject({ conversation: "c", after: 2 });
    sockets.last.push({ type: "event", ...event(2) });
    sockets.last.push({ type: "event", ...event(3) });
    expect(thread.list().map((e) => (e.kind === "hole" ? "hole" : e.seq))).toEqual([1, 2, 3]);
  });

  test("a long one begins near its end", async () => {
    const socket = await connect();
    const thread = desk.follow("c");
    socket.push({ type: "ack", id: sent("follow")[0]?.id, seq: 300 });
    socket.push({ type: "event", ...event(251) });
    expect(thread.list()).toHaveLength(1);
    expect(thread.hasOlder).toBe(true);
    expect(sent("fetch")).toEqual([]);
  });

  test("that went to somebody else ends, and goes on when it comes back", async () => {
    const socket = await connect();
    const thread = desk.follow("c");
    socket.push({ type: "ack", id: sent("follow")[0]?.id, seq: 0 });
    socket.push({ type: "error", conversation: "c", code: "denied", message: "不归您", retry: false });
    expect(thread.ended).toBe(true);
    socket.push({ type: "case", rev: 9, conversation: "c", lists: ["waiting"], row: row("c") });
    socket.push({ type: "ack", id: sent("follow").at(-1)?.id, seq: 0 });
    expect(thread.ended).toBe(false);
  });

  test("is left: events that still come are nobody's", async () => {
    const socket = await connect();
    desk.follow("c");
    desk.unfollow("c");
    expect(sent("unfollow")).toHaveLength(1);
    socket.push({ type: "event", ...event(1) });
    expect(desk.follow("c").list()).toEqual([]);
  });
});

describe("what is seen of others", () => {
  const from = { kind: "customer" as const };

  test("the customer's words before he sends them", async () => {
    const socket = await connect();
    const thread = desk.follow("c");
    socket.push({ type: "typing", conversation: "c", from, on: true, text: "我的订" });
    socket.push({ type: "typing", conversation: "c", from: { kind: "agent", name: "小李", id: "a2" }, on: true });
    expect(thread.typists).toEqual([{ ...from, text: "我的订" }, { kind: "agent", name: "小李", id: "a2" }]);
    socket.push({ type: "event", ...event(1, "我的订单") });
    expect(thread.typing?.name).toBe("小李");
    await pass(6_100);
    expect(thread.typists).toEqual([]);
  });

  test("how far the customer has read: never less than before", async () => {
    const socket = await connect();
    const thread = desk.follow("c");
    expect(thread.readBy("customer")).toBe(0);
    for (const seq of [3, 5, 4]) socket.push({ type: "read", conversation: "c", from, seq });
    expect([thread.readBy("customer"), thread.readBy("agent")]).toEqual([5, 0]);
  });

  test("who else looks, until the connection is gone", async () => {
    const socket = await connect();
    const thread = desk.follow("c");
    socket.push({ type: "viewers", conversation: "c", viewers: [{ id: "a2", name: "小李" }] });
    expect(thread.viewers).toEqual([{ id: "a2", name: "小李" }]);
    socket.drop();
    expect(thread.viewers).toEqual([]);
  });

  test("a message that was taken back: marked, its words stay for staff", async () => {
    const socket = await connect();
    const thread = desk.follow("c");
    socket.push({ type: "event", ...event(1, "说错了") });
    socket.push({ type: "event", conversation: "c", seq: 2, at: 1, case: 1, from, kind: "recalled", of: 1 });
    expect(thread.list()[0]).toMatchObject({ text: "说错了", recalled: true });
  });
});

describe("presence", () => {
  test("is what the server says", async () => {
    const socket = await connect();
    expect(desk.presence).toBeNull();
    const done = desk.setPresence("break", "用餐");
    expect(sent("presence")[0]).toMatchObject({ state: "break", reason: "用餐" });
    socket.push({ type: "presence", state: "break", reason: "用餐", since: 5 });
    socket.push({ type: "ack", id: sent("presence")[0]?.id, seq: 0 });
    await done;
    expect(desk.presence).toMatchObject({ state: "break", reason: "用餐", since: 5 });
  });

  test("offline it cannot be changed, and the caller is told", async () => {
    const socket = await connect();
    socket.drop();
    await expect(desk.setPresence("online")).rejects.toMatchObject({ code: "lost" });
  });
});

describe("writing", () => {
  test("a message says what it answers and shows its files; a note says whom it asks", async () => {
    await connect();
    const file = { id: "f1", name: "图.png", type: "image/png", size: 9, url: "/files/f1" };
    desk.write("say", "c", "", { re: 4, attachments: [file], mentions: ["a2"] });
    desk.write("note", "d", "看一下", { mentions: ["a2"] });
    expect(sent("say")[0]).toMatchObject({ text: "", re: 4, attachments: ["f1"] });
    expect(sent("say")[0]).not.toHaveProperty("mentions");
    expect(desk.outbox.list("c")[0]?.files).toEqual([file]);
    expect(sent("note")[0]).toMatchObject({ text: "看一下", mentions: ["a2"] });
    expect(desk.write("say", "c", " ")).toBe(false);
  });

  test("messages of two conversations do not wait for each other", async () => {
    await connect();
    desk.write("say", "c", "一");
    desk.write("say", "c", "二");
    desk.write("note", "d", "注");
    expect(sent("say").map((f) => f.conversation)).toEqual(["c"]);
    expect(sent("note").map((f) => f.conversation)).toEqual(["d"]);
  });

  test("what was not acknowledged goes again, with its id, and survives a reload", async () => {
    const socket = await connect();
    desk.write("say", "c", "您好");
    const [first] = sent("say");
    socket.drop();
    desk.close();
    desk = new DeskSession({ url: "ws://test/desk/ws", agent: "agent1", shelf, socketClass: sockets.socketClass });
    desk.start();
    await connect();
    expect(sent("say")).toEqual([first]);
    sockets.last.push({ type: "ack", id: first?.id, seq: 4 });
    expect(shelf.map.size).toBe(0);
  });

  test("a message follows its event off the list of the unsent", async () => {
    const socket = await connect();
    const thread = desk.follow("c");
    desk.write("say", "c", "您好");
    const id = sent("say")[0]?.id;
    socket.push({ type: "event", ...event(1, "您好"), from: { kind: "agent", name: "小陈" }, cid: id });
    expect(desk.outbox.list("c")).toEqual([]);
    expect(thread.list()).toHaveLength(1);
  });
});

describe("moving a case", () => {
  test("resolves when it is done", async () => {
    const socket = await connect();
    const done = desk.act({ type: "accept" }, "c");
    socket.push({ type: "ack", id: sent("accept")[0]?.id, seq: 5 });
    await expect(done).resolves.toBeUndefined();
    expect(desk.outbox.list("c")).toEqual([]);
  });

  test("the next case: its conversation comes with the ack", async () => {
    const socket = await connect();
    const next = desk.next();
    expect(sent("next")[0]).not.toHaveProperty("conversation");
    socket.push({ type: "ack", id: sent("next")[0]?.id, seq: 5, conversation: "d" });
    await expect(next).resolves.toBe("d");
  });

  test("nobody waits: rejects with the server's sentence", async () => {
    const socket = await connect();
    const next = desk.next();
    socket.push({ type: "error", id: sent("next")[0]?.id, code: "not_found", message: "队伍里没有可接的会话", retry: false });
    await expect(next).rejects.toThrow("队伍里没有可接的会话");
  });

  test("every move names its conversation", async () => {
    await connect();
    const file = { type: "file" as const, team: "trade", info: { story: "没到账" } };
    const moves = [{ type: "recall" as const, of: 3 }, { type: "invite" as const, agent: "a2" }, { type: "attend" as const }, file];
    for (const [i, move] of moves.entries()) void desk.act(move, `c${i}`).catch(() => undefined);
    expect(moves.map((m) => sent(m.type)[0])).toEqual(moves.map((m, i) => ({ ...m, id: expect.any(String), conversation: `c${i}` })));
  });

  test("a colleague was first: rejects with the server's sentence", async () => {
    const socket = await connect();
    const done = desk.act({ type: "accept" }, "c");
    socket.push({ type: "error", id: sent("accept")[0]?.id, code: "conflict", message: "小李已接入该会话", retry: false });
    await expect(done).rejects.toThrow("小李已接入该会话");
    expect(desk.outbox.list("c")).toEqual([]);
  });

  test("the connection goes in between: asked again with the same id, answered once", async () => {
    const socket = await connect();
    const done = desk.act({ type: "close" }, "c");
    const [first] = sent("close");
    socket.drop();
    await pass(5_000);
    await connect();
    expect(sent("close")).toEqual([first]);
    sockets.last.push({ type: "ack", id: first?.id, seq: 5 });
    await expect(done).resolves.toBeUndefined();
  });
});
