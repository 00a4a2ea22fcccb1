import { describe, expect, test } from "vitest";
import { Outbox, outcome } from "./outbox";
import { read } from "./read";
import { BrowserShelf } from "./shelf";
import { MemoryShelf } from "./testing/shelf";

const say = (text: string) => ({ type: "say" as const, text });
const words = (o: Outbox, lane = "") =>
  o.list(lane).map((e) => (e.command.type === "say" ? e.command.text : e.command.type));

describe("Outbox", () => {
  test("a durable command is on the shelf before add returns; another page finds it, in order", () => {
    const shelf = new MemoryShelf();
    const first = new Outbox(shelf, "site:default", () => 1_000, read);
    for (const t of ["一", "二", "三"]) first.add(say(t));
    const second = new Outbox(shelf, "site:default", undefined, read);
    expect(words(second)).toEqual(["一", "二", "三"]);
    expect(second.list("").map((e) => e.id)).toEqual(first.list("").map((e) => e.id));
  });

  test("a clock that goes back does not change the order", () => {
    const shelf = new MemoryShelf();
    let now = 9_000;
    const box = new Outbox(shelf, "site:default", () => now, read);
    box.add(say("一"));
    now = 10;
    box.add(say("二"));
    expect(words(new Outbox(shelf, "site:default", () => now, read))).toEqual(["一", "二"]);
  });

  test("scopes do not see each other", () => {
    const shelf = new MemoryShelf();
    new Outbox(shelf, "desk:agent1", undefined, read).add(say("甲"));
    expect(words(new Outbox(shelf, "desk:agent2", undefined, read))).toEqual([]);
    expect(words(new Outbox(shelf, "desk", undefined, read))).toEqual([]);
    expect(shelf.map.size).toBe(1);
  });

  test("a stored command leaves the shelf, and the outbox when the log has it", () => {
    const shelf = new MemoryShelf();
    const box = new Outbox(shelf, "site:default", undefined, read);
    const e = box.add(say("一"));
    box.stored(e.id, 7);
    expect(shelf.map.size).toBe(0);
    box.settle("", () => false, 6);
    expect(words(box)).toEqual(["一"]);
    box.settle("", () => false, 7);
    expect(words(box)).toEqual([]);
  });

  test("what else is on the shelf, or broken, is not sent", () => {
    const shelf = new MemoryShelf();
    shelf.set("yiwen/out/site%3Adefault/1/a", "{");
    shelf.set("yiwen/out/site%3Adefault/2/b", `{"command":{},"lane":"","at":1}`);
    shelf.set("yiwen/out/site%3Adefault/3/c", `{"command":{"type":"say"},"lane":"","at":1}`);
    shelf.set("yiwen/out/site%3Adefault/nonsense", "1");
    shelf.set("other", "kept");
    expect(new Outbox(shelf, "site:default", undefined, read).list("")).toEqual([]);
    expect([...shelf.map.keys()]).toEqual(["other"]);
  });

  test("a command that is not durable is forgotten with the page", () => {
    const shelf = new MemoryShelf();
    new Outbox(shelf, "desk:a", undefined, read).add({ type: "accept" }, "c", false);
    expect(shelf.map.size).toBe(0);
  });

  test("outcome tells how a command ended", async () => {
    const box = new Outbox(new MemoryShelf(), "desk:a", undefined, read);
    const [won, lost] = [box.add({ type: "accept" }, "c", false), box.add({ type: "accept" }, "d", false)];
    const outcomes = Promise.allSettled([outcome(box, won.id), outcome(box, lost.id)]);
    box.stored(won.id, 3);
    box.failed(lost.id, "小陈已接入");
    expect(await outcomes).toMatchObject([{ status: "fulfilled" }, { status: "rejected", reason: { message: "小陈已接入" } }]);
  });
});

describe("BrowserShelf", () => {
  test("keeps in localStorage", () => {
    const shelf = new BrowserShelf();
    expect(shelf.set("a/1", "x")).toBe(true);
    expect(new BrowserShelf().get("a/1")).toBe("x");
    expect(new BrowserShelf().keys("a/")).toEqual(["a/1"]);
    shelf.remove("a/1");
    expect(shelf.get("a/1")).toBeNull();
  });

  const broken: [string, () => Storage][] = [
    ["forbidden", () => { throw new DOMException("denied", "SecurityError"); }],
    ["full", () => ({ setItem() { throw new DOMException("full", "QuotaExceededError"); }, getItem: () => null, removeItem() {}, length: 0 }) as unknown as Storage],
  ];
  for (const [name, storage] of broken) {
    test(`keeps in memory where storage is ${name}, and says so`, () => {
      const shelf = new BrowserShelf(storage);
      expect(shelf.set("a/1", "x")).toBe(false);
      expect(shelf.get("a/1")).toBe("x");
      expect(shelf.keys("a/")).toEqual(["a/1"]);
      shelf.remove("a/1");
      expect(shelf.keys("a/")).toEqual([]);
    });
  }
});
