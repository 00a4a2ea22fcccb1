import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { CustomerSession } from "./customer";
import { mostWaiting } from "./outbox";
import { dice } from "./testing/dice";
import { FakeServer } from "./testing/server";
import { MemoryShelf } from "./testing/shelf";

/** How many random talks are had; ROUNDS=2000 for a long look. */
const rounds = Number(process.env["ROUNDS"] ?? 30);

let server: FakeServer;
let shelf: MemoryShelf;
let sessions: CustomerSession[];

beforeEach(() => {
  vi.useFakeTimers();
  server = new FakeServer();
  shelf = new MemoryShelf();
  sessions = [];
});
afterEach(() => {
  for (const s of sessions) s.close();
  vi.restoreAllMocks();
  vi.useRealTimers();
});

/** A tab: a session on the shared shelf. */
function tab(): CustomerSession {
  const s = new CustomerSession({
    url: "ws://test/ws", site: "default", shelf, socketClass: server.sockets.socketClass,
  });
  sessions.push(s);
  s.start();
  return s;
}

const pass = (ms = 100) => vi.advanceTimersByTimeAsync(ms);
const texts = (s: CustomerSession) => s.thread.list().map((e) => (e.kind === "message" ? e.text : e.kind));
const stored = () => server.log.map((e) => (e.kind === "message" ? e.text : e.kind));

describe("talking", () => {
  test("a message is shown once and leaves nothing behind", async () => {
    const s = tab();
    await pass();
    expect(s.connection).toBe("online");
    s.say("  在吗\0 ");
    await pass();
    server.append({ kind: "bot" }, { kind: "message", text: "在的" });
    expect(texts(s)).toEqual(["在吗", "在的"]);
    expect(s.outbox.list("")).toEqual([]);
    expect(shelf.keys("yiwen/out/")).toEqual([]);
  });

  test("an empty message is not sent", async () => {
    const s = tab();
    await pass();
    expect(s.say(" \n　")).toBe(false);
    expect(server.received.filter((f) => f.type === "say")).toEqual([]);
  });

  test("what was said before the first connection goes when it is there, in order", async () => {
    server.up = false;
    const s = tab();
    for (const t of ["一", "二", "三"]) s.say(t);
    await pass(1_000);
    expect(s.outbox.list("").map((e) => e.state)).toEqual(["pending", "pending", "pending"]);
    server.up = true;
    await pass(10_000);
    expect(stored()).toEqual(["一", "二", "三"]);
  });

  test("somebody who types on while offline is stopped", async () => {
    server.up = false;
    const s = tab();
    for (let i = 0; i < mostWaiting; i++) expect(s.say("话")).toBe(true);
    expect(s.say("太多")).toBe(false);
  });

  test("two tabs of a visitor show the same", async () => {
    const [a, b] = [tab(), tab()];
    await pass();
    a.say("从甲");
    b.say("从乙");
    await pass();
    expect(texts(a)).toEqual(["从甲", "从乙"]);
    expect(texts(b)).toEqual(texts(a));
  });
});

