// What a talk is where connections break, servers die and answers get lost.
import { describe, expect, test, vi } from "vitest";
import { CustomerSession } from "./customer";
import { dice } from "./testing/dice";
import { pass, stored, texts, visitor } from "./testing/visitor";

/** How many random talks are had; ROUNDS=2000 for a long look. */
const rounds = Number(process.env["ROUNDS"] ?? 30);

const at = visitor();

describe("faults", () => {
  test("stored, but the ack was lost: the same id again, no second message", async () => {
    const s = at.tab();
    await pass();
    let times = 0;
    at.server.fault = (f) => (f.type === "say" && times++ === 0 ? "mute" : undefined);
    s.say("只说一次");
    await pass(10_000);
    expect(stored(at)).toEqual(["只说一次"]);
    expect(texts(s)).toEqual(["只说一次"]);
    expect(s.outbox.list("")).toEqual([]);
  });

  test("an unsent message survives a reload", async () => {
    at.server.up = false;
    const before = at.tab();
    before.say("还没发出去");
    before.close();
    at.server.up = true;
    const after = at.tab();
    await pass();
    expect(stored(at)).toEqual(["还没发出去"]);
    expect(texts(after)).toEqual(["还没发出去"]);
    expect(at.shelf.keys("yiwen/out/")).toEqual([]);
  });

  test("the server dies in mid-talk: both sides have everything once, in order", async () => {
    const s = at.tab();
    await pass();
    s.say("一");
    await pass();
    at.server.crash();
    expect(s.connection).toBe("waiting");
    s.say("二");
    s.say("三");
    at.server.append({ kind: "agent", name: "小陈" }, { kind: "message", text: "我在" });
    await pass(5_000);
    at.server.up = true;
    await pass(20_000);
    expect(s.connection).toBe("online");
    expect(texts(s)).toEqual(["一", "我在", "二", "三"]);
    expect(stored(at)).toEqual(texts(s));
  });

  test("a clock that is set back and on again changes no order, over a reload neither", async () => {
    const before = at.tab();
    await pass();
    before.say("一");
    await pass();
    at.server.crash();
    const day = 24 * 3_600_000;
    vi.setSystemTime(Date.now() + day);
    before.say("二");
    vi.setSystemTime(Date.now() - 2 * day);
    before.say("三");
    await pass(5_000);
    before.close();
    vi.setSystemTime(Date.now() + day);
    const after = at.tab();
    after.say("四");
    at.server.up = true;
    await pass(60_000);
    expect(stored(at)).toEqual(["一", "二", "三", "四"]);
    expect(texts(after)).toEqual(stored(at));
  });

  test("a server that does not answer a command is left for a new connection", async () => {
    const s = at.tab();
    await pass();
    const socket = at.server.sockets.last;
    socket.onframe = () => undefined;
    s.say("有人吗");
    await pass(10_500);
    expect(at.server.sockets.last).not.toBe(socket);
    expect(stored(at)).toEqual(["有人吗"]);
  });

  test("a server that does not answer hello is left for a new connection", async () => {
    let heard = 0;
    at.server.fault = (f) => (f.type === "hello" && heard++ === 0 ? "ignore" : undefined);
    const s = at.tab();
    await pass(9_000);
    expect(s.connection).toBe("connecting");
    await pass(20_000);
    expect(s.connection).toBe("online");
  });

  test("asked to slow down in a burst: everything arrives, in order", async () => {
    const s = at.tab();
    await pass();
    let n = 0;
    at.server.fault = (f) => (f.type === "say" && n++ % 3 === 1 ? { code: "rate_limited", retry: true } : undefined);
    for (let i = 0; i < 9; i++) s.say(String(i));
    await pass(60_000);
    expect(stored(at)).toEqual(["0", "1", "2", "3", "4", "5", "6", "7", "8"]);
  });

  test("refused for good: shown with the reason, the next goes on, and it can be tried again", async () => {
    const s = at.tab();
    await pass();
    at.server.fault = (f) => (f.type === "say" && f.text === "坏" ? { code: "invalid", retry: false } : undefined);
    s.say("坏");
    s.say("好");
    await pass();
    expect(stored(at)).toEqual(["好"]);
    const [entry] = s.outbox.list("");
    expect(entry).toMatchObject({ state: "failed", problem: "拒绝" });
    at.server.fault = () => undefined;
    s.outbox.again(entry?.id ?? "");
    await pass();
    expect(stored(at)).toEqual(["好", "坏"]);
    expect(s.outbox.list("")).toEqual([]);
  });

  test("random faults: nothing lost, nothing twice, nothing out of order", async () => {
    for (let seed = 1; seed <= rounds; seed++) {
      at.anew();
      const roll = dice(seed);
      // Pauses are drawn as well: with them the whole round can be repeated.
      vi.spyOn(Math, "random").mockImplementation(roll);
      at.server.fault = () => (roll() < 0.15 ? "drop" : roll() < 0.15 ? "mute" : roll() < 0.1 ? { code: "busy", retry: true } : undefined);
      let s = at.tab();
      const said: string[] = [];
      for (let i = 0; i < 30; i++) {
        if (s.say(`话${i}`)) said.push(`话${i}`);
        if (roll() < 0.1) at.server.append({ kind: "bot" }, { kind: "message", text: `答${i}` });
        if (roll() < 0.05) {
          s.close();
          s = at.tab();
        }
        await pass(roll() * 2_000);
      }
      at.server.fault = () => undefined;
      await pass(120_000);
      const own = at.server.log.filter((e) => e.from.kind === "customer").map((e) => (e.kind === "message" ? e.text : ""));
      expect(own, `seed ${seed}`).toEqual(said);
      expect(texts(s), `seed ${seed}`).toEqual(stored(at));
      expect(s.outbox.list(""), `seed ${seed}`).toEqual([]);
      s.close();
    }
  }, 120_000);
});

