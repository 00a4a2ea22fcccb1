// Tabs of one visitor that keep and send together, on a disk, locks and a channel
// of their own; and a browser that keeps nothing before it has to.
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { CustomerSession } from "./customer";
import { keep } from "./kept";
import { MemoryDisk } from "./testing/disk";
import { FakeLocks } from "./testing/locks";
import { FakeServer } from "./testing/server";
import { MemoryShelf } from "./testing/shelf";
import { texts } from "./testing/visitor";

let server: FakeServer;
let shelf: MemoryShelf;
let disk: MemoryDisk;
let locks: FakeLocks;
let open: CustomerSession[];
let brought: number;

beforeEach(() => {
  [server, shelf, disk, locks, open, brought] = [new FakeServer(), new MemoryShelf(), new MemoryDisk(), new FakeLocks(), [], 0];
});
afterEach(() => {
  for (const s of open) s.close();
});

/** Opens a tab, in a browser that has everything. */
function tab(): CustomerSession {
  const s = new CustomerSession({
    url: "ws://test/ws", site: "default", shelf, socketClass: server.sockets.socketClass,
    keep: async () => {
      brought++;
      return keep(`${expect.getState().currentTestName}`, shelf, disk, locks);
    },
  });
  open.push(s);
  s.start();
  return s;
}

/** Two tabs of a visitor who has done something in the first. */
async function two(): Promise<[CustomerSession, CustomerSession]> {
  const [a, b] = [tab(), tab()];
  await online(a, b);
  a.meet();
  b.recheck(); // as the storage event has it do
  await Promise.all([a.keep(), b.keep()]);
  return [a, b];
}

const until = (look: () => void) => vi.waitFor(look, { timeout: 5_000, interval: 2 });
const online = (...tabs: CustomerSession[]) => until(() => expect(tabs.map((s) => s.connection)).toEqual(tabs.map(() => "online")));
/** What stands on the screen: the log, and what is on its way. */
const shown = (s: CustomerSession) => [
  ...texts(s), ...s.outbox.list("").filter((e) => !s.thread.has(e.id)).map((e) => (e.command.type === "say" ? e.command.text : "")),
];
const said = () => server.log.map((e) => (e.kind === "message" ? e.text : e.kind));
const says = () => server.received.flatMap((f) => (f.type === "say" ? [f.text] : []));

describe("who only looks", () => {
  test("leaves nothing, and nothing is brought for him", async () => {
    const s = tab();
    await online(s);
    s.read(1);
    expect([brought, shelf.keys(""), disk.map.size, s.token]).toEqual([0, [], 0, "token-1"]);
  });

  test("is known from his first input on", async () => {
    const s = tab();
    await online(s);
    s.meet();
    expect(shelf.get("yiwen/visitor/default")).toBe("token-1");
    expect(disk.map.size).toBe(0);
  });

  test("joins the visitor of another tab, who did something first", async () => {
    const a = tab();
    await online(a);
    server.token = "token-2";
    const b = tab();
    await online(b);
    expect([a.token, b.token]).toEqual(["token-1", "token-2"]);
    b.meet();
    a.recheck(); // as the storage event has it do
    await until(() => expect(server.received.at(-1)).toMatchObject({ type: "hello", visitor: "token-2" }));
    await online(a);
    a.say("在吗");
    await until(() => expect(texts(a)).toEqual(["在吗"]));
    expect([shelf.get("yiwen/visitor/default"), a.token, b.token]).toEqual(["token-2", "token-2", "token-2"]);
  });

  test("and writes before there is a connection, is heard after a reload", async () => {
    server.up = false;
    const before = tab();
    before.say("有人吗");
    await until(() => expect(disk.map.size).toBe(1));
    before.close();
    server.up = true;
    const after = tab();
    await until(() => expect(texts(after)).toEqual(["有人吗"]));
    await until(() => expect(disk.map.size).toBe(0));
  });
});

