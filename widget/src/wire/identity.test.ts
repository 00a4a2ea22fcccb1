// Who the customer is: signing in in the middle of a talk, and leaving nothing behind.
import { describe, expect, test } from "vitest";
import { loggedOut } from "./farewell";
import { pass, stored, texts, visitor } from "./testing/visitor";

const at = visitor();
const frames = (type: string) => at.server.received.filter((f) => f.type === type);
/** Everything that the browser keeps. */
const kept = () => at.shelf.keys("").map((k) => `${k}=${at.shelf.get(k)}`);

describe("signing in", () => {
  test("before the talk: the hello says it", async () => {
    const s = at.tab("jwt-1");
    await pass();
    expect(frames("hello")).toMatchObject([{ identity: "jwt-1" }]);
    s.identify("jwt-1");
    await pass();
    expect(frames("identify")).toEqual([]);
  });

  test("in the middle of it: the talk goes on", async () => {
    const s = at.tab();
    await pass();
    s.say("在吗");
    await pass();
    s.identify("jwt-1");
    await pass();
    s.say("我登录了");
    await pass();
    expect(frames("identify")).toMatchObject([{ identity: "jwt-1" }]);
    expect(frames("hello")).toHaveLength(1);
    expect([s.identity, s.connection]).toEqual(["ok", "online"]);
    expect(texts(s)).toEqual(["在吗", "我登录了"]);
    at.server.crash();
    at.server.up = true;
    await pass(5_000);
    expect(frames("hello").at(-1)).toMatchObject({ identity: "jwt-1" });
  });

  test("while the hello is on its way", async () => {
    const s = at.tab();
    at.server.fault = (f) => {
      if (f.type === "hello") s.identify("jwt-1");
      return undefined;
    };
    await pass();
    expect(frames("identify")).toMatchObject([{ identity: "jwt-1" }]);
  });

  test("that is no good changes nothing", async () => {
    at.server.fault = (f) => (f.type === "identify" ? { code: "denied", retry: false } : undefined);
    const s = at.tab();
    await pass();
    s.say("在吗");
    s.identify("forged");
    await pass();
    expect([s.identity, s.connection, s.blocked]).toEqual(["invalid", "online", ""]);
    expect(texts(s)).toEqual(["在吗"]);
  });

  test("that comes at a bad time is said by the next hello", async () => {
    at.server.fault = (f) => (f.type === "identify" ? { code: "busy", retry: true } : undefined);
    const s = at.tab();
    await pass();
    s.identify("jwt-1");
    await pass(5_000);
    expect(frames("hello")).toMatchObject([{}, { identity: "jwt-1" }]);
  });

  test("another customer: not a word of the first is shown or kept", async () => {
    let forgot = 0;
    const s = at.tab("li", () => forgot++);
    await pass();
    s.say("李的秘密");
    await pass();
    at.server.fault = (f) => (f.type === "say" ? "ignore" : f.type === "identify" ? { code: "conflict", retry: false } : undefined);
    s.say("李没发出去的话");
    at.server.token = "token-wang";
    at.server.conversation = "c-wang";
    at.server.identity = "ok";
    at.server.log.length = 0;
    s.identify("wang");
    await pass(0);
    expect([texts(s), s.outbox.list(""), forgot]).toEqual([[], [], 1]);
    await pass(1_000);
    expect(frames("hello").at(-1)).toMatchObject({ identity: "wang" });
    expect(frames("hello").at(-1)).not.toHaveProperty("visitor");
    expect(s.connection).toBe("online");
    expect(kept()).toEqual(["yiwen/visitor/default=token-wang"]);
  });
});

describe("what the page says", () => {
  test("goes with the hello, and again when it changes", async () => {
    const s = at.tab();
    s.describe({ 来源: "公众号" });
    await pass();
    s.describe({ 来源: "公众号" });
    s.describe({ 城市: "上海" });
    await pass();
    s.describe({});
    await pass();
    expect(frames("hello")).toMatchObject([{ attributes: { 来源: "公众号" } }]);
    expect(frames("identify")).toMatchObject([{ attributes: { 城市: "上海" } }, { attributes: {} }]);
    at.server.crash();
    at.server.up = true;
    await pass(5_000);
    expect(frames("hello").at(-1)).not.toHaveProperty("attributes");
  });

  test("is nobody's after he has logged out", async () => {
    const s = at.tab();
    s.describe({ 来源: "公众号" });
    await pass();
    await s.logout();
    s.start();
    await pass();
    expect(frames("hello").at(-1)).not.toHaveProperty("attributes");
  });
});