describe("resuming", () => {
  test("asks for what is missing only", async () => {
    const s = at.tab();
    await pass();
    s.say("一");
    await pass();
    at.server.crash();
    at.server.up = true;
    await pass(10_000);
    expect(at.server.received.filter((f) => f.type === "hello").at(-1)).toMatchObject({ after: 1, visitor: "token-1" });
    expect(texts(s)).toEqual(["一"]);
  });

  test("a token that is not taken begins anew, with what is unsent", async () => {
    const s = at.tab();
    await pass();
    s.say("旧");
    await pass();
    at.server.crash();
    s.say("未发");
    at.server.log.length = 0;
    at.server.token = "token-2";
    at.server.conversation = "c2";
    at.server.up = true;
    await pass(10_000);
    expect(at.shelf.get("yiwen/visitor/default")).toBe("token-2");
    expect(texts(s)).toEqual(["未发"]);
  });

  test("a hole is fetched", async () => {
    const s = at.tab();
    await pass();
    for (let i = 1; i <= 3; i++) at.server.append({ kind: "bot" }, { kind: "message", text: String(i) }, undefined, i === 2);
    expect(texts(s)).toEqual(["1", "hole", "3"]);
    await pass();
    expect(texts(s)).toEqual(["1", "2", "3"]);
  });

  test("a hole whose fetch fails is shown as failed and fetched again", async () => {
    const s = at.tab();
    await pass();
    at.server.fault = (f) => (f.type === "fetch" ? { code: "busy", retry: true } : undefined);
    for (let i = 1; i <= 3; i++) at.server.append({ kind: "bot" }, { kind: "message", text: String(i) }, undefined, i === 2);
    await pass();
    expect(s.thread.healing).toBe("failed");
    at.server.fault = () => undefined;
    await pass(3_000);
    expect(texts(s)).toEqual(["1", "2", "3"]);
    expect(s.thread.healing).toBe("idle");
  });

  test("far behind: begins near the end, older history comes when asked for", async () => {
    for (let i = 1; i <= 60; i++) at.server.append({ kind: "bot" }, { kind: "message", text: String(i) });
    at.server.most = 50;
    at.server.keep = 5;
    const s = at.tab();
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
    for (let i = 1; i <= 60; i++) at.server.append({ kind: "bot" }, { kind: "message", text: String(i) });
    const s = at.tab();
    await pass();
    s.thread.reset(60);
    at.server.fault = (f) => (f.type === "fetch" ? { code: "internal", retry: false } : undefined);
    await s.thread.fetchOlder();
    expect(s.thread.older).toBe("failed");
    at.server.fault = () => undefined;
    await s.thread.fetchOlder();
    expect(s.thread.older).toBe("idle");
    expect(texts(s)).toHaveLength(50);
  });

  test("two tabs that begin at once end up as one visitor", async () => {
    // While this tab's first hello is on its way, another tab gets its token.
    at.server.fault = (f) => {
      if (f.type === "hello" && !f.visitor) at.shelf.set("yiwen/visitor/default", "token-of-the-other");
      return undefined;
    };
    at.tab();
    await pass();
    const tokens = at.server.received.map((f) => (f.type === "hello" ? f.visitor : "?"));
    expect(tokens).toEqual([undefined, "token-of-the-other"]);
  });
});