describe("tabs of one visitor", () => {
  test("what two say in turn is there once and in order, in both", async () => {
    const [a, b] = await two();
    const wanted = Array.from({ length: 20 }, (_, i) => `${i}`);
    for (const [i, text] of wanted.entries()) {
      const [one, other] = i % 2 ? [b, a] : [a, b];
      one.say(text);
      await until(() => expect(shown(other)).toContain(text)); // nobody types in two tabs at once
    }
    await until(() => expect([texts(a), texts(b)]).toEqual([said(), said()]));
    await until(() => expect([a.outbox.list(""), b.outbox.list("")]).toEqual([[], []]));
    expect(said()).toEqual(wanted);
    await until(() => expect(disk.map.size).toBe(0));
  });

  test("one sends what the other said offline, once, and neither shows it as gone meanwhile", async () => {
    const [a, b] = await two();
    server.crash();
    a.say("一");
    await until(() => expect(b.outbox.list("")).toHaveLength(1));
    b.say("二");
    await until(() => expect(a.outbox.list("")).toHaveLength(2));
    const gaps: string[][] = [];
    b.subscribe(() => shown(b).length < 2 && gaps.push(shown(b)));
    server.up = true;
    void a.wake();
    void b.wake();
    await until(() => expect([texts(a), texts(b)]).toEqual([["一", "二"], ["一", "二"]]));
    expect(gaps).toEqual([]);
    await until(() => expect(disk.map.size).toBe(0));
  });

  test("a tab that is closed in the middle: another sends what it left, and nothing twice", async () => {
    const [a, b] = await two();
    let times = 0;
    server.fault = (f) => (f.type === "say" && f.text === "二" && times++ === 0 ? "mute" : undefined); // stored, nobody hears
    for (const text of ["一", "二", "三"]) a.say(text);
    await until(() => expect(times).toBe(1));
    a.close();
    await until(() => expect(said()).toEqual(["一", "二", "三"]));
    await until(() => expect(texts(b)).toEqual(["一", "二", "三"]));
    await until(() => expect([b.outbox.list(""), disk.map.size]).toEqual([[], 0]));
  });

  test("a tab that hangs and has the turn holds nobody up who writes", async () => {
    const [a, b] = await two();
    server.fault = (f) => (f.type === "say" ? "ignore" : undefined); // as if a were frozen with it
    a.say("一");
    await until(() => expect(says()).toEqual(["一"]));
    await until(() => expect(b.outbox.list("")).toHaveLength(1));
    server.fault = () => undefined;
    b.say("二");
    await until(() => expect(said()).toEqual(["一", "二"]));
    await until(() => expect([texts(a), texts(b)]).toEqual([said(), said()]));
  });

  test("logging out leaves nothing on the disk, of what is read late neither", async () => {
    server.up = false;
    const before = tab();
    before.say("秘密");
    await until(() => expect(disk.map.size).toBe(1));
    before.close();
    server.up = true;
    const after = tab();
    const gone = after.logout(); // before anything was read
    await gone;
    await until(() => expect(disk.map.size).toBe(0));
    expect([said(), after.outbox.list("")]).toEqual([[], []]);
  });

  test("a disk that fails holds nothing up", async () => {
    disk.fate = "fails";
    const s = tab();
    await online(s);
    s.say("在吗");
    await until(() => expect(texts(s)).toEqual(["在吗"]));
    expect(shelf.keys("yiwen/out/")).toEqual([]);
  });

  test("where nothing can be brought, the shelf does", async () => {
    const s = new CustomerSession({
      url: "ws://test/ws", site: "default", shelf, socketClass: server.sockets.socketClass, keep: () => Promise.reject(new Error("offline")),
    });
    open.push(s);
    s.start();
    await online(s);
    s.say("在吗");
    await until(() => expect(texts(s)).toEqual(["在吗"]));
  });
});
