// What is kept in the browser's database, by one tab and by several.
import { IDBFactory, IDBKeyRange } from "fake-indexeddb";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { BrowserDisk, patience } from "./disk";
import { DiskShelf } from "./diskshelf";
import { Outbox, outboxes } from "./outbox";
import { read } from "./read";
import { MemoryDisk } from "./testing/disk";
import { MemoryShelf } from "./testing/shelf";
import { Tabs } from "./tabs";

const say = (text: string) => ({ type: "say" as const, text });
const words = (o: Outbox) => o.list("").map((e) => `${e.command.type === "say" ? e.command.text : ""}:${e.state}`);

describe("BrowserDisk", () => {
  beforeEach(() => void vi.stubGlobal("IDBKeyRange", IDBKeyRange));
  afterEach(() => void vi.unstubAllGlobals());

  test("looking and removing make no database; the first record does", async () => {
    const factory = new IDBFactory();
    const disk = new BrowserDisk(() => factory);
    expect(await disk.all("")).toEqual([]);
    await disk.remove("a");
    expect(await factory.databases()).toEqual([]);
    await disk.put("a", "甲");
    expect((await factory.databases()).map((d) => d.name)).toEqual(["yiwen"]);
    expect(await new BrowserDisk(() => factory).all("")).toEqual([["a", "甲"]]);
    await disk.remove("a");
    expect(await disk.all("")).toEqual([]);
  });

  test("two that begin at once share one", async () => {
    const factory = new IDBFactory();
    const [a, b] = [new BrowserDisk(() => factory), new BrowserDisk(() => factory)];
    await Promise.all([a.all(""), b.all(""), a.put("a", "1"), b.put("b", "2")]);
    expect(await a.all("")).toEqual([["a", "1"], ["b", "2"]]);
  });

  test("where there is none, it says so", async () => {
    await expect(new BrowserDisk(() => undefined).all("")).rejects.toThrow("no IndexedDB");
  });

  test("one that hangs is waited for once", async () => {
    vi.useFakeTimers();
    const disk = new BrowserDisk(() => ({ open: () => ({}) }) as unknown as IDBFactory);
    const first = expect(disk.all("")).rejects.toThrow("does not answer");
    await vi.advanceTimersByTimeAsync(patience);
    await first;
    await expect(disk.put("a", "1")).rejects.toThrow("does not answer"); // at once
    vi.useRealTimers();
  });
});

describe("an outbox on a shared shelf", () => {
  const open: Tabs[] = [];
  const shelves: DiskShelf[] = [];
  let disk: MemoryDisk;
  let before: MemoryShelf;
  beforeEach(() => {
    disk = new MemoryDisk();
    before = new MemoryShelf();
  });
  afterEach(() => {
    for (const t of open.splice(0)) t.close();
  });

  /** A tab; only the fast way between tabs may be missing. */
  const tab = async (): Promise<Outbox> => {
    const tabs = new Tabs(`test-${expect.getState().currentTestName}`);
    open.push(tabs);
    const shelf = new DiskShelf(disk, before, tabs, outboxes);
    shelves.push(shelf);
    const box = new Outbox(before, "site:default");
    await shelf.ready;
    box.attach(shelf, read);
    return box;
  };
  const until = (look: () => void) => vi.waitFor(look, { timeout: 5_000 });

  test("a command may go when it is on the disk, and not before", async () => {
    const box = await tab();
    const entry = box.add(say("一"));
    expect(box.head("")).toBeUndefined();
    await until(() => expect(box.head("")).toBe(entry));
    expect(disk.map.size).toBe(1);
    expect(box.fleeting).toBe(false);
  });

  test("what is said before the shelf is there is on the one before, and goes behind what was there, whatever the clock", async () => {
    disk.map.set("yiwen/out/site%3Adefault/900000000000000/old", JSON.stringify({ command: say("旧"), lane: "", at: 1 }));
    const box = new Outbox(before, "site:default");
    box.add(say("新"));
    box.add(say("更新"));
    expect([box.head(""), before.keys("yiwen/out/").length]).toEqual([undefined, 2]);
    const shelf = new DiskShelf(disk, before, new Tabs("x"), outboxes);
    await shelf.ready;
    box.attach(shelf, read);
    expect(words(box)).toEqual(["旧:pending", "新:pending", "更新:pending"]);
    expect(box.head("")?.id).toBe("old");
    await until(() => expect([disk.map.size, before.keys("yiwen/out/")]).toEqual([3, []]));
  });

  test("what earlier versions left is taken over once", async () => {
    const key = "yiwen/out/site%3Adefault/000000000000001/old";
    before.set(key, JSON.stringify({ command: say("旧"), lane: "", at: 1 }));
    before.set("yiwen/visitor/default", "token");
    const box = await tab();
    expect(words(box)).toEqual(["旧:pending"]);
    await until(() => expect([...before.map.keys()]).toEqual(["yiwen/visitor/default"]));
    expect([...disk.map.keys()]).toEqual([key]);
  });

  test("a disk that fails: the shelf before takes it, and where that forgets, it is said", async () => {
    disk.fate = "fails";
    const box = await tab();
    box.add(say("一"));
    await until(() => expect(box.head("")).toBeTruthy());
    expect(box.fleeting).toBe(false);
    before.set = () => false;
    box.add(say("二"));
    await until(() => expect(box.fleeting).toBe(true));
    expect(words(box)).toEqual(["一:pending", "二:pending"]);
  });

  test("tabs see what the others say, get out and give up", async () => {
    const [a, b] = [await tab(), await tab()];
    const one = a.add(say("一"));
    await until(() => expect(words(b)).toEqual(["一:pending"]));
    const two = b.add(say("二"));
    await until(() => expect(words(a)).toEqual(["一:pending", "二:pending"]));
    b.failed(two.id, "不行");
    await until(() => expect(words(a)).toEqual(["一:pending", "二:failed"]));
    b.stored(one.id, 1);
    await until(() => expect(words(a)).toEqual(["一:stored", "二:failed"]));
    a.settle("", () => false, 9); // it is not known yet under which seq
    expect(words(a)).toEqual(["一:stored", "二:failed"]);
    a.remove(two.id);
    await until(() => expect(words(b)).toEqual(["一:stored"]));
    a.resumed(1);
    a.settle("", () => false, 1);
    expect(words(a)).toEqual([]);
  });

  test("what was refused is refused after a reload, too, until it is tried again", async () => {
    const box = await tab();
    const e = box.add(say("一"));
    box.failed(e.id, "太长");
    await until(() => expect([...disk.map.values()].join()).toContain("太长"));
    const after = await tab();
    expect(words(after)).toEqual(["一:failed"]);
    after.again(e.id);
    await until(() => expect(after.head("")?.id).toBe(e.id));
    expect(words(box)).toEqual(["一:pending"]);
  });

  test("a tab that was closed without a word: the next look finds what it wrote", async () => {
    const box = await tab();
    disk.map.set("yiwen/out/site%3Adefault/000000000000001/x", JSON.stringify({ command: say("遗言"), lane: "", at: 1 }));
    await shelves.at(-1)?.refresh();
    expect(words(box)).toEqual(["遗言:pending"]);
  });
});