describe("faults", () => {
  test("stored, but the ack was lost: the same id again, no second message", async () => {
    const s = tab();
    await pass();
    let times = 0;
    server.fault = (f) => (f.type === "say" && times++ === 0 ? "mute" : undefined);
    s.say("只说一次");
    await pass(10_000);
    expect(stored()).toEqual(["只说一次"]);
    expect(texts(s)).toEqual(["只说一次"]);
    expect(s.outbox.list("")).toEqual([]);
  });

  test("an unsent message survives a reload", async () => {
    server.up = false;
    const before = tab();
    before.say("还没发出去");
    before.close();
    server.up = true;
    const after = tab();
    await pass();
    expect(stored()).toEqual(["还没发出去"]);
    expect(texts(after)).toEqual(["还没发出去"]);
    expect(shelf.keys("yiwen/out/")).toEqual([]);
  });

  test("the server dies in mid-talk: both sides have everything once, in order", async () => {
    const s = tab();
    await pass();
    s.say("一");
    await pass();
    server.crash();
    expect(s.connection).toBe("waiting");
    s.say("二");
    s.say("三");
    server.append({ kind: "agent", name: "小陈" }, { kind: "message", text: "我在" });
    await pass(5_000);
    server.up = true;
    await pass(20_000);
    expect(s.connection).toBe("online");
    expect(texts(s)).toEqual(["一", "我在", "二", "三"]);
    expect(stored()).toEqual(texts(s));
  });

  test("a server that does not answer a command is left for a new connection", async () => {
    const s = tab();
    await pass();
    const socket = server.sockets.last;
    socket.onframe = () => undefined;
    s.say("有人吗");
    await pass(10_500);
    expect(server.sockets.last).not.toBe(socket);
    expect(stored()).toEqual(["有人吗"]);
  });

  test("a server that does not answer hello is left for a new connection", async () => {
    let heard = 0;
    server.fault = (f) => (f.type === "hello" && heard++ === 0 ? "ignore" : undefined);
    const s = tab();
    await pass(9_000);
    expect(s.connection).toBe("connecting");
    await pass(20_000);
    expect(s.connection).toBe("online");
  });

  test("asked to slow down in a burst: everything arrives, in order", async () => {
    const s = tab();
    await pass();
    let n = 0;
    server.fault = (f) => (f.type === "say" && n++ % 3 === 1 ? { code: "rate_limited", retry: true } : undefined);
    for (let i = 0; i < 9; i++) s.say(String(i));
    await pass(60_000);
    expect(stored()).toEqual(["0", "1", "2", "3", "4", "5", "6", "7", "8"]);
  });

  test("refused for good: shown with the reason, the next goes on, and it can be tried again", async () => {
    const s = tab();
    await pass();
    server.fault = (f) => (f.type === "say" && f.text === "坏" ? { code: "invalid", retry: false } : undefined);
    s.say("坏");
    s.say("好");
    await pass();
    expect(stored()).toEqual(["好"]);
    const [entry] = s.outbox.list("");
    expect(entry).toMatchObject({ state: "failed", problem: "拒绝" });
    server.fault = () => undefined;
    s.outbox.again(entry?.id ?? "");
    await pass();
    expect(stored()).toEqual(["好", "坏"]);
    expect(s.outbox.list("")).toEqual([]);
  });

  test("random faults: nothing lost, nothing twice, nothing out of order", async () => {
    for (let seed = 1; seed <= rounds; seed++) {
      server = new FakeServer();
      shelf = new MemoryShelf();
      const roll = dice(seed);
      // Pauses are drawn as well: with them the whole round can be repeated.
      vi.spyOn(Math, "random").mockImplementation(roll);
      server.fault = () => (roll() < 0.15 ? "drop" : roll() < 0.15 ? "mute" : roll() < 0.1 ? { code: "busy", retry: true } : undefined);
      let s = tab();
      const said: string[] = [];
      for (let i = 0; i < 30; i++) {
        if (s.say(`话${i}`)) said.push(`话${i}`);
        if (roll() < 0.1) server.append({ kind: "bot" }, { kind: "message", text: `答${i}` });
        if (roll() < 0.05) {
          s.close();
          s = tab();
        }
        await pass(roll() * 2_000);
      }
      server.fault = () => undefined;
      await pass(120_000);
      const own = server.log.filter((e) => e.from.kind === "customer").map((e) => (e.kind === "message" ? e.text : ""));
      expect(own, `seed ${seed}`).toEqual(said);
      expect(texts(s), `seed ${seed}`).toEqual(stored());
      expect(s.outbox.list(""), `seed ${seed}`).toEqual([]);
      s.close();
    }
  }, 120_000);
});