describe("logging out", () => {
  test("leaves nothing on the screen, in the browser, or of the token", async () => {
    let forgot = 0;
    const s = at.tab("jwt-1", () => forgot++);
    await pass();
    s.say("我的秘密");
    await pass();
    const gone = s.logout();
    expect([texts(s), kept(), forgot]).toEqual([[], [], 1]); // before anybody has answered
    await gone;
    expect(frames("logout")).toHaveLength(1);
    expect(s.link.state).toEqual({ kind: "stopped", code: loggedOut });
    expect([s.token, s.state, s.identity, texts(s)]).toEqual(["", "", undefined, []]);
    s.start();
    await pass();
    expect(frames("hello").at(-1)).toEqual({ type: "hello", id: expect.any(String), site: "default", after: 0 });
    expect([s.connection, texts(s)]).toEqual(["online", []]);
  });

  test("signing out at the shop is logging out", async () => {
    const s = at.tab("jwt-1");
    await pass();
    s.identify("");
    await pass();
    expect(frames("logout")).toHaveLength(1);
    expect(kept()).toEqual([]);
  });

  test("who was never signed in is not logged out by it", async () => {
    const s = at.tab();
    await pass();
    s.identify("");
    await pass();
    expect(frames("logout")).toEqual([]);
    expect(s.connection).toBe("online");
  });

  test("what had not been sent is not sent by anybody", async () => {
    const s = at.tab();
    await pass();
    at.server.fault = (f) => (f.type === "say" ? "ignore" : undefined);
    s.say("没发出去");
    s.say("也没有");
    await s.logout();
    at.server.fault = () => undefined;
    const next = at.tab();
    await pass(1_000);
    expect([stored(at), next.outbox.list(""), kept()]).toEqual([[], [], []]);
  });

  test("before the connection is there: the token is revoked when it is", async () => {
    const first = at.tab();
    await pass();
    first.meet();
    first.close();
    const s = at.tab();
    const gone = s.logout();
    expect(kept()).toEqual([]);
    await pass();
    await gone;
    expect(frames("hello").at(-1)).toMatchObject({ visitor: "token-1" });
    expect(frames("logout")).toHaveLength(1);
    expect(kept()).toEqual([]);
  });

  test("offline: nothing stays here, and the token is revoked when the server can be reached", async () => {
    const s = at.tab();
    await pass();
    s.say("我的秘密");
    await pass();
    at.server.crash();
    const gone = s.logout();
    expect([texts(s), kept(), s.gone]).toEqual([[], [], true]);
    await pass(5_000);
    await gone; // nobody is kept waiting
    expect([frames("logout"), s.token, kept()]).toEqual([[], "", []]);
    await pass(60_000);
    at.server.up = true;
    await pass(60_000);
    expect(frames("hello").at(-1)).toEqual({ type: "hello", id: expect.any(String), site: "default", visitor: "token-1", after: 0 });
    expect(frames("logout")).toHaveLength(1);
    expect([s.link.state, kept()]).toEqual([{ kind: "stopped", code: loggedOut }, []]);
  });

  test("offline, and somebody else goes on: his words wait until the first has left", async () => {
    const s = at.tab();
    await pass();
    s.say("我的秘密");
    await pass();
    at.server.crash();
    void s.logout();
    await pass(10_000);
    s.say("我是另一个人");
    await pass(10_000);
    at.server.up = true;
    await pass(60_000);
    expect(frames("hello").slice(-2)).toMatchObject([{ visitor: "token-1" }, {}]);
    expect(frames("hello").at(-1)).not.toHaveProperty("visitor");
    expect([s.connection, texts(s).at(-1)]).toEqual(["online", "我是另一个人"]);
  });

  test("a server that will have none of it keeps nobody here", async () => {
    const s = at.tab();
    await pass();
    s.say("我的秘密");
    await pass();
    at.server.fault = (f) => (f.type === "logout" ? { code: "invalid", retry: false } : undefined);
    await s.logout();
    expect(s.link.state).toEqual({ kind: "stopped", code: loggedOut });
  });

  test("a visitor of whom nothing is known just stops", async () => {
    at.server.up = false;
    const s = at.tab();
    await s.logout();
    expect(s.link.state).toEqual({ kind: "stopped", code: loggedOut });
  });

  test("twice is once, and a start meanwhile waits", async () => {
    const s = at.tab();
    await pass();
    const [a, b] = [s.logout(), s.logout()];
    s.start();
    await Promise.all([a, b]);
    await pass();
    expect(frames("logout")).toHaveLength(1);
    expect(s.connection).toBe("online");
  });

  test("who goes on talking begins anew, and all of it is stored", async () => {
    const s = at.tab();
    await pass();
    s.say("我的秘密");
    await pass();
    const gone = s.logout();
    s.say("您好");
    await gone;
    s.say("还在吗");
    await pass(1_000);
    expect([s.connection, stored(at)]).toEqual(["online", ["您好", "还在吗"]]);
  });

  test("what the server still says is not shown", async () => {
    const s = at.tab();
    await pass();
    at.server.fault = (f) => (f.type === "logout" ? "ignore" : undefined);
    const gone = s.logout();
    at.server.append({ kind: "agent", name: "小陈" }, { kind: "message", text: "您还在吗" });
    expect(texts(s)).toEqual([]);
    await pass(11_000);
    await gone;
  });
});

describe("other tabs", () => {
  test("are emptied when one logs out", async () => {
    let forgot = 0;
    const [a, b] = [at.tab(), at.tab(undefined, () => forgot++)];
    await pass();
    a.say("我的秘密");
    await pass();
    expect(texts(b)).toEqual(["我的秘密"]);
    await a.logout();
    expect([texts(b), b.link.state, forgot]).toEqual([[], { kind: "stopped", code: loggedOut }, 1]);
    b.start();
    await pass();
    expect([b.connection, texts(b)]).toEqual(["online", []]);
  });

  test("that slept through it show nothing when they wake, and do not send what they held", async () => {
    const [a, b] = [at.tab(), at.tab()];
    await pass();
    b.say("我的秘密");
    await pass();
    at.server.crash(); // b hears nothing of it
    b.say("没发出去");
    void a.logout();
    await pass(6_000);
    at.server.up = true;
    await b.wake();
    expect([texts(b), b.outbox.list(""), b.link.state.kind]).toEqual([[], [], "stopped"]);
    b.start();
    await pass(1_000);
    expect(stored(at)).not.toContain("没发出去");
  });

  test("are told by the browser, too: another's token is not theirs", async () => {
    const s = at.tab();
    await pass();
    s.say("我的秘密");
    await pass();
    s.recheck();
    expect(texts(s)).toEqual(["我的秘密"]);
    at.shelf.set("yiwen/visitor/default", "token-wang");
    s.recheck();
    expect([texts(s), s.link.state.kind]).toEqual([[], "stopped"]);
    expect(kept()).toEqual(["yiwen/visitor/default=token-wang"]);
  });
});
