// The files in the box over a reload.
import { signal } from "@preact/signals";
import { beforeEach, describe, expect, test, vi } from "vitest";
import type { Disk } from "../wire/disk";
import type { Attachment } from "../wire/frames";
import type { Locks } from "../wire/turn";
import { longestStay, mostBytes, Staying } from "./staying";
import { Uploads } from "./uploads";

const attachment = (name: string): Attachment => ({ id: `id-${name}`, name, type: "image/png", size: 3, url: `/files/id-${name}` });

let values: Map<string, unknown>;
let held: Map<string, Page>;
let clock: number;

const disk: Disk = {
  all: async (prefix) => [...values].filter(([key]) => key.startsWith(prefix)),
  put: async (key, value) => void values.set(key, structuredClone(value)),
  remove: async (key) => void values.delete(key),
};

/** One page of a browser: what is staged in it, and the locks that go with it. */
class Page {
  readonly visit = signal(0);
  readonly sent: string[] = [];
  readonly uploads = new Uploads(async (uploads) => ({
    take: async (key: string, file: File) => {
      this.sent.push(file.name);
      if (this.online) uploads.change(key, { state: "done", progress: 1, thumb: "data:,", attachment: attachment(file.name) });
      else uploads.change(key, { state: "failed", problem: "没有网络" });
    },
    drop: () => undefined,
  }) as never);
  online = true;
  private readonly locks = {
    request: (name: string, { signal: late }: { signal: AbortSignal }, work: () => Promise<void>) =>
      new Promise((_, fail) => {
        late.addEventListener("abort", () => fail(new Error("late")));
        if (held.has(name)) return;
        held.set(name, this);
        void work();
      }),
  } as unknown as Locks;

  /** Opens it in a browser that knows the customer, or does not. */
  async open(known = true): Promise<this> {
    await new Staying(disk, this.locks, "default", this.uploads, this.visit, () => clock).begin(known);
    return this;
  }

  close(): void {
    for (const [name, page] of held) if (page === this) held.delete(name);
  }

  get names(): string[] {
    return this.uploads.list.value.map((s) => `${s.name} ${s.state}`);
  }
}

const file = (name: string, size = 3) => {
  const made = new File(["abc"], name);
  Object.defineProperty(made, "size", { value: size });
  return made;
};

const stays = (count: number) => vi.waitFor(() => expect(values.size).toBe(count));

beforeEach(() => {
  values = new Map();
  held = new Map();
  clock = 1_000;
});

describe("the next page", () => {
  test("shows what is at the server with its picture, and sends what is not yet", async () => {
    const first = await new Page().open();
    first.uploads.add([file("甲.png")]);
    await vi.waitFor(() => expect(first.names).toEqual(["甲.png done"]));
    first.online = false;
    first.uploads.add([file("乙.png")]);
    await vi.waitFor(() => expect(first.names).toEqual(["甲.png done", "乙.png failed"]));
    await stays(2);
    first.close();
    const second = await new Page().open();
    expect(second.uploads.list.value[0]).toMatchObject({ name: "甲.png", state: "done", thumb: "data:,", attachment: attachment("甲.png") });
    await vi.waitFor(() => expect(second.names).toEqual(["甲.png done", "乙.png done"]));
    expect(second.sent).toEqual(["乙.png"]);
    await stays(2);
    second.close();
    expect((await new Page().open()).names).toEqual(["甲.png done", "乙.png done"]);
  });

  test("does not show what has been said, or taken out", async () => {
    const first = await new Page().open();
    first.uploads.add([file("甲"), file("乙")]);
    await stays(2);
    first.uploads.remove(first.uploads.list.value[0]?.key ?? "");
    await stays(1);
    first.uploads.clear();
    await stays(0);
  });

  test("does not show what another page holds, until that is gone", async () => {
    vi.useFakeTimers();
    const first = await new Page().open();
    first.uploads.add([file("甲")]);
    await vi.waitFor(() => expect(values.size).toBe(1));
    const second = new Page();
    const opening = second.open();
    await vi.advanceTimersByTimeAsync(10_000);
    await opening;
    expect(second.names).toEqual([]);
    expect(values.size).toBe(1);
    first.close();
    expect((await new Page().open()).names).toEqual(["甲 done"]);
    vi.useRealTimers();
  });

  test("throws away what is older than a day", async () => {
    const first = await new Page().open();
    first.uploads.add([file("甲")]);
    await stays(1);
    first.close();
    clock += longestStay;
    expect((await new Page().open()).names).toEqual([]);
    await stays(0);
  });

  test("of a browser that knows nobody any more shows nothing, and keeps nothing", async () => {
    const first = await new Page().open();
    first.uploads.add([file("甲")]);
    await stays(1);
    first.close();
    expect((await new Page().open(false)).names).toEqual([]);
    await stays(0);
  });
});

test("who leaves takes what other tabs staged with him", async () => {
  const [first, second] = [await new Page().open(), await new Page().open()];
  first.uploads.add([file("甲")]);
  await stays(1);
  second.visit.value++;
  await stays(0);
});

test("what is too large to be kept lives as long as the page", async () => {
  const page = new Page();
  page.online = false;
  await page.open();
  page.uploads.add([file("小"), file("大", mostBytes), file("次", 5)]);
  await stays(2);
  expect([...values.values()].map((v) => (v as { name: string }).name)).toEqual(["小", "次"]);
});

test("a database that fails keeps nobody from sending", async () => {
  const page = new Page();
  vi.spyOn(disk, "put").mockRejectedValue(new Error("full"));
  await page.open();
  page.uploads.add([file("甲")]);
  await vi.waitFor(() => expect(page.names).toEqual(["甲 done"]));
  vi.restoreAllMocks();
});