describe("resuming", () => {
  test("asks for what is missing only", async () => {
    const s = tab();
    await pass();
    s.say("一");
    await pass();
    server.crash();
    server.up = true;
    await pass(10_000);
    expect(server.received.filter((f) => f.type === "hello").at(-1)).toMatchObject({ after: 1, visitor: "token-1" });
    expect(texts(s)).toEqual(["一"]);
  });

  test("a token that is not taken begins anew, with what is unsent", async () => {
    const s = tab();
    await pass();
    s.say("旧");
    await pass();
    server.crash();
    s.say("未发");
    server.log.length = 0;
    server.token = "token-2";
    server.conversation = "c2";
    server.up = true;
    await pass(10_000);
    expect(shelf.get("yiwen/visitor/default")).toBe("token-2");
    expect(texts(s)).toEqual(["未发"]);
  });

  test("a hole is fetched", async () => {
    const s = tab();
    await pass();
    for (let i = 1; i <= 3; i++) server.append({ kind: "bot" }, { kind: "message", text: String(i) }, undefined, i === 2);
    expect(texts(s)).toEqual(["1", "hole", "3"]);
    await pass();
    expect(texts(s)).toEqual(["1", "2", "3"]);
  });

  test("a hole whose fetch fails is shown as failed and fetched again", async () => {
    const s = tab();
    await pass();
    server.fault = (f) => (f.type === "fetch" ? { code: "busy", retry: true } : undefined);
    for (let i = 1; i <= 3; i++) server.append({ kind: "bot" }, { kind: "message", text: String(i) }, undefined, i === 2);
    await pass();
    expect(s.thread.healing).toBe("failed");
    server.fault = () => undefined;
    await pass(3_000);
    expect(texts(s)).toEqual(["1", "2", "3"]);
    expect(s.thread.healing).toBe("idle");
  });

  test("far behind: begins near the end, older history comes when asked for", async () => {
    for (let i = 1; i <= 60; i++) server.append({ kind: "bot" }, { kind: "message", text: String(i) });
    server.most = 50;
    server.keep = 5;
    const s = tab();
    await pass();
    expect(texts(s)).toEqual(["56", "57", "58", "59", "60"]);
    expect(s.thread.hasOlder).toBe(true);
    await s.thread.fetchOlder();
    expect(texts(s)).toHaveLength(55);
    await s.thread.fetchOlder();
    expect(texts(s)).toHaveLength(60);
    expect(s.thread.hasOlder).toBe(false);
  });

  test("a failed fetch of older history is told and can be repeated", async () => {
    for (let i = 1; i <= 60; i++) server.append({ kind: "bot" }, { kind: "message", text: String(i) });
    const s = tab();
    await pass();
    s.thread.reset(60);
    server.fault = (f) => (f.type === "fetch" ? { code: "internal", retry: false } : undefined);
    await s.thread.fetchOlder();
    expect(s.thread.older).toBe("failed");
    server.fault = () => undefined;
    await s.thread.fetchOlder();
    expect(s.thread.older).toBe("idle");
    expect(texts(s)).toHaveLength(50);
  });

  test("two tabs that begin at once end up as one visitor", async () => {
    // While this tab's first hello is on its way, another tab gets its token.
    server.fault = (f) => {
      if (f.type === "hello" && !f.visitor) shelf.set("yiwen/visitor/default", "token-of-the-other");
      return undefined;
    };
    tab();
    await pass();
    const tokens = server.received.map((f) => (f.type === "hello" ? f.visitor : "?"));
    expect(tokens).toEqual([undefined, "token-of-the-other"]);
  });
});

