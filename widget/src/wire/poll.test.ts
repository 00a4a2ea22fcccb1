import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { CustomerSession } from "./customer";
import "./poll"; // loading it takes time that is not passed here
import { dice } from "./testing/dice";
import { type Fate, FakePolls } from "./testing/polls";
import { FakeServer, Sockets } from "./testing/server";
import { MemoryShelf } from "./testing/shelf";

/** How many random talks are had; ROUNDS=2000 for a long look. */
const rounds = Number(process.env["ROUNDS"] ?? 30);

let server: FakeServer;
let polls: FakePolls;
let shelf: MemoryShelf;
let open: CustomerSession[];
/** Whether something on the way lets no socket through. */
let blocked: boolean;
let sockets: Sockets;

beforeEach(() => {
  vi.useFakeTimers();
  server = new FakeServer();
  polls = new FakePolls(server);
  shelf = new MemoryShelf();
  open = [];
  blocked = true;
  sockets = new Sockets((s) => {
    if (!blocked) return server.accept(s);
    setTimeout(() => s.drop(), 1);
  });
  vi.stubGlobal("fetch", polls.fetch);
});
afterEach(() => {
  for (const s of open) s.close();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
  vi.useRealTimers();
});

function tab(options: { polls?: string } = { polls: "http://test/poll" }): CustomerSession {
  const s = new CustomerSession({ url: "ws://test/ws", site: "default", shelf, socketClass: sockets.socketClass, ...options });
  open.push(s);
  s.start();
  return s;
}

const pass = (ms = 100) => vi.advanceTimersByTimeAsync(ms);
/** The server dies and is there again as soon as that was noticed. */
const crash = async (s: CustomerSession) => {
  server.crash();
  for (let i = 0; i < 100 && s.connection === "online"; i++) await pass(100);
  server.up = true;
};
/** Passes the time until the second socket has failed and polling has begun. */
const goRound = async (s: CustomerSession) => {
  for (let i = 0; i < 200 && s.connection !== "online"; i++) await pass(100);
  expect(s.connection).toBe("online");
};
const texts = (s: CustomerSession) => s.thread.list().map((e) => (e.kind === "message" ? e.text : e.kind));
const stored = () => server.log.map((e) => (e.kind === "message" ? e.text : e.kind));
const begun = () => polls.made.filter((r) => r === "POST /poll").length;

describe("where sockets are blocked", () => {
  test("the second failure goes on by polling, and talk is as ever", async () => {
    const s = tab();
    s.say("还没连上就说");
    await goRound(s);
    expect(sockets.all.length).toBe(2);
    expect(s.link.state).toEqual({ kind: "open" });
    s.say("在吗");
    await pass();
    server.append({ kind: "agent", name: "小陈" }, { kind: "message", text: "我在" });
    await pass();
    expect(texts(s)).toEqual(["还没连上就说", "在吗", "我在"]);
    expect(s.outbox.list("")).toEqual([]);
    await pass(3 * 60_000); // silence: answers without frames
    expect(s.connection).toBe("online");
    server.append({ kind: "bot" }, { kind: "message", text: "还在" });
    await pass();
    expect(texts(s).at(-1)).toBe("还在");
    expect(begun()).toBe(1);
  });

  test("a page that has nowhere to poll makes no request", async () => {
    tab({});
    await pass(60_000);
    expect(polls.made).toEqual([]);
  });

  test("who is offline does not poll, and has a socket when he is back", async () => {
    blocked = false;
    server.up = false;
    const s = tab();
    await pass(30_000);
    expect(polls.sessions.size).toBe(0);
    server.up = true;
    await goRound(s);
    expect(polls.sessions.size).toBe(0);
  });

  test("a socket that opens and stays mute is blocked, too", async () => {
    blocked = false;
    server.fault = () => "ignore";
    const s = tab();
    let mute = 0;
    const watch = setInterval(() => {
      // Only sockets are mute: what they say is swallowed on the way.
      mute = sockets.all.length;
      if (begun()) server.fault = () => undefined;
    }, 1);
    for (let i = 0; i < 60 && s.connection !== "online"; i++) await pass(1_000);
    clearInterval(watch);
    expect(s.connection).toBe("online");
    expect(mute).toBe(2);
    expect(polls.sessions.size).toBe(1);
  });

  test("the server's own refusal is no blockade", async () => {
    blocked = false;
    const s = tab();
    await goRound(s);
    for (let i = 0; i < 5; i++) {
      sockets.last.drop(4500);
      await pass(30_000);
    }
    expect(s.connection).toBe("online");
    expect(polls.made).toEqual([]);
  });

  test("after five minutes a reconnect tries a socket again, once", async () => {
    const s = tab();
    await goRound(s);
    await crash(s);
    await goRound(s);
    expect([sockets.all.length, begun()]).toEqual([2, 2]);
    await pass(6 * 60_000);
    await crash(s);
    await goRound(s);
    expect([sockets.all.length, begun()]).toEqual([3, 3]);
    blocked = false;
    await pass(6 * 60_000);
    await crash(s);
    await goRound(s);
    expect([sockets.all.length, begun()]).toEqual([4, 3]);
    s.say("又通了");
    await pass();
    expect(sockets.last.sent.map((f) => f.type)).toContain("say");
  });

  test("a close code stops it", async () => {
    const s = tab();
    await goRound(s);
    [...polls.sessions.values()][0]?.socket.drop(4003);
    await pass();
    expect(s.link.state).toEqual({ kind: "stopped", code: 4003 });
    await pass(60_000);
    expect(begun()).toBe(1);
    s.start();
    await goRound(s);
  });

  test("the end leaves no session and no request behind", async () => {
    const s = tab();
    await goRound(s);
    s.close();
    await pass();
    expect(polls.sessions.size).toBe(0);
    const { length } = polls.made;
    await pass(60_000);
    window.dispatchEvent(new Event("online"));
    await pass();
    expect(polls.made.length).toBe(length);
  });
});