describe("the connection", () => {
  test("4000-4499 stop it until the customer wants it again", async () => {
    const s = at.tab();
    await pass();
    at.server.sockets.last.drop(4003);
    await pass(60_000);
    expect(s.connection).toBe("stopped");
    expect(s.link.state).toEqual({ kind: "stopped", code: 4003 });
    const made = at.server.sockets.all.length;
    s.start();
    await pass();
    expect(at.server.sockets.all.length).toBe(made + 1);
    expect(s.connection).toBe("online");
  });

  test("4500-4999 come back by themselves", async () => {
    const s = at.tab();
    await pass();
    at.server.sockets.last.drop(4500);
    expect(s.connection).toBe("waiting");
    await pass(5_000);
    expect(s.connection).toBe("online");
  });

  test("a hello that is refused for good stops, and says why", async () => {
    at.server.fault = (f) => (f.type === "hello" ? { code: "denied", retry: false } : undefined);
    const s = at.tab();
    await pass(30_000);
    expect(s.connection).toBe("stopped");
    expect(s.problem).toBe("拒绝");
    expect(at.server.sockets.all).toHaveLength(1);
  });

  test("a hello that comes too early is tried again", async () => {
    let n = 0;
    at.server.fault = (f) => (f.type === "hello" && n++ < 2 ? { code: "busy", retry: true } : undefined);
    const s = at.tab();
    await pass(30_000);
    expect(s.connection).toBe("online");
  });

  test("pauses grow: a server that is down for a minute is asked a few times only", async () => {
    at.server.up = false;
    at.tab();
    await pass(60_000);
    expect(at.server.sockets.all.length).toBeGreaterThan(4);
    expect(at.server.sockets.all.length).toBeLessThan(15);
  });

  test("waking up does not wait for the pause", async () => {
    at.server.up = false;
    const s = at.tab();
    await pass(30_000);
    at.server.up = true;
    await s.wake();
    await pass(10);
    expect(s.connection).toBe("online");
  });

  test("a page that was put away and comes back does not ask its old connection", async () => {
    const s = at.tab();
    await pass();
    const cut = at.server.sockets.last;
    cut.onframe = () => undefined;
    void s.wake(true);
    await pass(10);
    expect(at.server.sockets.last).not.toBe(cut);
    expect(s.connection).toBe("online");
  });

  test("one that is not to connect yet does not when it comes back", async () => {
    const s = new CustomerSession({ url: "ws://test/ws", site: "default", shelf: at.shelf, socketClass: at.server.sockets.socketClass });
    void s.wake(true);
    await pass(1_000);
    expect(at.server.sockets.all).toEqual([]);
  });

  test("waking up on a dead connection finds that out", async () => {
    const s = at.tab();
    await pass();
    at.server.sockets.last.onframe = () => undefined;
    const dead = at.server.sockets.last;
    void s.wake();
    await pass(10_500);
    expect(at.server.sockets.last).not.toBe(dead);
    expect(s.connection).toBe("online");
  });

  test("a connection that died without a word is found out by itself, and what was said meanwhile comes", async () => {
    const s = at.tab();
    await pass();
    const dead = at.server.sockets.last;
    dead.onframe = () => undefined;
    dead.push = () => undefined;
    at.server.append({ kind: "agent" }, { kind: "message", text: "您还在吗" });
    await pass(39_000);
    expect(texts(s)).toEqual([]);
    await pass(18_000);
    expect(at.server.sockets.last).not.toBe(dead);
    expect(texts(s)).toEqual(["您还在吗"]);
  });

  test("one that lives is asked once in half a minute or more", async () => {
    const s = at.tab();
    await pass();
    await pass(10 * 60_000);
    const asked = at.server.received.filter((f) => f.type === "fetch").length;
    expect(asked).toBeGreaterThan(12);
    expect(asked).toBeLessThan(21);
    expect([s.connection, at.server.sockets.all.length]).toEqual(["online", 1]);
  });

  test("the server asks nothing of a session that is closed", async () => {
    const s = at.tab();
    await pass();
    s.close();
    const n = at.server.sockets.all.length;
    await pass(60_000);
    expect(at.server.sockets.all.length).toBe(n);
    expect(vi.getTimerCount()).toBe(0);
  });
});