describe("the connection", () => {
  test("4000-4499 stop it until the customer wants it again", async () => {
    const s = tab();
    await pass();
    server.sockets.last.drop(4003);
    await pass(60_000);
    expect(s.connection).toBe("stopped");
    expect(s.link.state).toEqual({ kind: "stopped", code: 4003 });
    const made = server.sockets.all.length;
    s.start();
    await pass();
    expect(server.sockets.all.length).toBe(made + 1);
    expect(s.connection).toBe("online");
  });

  test("4500-4999 come back by themselves", async () => {
    const s = tab();
    await pass();
    server.sockets.last.drop(4500);
    expect(s.connection).toBe("waiting");
    await pass(5_000);
    expect(s.connection).toBe("online");
  });

  test("a hello that is refused for good stops, and says why", async () => {
    server.fault = (f) => (f.type === "hello" ? { code: "denied", retry: false } : undefined);
    const s = tab();
    await pass(30_000);
    expect(s.connection).toBe("stopped");
    expect(s.problem).toBe("拒绝");
    expect(server.sockets.all).toHaveLength(1);
  });

  test("a hello that comes too early is tried again", async () => {
    let n = 0;
    server.fault = (f) => (f.type === "hello" && n++ < 2 ? { code: "busy", retry: true } : undefined);
    const s = tab();
    await pass(30_000);
    expect(s.connection).toBe("online");
  });

  test("pauses grow: a server that is down for a minute is asked a few times only", async () => {
    server.up = false;
    tab();
    await pass(60_000);
    expect(server.sockets.all.length).toBeGreaterThan(4);
    expect(server.sockets.all.length).toBeLessThan(15);
  });

  test("waking up does not wait for the pause", async () => {
    server.up = false;
    const s = tab();
    await pass(30_000);
    server.up = true;
    await s.wake();
    await pass(10);
    expect(s.connection).toBe("online");
  });

  test("waking up on a dead connection finds that out", async () => {
    const s = tab();
    await pass();
    server.sockets.last.onframe = () => undefined;
    const dead = server.sockets.last;
    void s.wake();
    await pass(10_500);
    expect(server.sockets.last).not.toBe(dead);
    expect(s.connection).toBe("online");
  });

  test("the server asks nothing of a session that is closed", async () => {
    const s = tab();
    await pass();
    s.close();
    const n = server.sockets.all.length;
    await pass(60_000);
    expect(server.sockets.all.length).toBe(n);
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe("the state of the case", () => {
  test("follows the log", async () => {
    const s = tab();
    await pass();
    expect(s.state).toBe("");
    s.say("转人工");
    await pass();
    expect(s.state).toBe("bot");
    server.append({ kind: "system" }, { kind: "handoff", reason: "asked" });
    expect(s.state).toBe("waiting");
    server.sockets.last.push({ type: "queue", conversation: "c1", position: 2 });
    expect(s.position).toBe(2);
    server.append({ kind: "system" }, { kind: "assigned", agent: "小陈" });
    expect([s.state, s.position]).toEqual(["assigned", 0]);
    server.append({ kind: "agent" }, { kind: "closed", by: "agent" });
    expect(s.state).toBe("closed");
    server.append({ kind: "bot" }, { kind: "message", text: "再见" });
    expect(s.state).toBe("closed");
    s.say("又来了");
    await pass();
    expect(s.state).toBe("bot");
  });

  test("the wait: how long, not known, over", async () => {
    const s = tab();
    await pass();
    s.say("转人工");
    await pass();
    server.append({ kind: "system" }, { kind: "handoff", reason: "asked" });
    const queue = (rest: object) => server.sockets.last.push({ type: "queue", conversation: "c1", ...rest });
    queue({ position: 2, eta_s: 90 });
    expect([s.position, s.eta]).toEqual([2, 90]);
    queue({ position: 1, eta_s: 0 });
    expect(s.eta).toBe(0);
    queue({ position: 1 });
    expect(s.eta).toBeUndefined();
    queue({ position: 1, eta_s: 5 });
    server.append({ kind: "system" }, { kind: "ticketed", number: "WO2027031000017" });
    expect([s.state, s.position, s.eta]).toEqual(["bot", 0, undefined]);
  });

  test("typing is shown, and forgotten when nothing more comes", async () => {
    const s = tab();
    await pass();
    const typing = { type: "typing", conversation: "c1", from: { kind: "agent", name: "小陈" }, on: true };
    server.sockets.last.push(typing);
    expect(s.thread.typing).toEqual({ kind: "agent", name: "小陈" });
    await pass(6_100);
    expect(s.thread.typing).toBeNull();
    server.sockets.last.push(typing);
    server.append({ kind: "agent", name: "小陈" }, { kind: "message", text: "好了" });
    expect(s.thread.typing).toBeNull();
    server.sockets.last.push(typing);
    server.crash();
    expect(s.thread.typing).toBeNull();
  });
});

describe("what goes with the talk", () => {
  const file = { id: "f1", name: "图.png", type: "image/png", size: 9, url: "/files/f1" };
  const frames = (type: string) => server.received.filter((f) => f.type === type);

  test("a message may quote and carry files, and be files alone", async () => {
    const s = tab();
    await pass();
    expect(s.say("", { attachments: [file] })).toBe(true);
    s.say("看这个", { re: 1 });
    await pass();
    expect(server.log).toMatchObject([{ text: "", attachments: [{ id: "f1" }] }, { text: "看这个", re: 1 }]);
    expect(s.say(" ")).toBe(false);
  });

  test("files that are unsent survive a reload", async () => {
    server.up = false;
    const before = tab();
    before.say("图", { attachments: [file] });
    before.close();
    expect(tab().outbox.list("")[0]?.files).toEqual([file]);
  });

  test("a form, a message that is taken back, a rating with reasons", async () => {
    const s = tab();
    await pass();
    s.say("说错了");
    s.fill(1, { story: "没到账" });
    s.recall(1);
    s.rate({ stars: 2, solved: false, reasons: ["回复慢"] });
    await pass();
    expect(s.thread.list()).toMatchObject([
      { kind: "message", text: "说错了", recalled: true },
      { kind: "filled", of: 1, values: { story: "没到账" } },
      { kind: "recalled", of: 1 },
      { kind: "rated", stars: 2, solved: false, reasons: ["回复慢"] },
    ]);
  });

  test("what is typed is shown to people, shortened, and never as a message", async () => {
    const s = tab();
    await pass();
    s.typing(true, "好".repeat(300));
    s.typing(false, "好");
    expect(frames("typing")).toEqual([{ type: "typing", on: true, text: "好".repeat(200) }, { type: "typing", on: false }]);
  });

  test("how far a person has read", async () => {
    const s = tab();
    await pass();
    server.sockets.last.push({ type: "read", conversation: "c1", from: { kind: "agent" }, seq: 4 });
    expect(s.thread.readBy("agent")).toBe(4);
  });
});

describe("who the customer is", () => {
  const hellos = () => server.received.filter((f) => f.type === "hello");

  test("the shop's identity is in the hello, and another one in a new hello", async () => {
    const s = new CustomerSession({
      url: "ws://test/ws", site: "default", shelf, identity: "jwt-1", socketClass: server.sockets.socketClass,
    });
    sessions.push(s);
    s.start();
    await pass();
    expect(hellos()).toMatchObject([{ identity: "jwt-1" }]);
    s.identify("jwt-1");
    await pass();
    expect(hellos()).toHaveLength(1);
    s.identify("");
    await pass();
    expect(hellos()).toHaveLength(2);
    expect(hellos()[1]).not.toHaveProperty("identity");
    expect(s.connection).toBe("online");
  });

  test("another customer at the same browser gets nothing that the one before him wrote", async () => {
    shelf.set("yiwen/visitor/default", "token-of-a");
    server.up = false;
    const s = new CustomerSession({
      url: "ws://test/ws", site: "default", shelf, identity: "jwt-b", socketClass: server.sockets.socketClass,
    });
    sessions.push(s);
    s.start();
    s.say("甲的话");
    server.identity = "ok";
    server.up = true;
    await pass(20_000);
    expect(s.connection).toBe("online");
    expect([server.log, s.outbox.list(""), shelf.keys("yiwen/out/")]).toEqual([[], [], []]);
  });

  test("one who is blocked is told why, what he said stays, and later he is free", async () => {
    const s = tab();
    await pass();
    server.fault = (f) => (f.type === "say" ? { code: "denied", retry: false } : undefined);
    s.say("喂");
    await pass();
    expect(s.blocked).toBe("拒绝");
    expect(s.outbox.list("")).toMatchObject([{ state: "failed" }]);
    server.fault = () => undefined;
    s.outbox.again(s.outbox.list("")[0]?.id ?? "");
    await pass();
    expect(s.blocked).toBe("");
  });

  test("nor does it that an answer cannot be judged", async () => {
    const s = tab();
    await pass();
    server.fault = (f) => (f.type === "vote" ? { code: "denied", retry: false } : undefined);
    s.vote(1, true);
    await pass();
    expect(s.blocked).toBe("");
  });

  test("that a message cannot be taken back blocks nobody", async () => {
    const s = tab();
    await pass();
    server.fault = (f) => (f.type === "recall" ? { code: "denied", retry: false } : undefined);
    s.recall(1);
    await pass();
    expect(s.blocked).toBe("");
  });
});

test("the server's clock is learnt from what happens now", async () => {
  const s = tab();
  server.append({ kind: "bot" }, { kind: "message", text: "旧" });
  await pass(60_000);
  expect(s.now()).toBe(Date.now());
  const ahead = 300_000;
  const live = (seq: number, late: number) =>
    server.sockets.last.push({
      type: "event", conversation: "c1", seq, at: Date.now() + ahead - late, case: 1, from: { kind: "bot" }, kind: "message", text: "x",
    });
  live(2, 400);
  live(3, 50);
  live(4, 900);
  expect(s.now()).toBe(Date.now() + ahead - 50);
});