describe("a bad line", () => {
  test("an answer that is cut is fetched again; a POST that is repeated says nothing twice", async () => {
    const s = tab();
    await goRound(s);
    let n = 0;
    polls.fate = () => (n++ % 3 === 0 ? "cut" : undefined);
    for (const t of ["一", "二", "三", "四"]) s.say(t);
    await pass(10_000);
    polls.fate = () => undefined;
    await pass(10_000);
    expect(stored()).toEqual(["一", "二", "三", "四"]);
    expect(texts(s)).toEqual(stored());
    expect(s.outbox.list("")).toEqual([]);
    expect(begun()).toBe(1);
  });

  test("offline for a minute: everything once and in order, and the session that was left is ended", async () => {
    const s = tab();
    await goRound(s);
    s.say("一");
    await pass();
    polls.fate = () => "lost";
    await pass(6_000);
    expect(s.connection).toBe("online"); // nobody has noticed: the answer may still come
    window.dispatchEvent(new Event("online")); // the phone changes its network
    await pass(10_000);
    expect(s.connection).toBe("waiting");
    s.say("二");
    s.say("三");
    server.append({ kind: "agent", name: "小陈" }, { kind: "message", text: "我在" });
    await pass(60_000);
    polls.fate = () => undefined;
    await pass(20_000);
    expect(s.connection).toBe("online");
    expect(texts(s)).toEqual(["一", "我在", "二", "三"]);
    expect(stored()).toEqual(texts(s));
    expect([...polls.sessions.keys()]).toEqual(["2"]);
  });

  test("something on the way that answers 504 after ten seconds: less is waited for, and the session stays", async () => {
    const s = tab();
    await goRound(s);
    const inner = polls.fetch;
    const waits: number[] = [];
    vi.stubGlobal("fetch", async (url: string, init: RequestInit = {}) => {
      const wait = Number(new URL(url).searchParams.get("wait"));
      if (wait) waits.push(wait);
      const late = new Promise<Response>((done) => setTimeout(() => done(new Response("", { status: 504 })), 10_000));
      return Promise.race([inner(url, init), late]);
    });
    await pass(3 * 60_000);
    expect(s.connection).toBe("online");
    expect(begun()).toBe(1);
    expect(waits.slice(-3)).toEqual([7, 7, 7]);
    s.say("还好吗");
    await pass();
    expect(texts(s)).toEqual(["还好吗"]);
  });

  test("a page that comes back to life asks at once", async () => {
    const s = tab();
    await goRound(s);
    await pass(1_000);
    const { length } = polls.made;
    document.dispatchEvent(new Event("visibilitychange"));
    await pass(10);
    expect(polls.made.slice(length).map((r) => r.split("?")[0])).toEqual(["GET /poll/1"]);
    expect(s.connection).toBe("online");
  });

  test("a page that goes away ends its session, and has another when it is shown again", async () => {
    const s = tab();
    await goRound(s);
    window.dispatchEvent(new Event("pagehide"));
    await pass();
    expect(polls.sessions.size).toBe(0);
    void s.wake(); // as the page does at pageshow
    await goRound(s);
    s.say("回来了");
    await pass();
    expect(texts(s)).toEqual(["回来了"]);
  });

  test("answers that make no sense end the session, not the talk", async () => {
    const s = tab();
    await goRound(s);
    const inner = polls.fetch;
    const odd = ['{"n":7,"frames":[]}', "{}", "[]", '{"n":1,"frames":{}}', "<html>"];
    vi.stubGlobal("fetch", async (url: string, init: RequestInit = {}) => {
      const body = init.method ? undefined : odd.pop();
      return body === undefined ? inner(url, init) : new Response(body, { headers: { "Content-Type": "application/json" } });
    });
    document.dispatchEvent(new Event("visibilitychange"));
    s.say("在吗");
    for (let i = 0; i < 12; i++) await pass(10_000);
    expect(odd).toEqual([]);
    expect(texts(s)).toEqual(["在吗"]);
    expect(stored()).toEqual(["在吗"]);
  });
});

test.each(Array.from({ length: rounds }, (_, i) => i + 1))("talk %i over a line that throws dice: once and in order", async (seed) => {
  const roll = dice(seed);
  vi.spyOn(Math, "random").mockImplementation(roll);
  const s = tab();
  await goRound(s);
  const fates: Fate[] = ["lost", "cut", 502];
  polls.fate = () => (roll() < 0.3 ? fates[Math.floor(roll() * fates.length)] : undefined);
  let said = 0;
  for (let step = 0; step < 40; step++) {
    const what = roll();
    if (what < 0.5) s.say(String(++said));
    else if (what < 0.7) server.append({ kind: "bot" }, { kind: "message", text: `答${step}` });
    else if (what < 0.75) document.dispatchEvent(new Event("visibilitychange"));
    else if (what < 0.8) server.crash();
    else server.up = true;
    await pass(roll() * 3_000);
  }
  server.up = true;
  polls.fate = () => undefined;
  await pass(120_000);
  expect(stored().filter((t) => /^\d+$/.test(t))).toEqual(Array.from({ length: said }, (_, i) => String(i + 1)));
  expect(texts(s)).toEqual(stored());
  expect(s.outbox.list("")).toEqual([]);
});
