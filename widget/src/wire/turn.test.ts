import { describe, expect, test } from "vitest";
import { FakeLocks } from "./testing/locks";
import { type Locks, Turn } from "./turn";

const settled = async () => {
  for (let i = 0; i < 10; i++) await Promise.resolve();
};

/** Tabs that want a turn, and what they heard. */
function tabs(n: number, locks: Locks | undefined) {
  const heard: string[] = [];
  const all = Array.from({ length: n }, (_, i) => {
    const name = "abc"[i];
    return new Turn("t", { given: () => heard.push(`${name}+`), taken: () => heard.push(`${name}-`) }, locks);
  });
  return { heard, all: all as [Turn, Turn, Turn] };
}

describe("Turn", () => {
  test("goes from one to the next in line when a tab is closed", async () => {
    const { heard, all: [a, b, c] } = tabs(3, new FakeLocks());
    for (const t of [a, b, c]) t.want();
    await settled();
    expect(heard).toEqual(["a+"]);
    a.release();
    await settled();
    expect(heard).toEqual(["a+", "b+"]);
    b.release();
    await settled();
    expect(heard).toEqual(["a+", "b+", "c+"]);
  });

  test("is taken by the tab in which somebody writes, and comes back", async () => {
    const { heard, all: [a, b] } = tabs(2, new FakeLocks());
    a.want();
    b.want();
    await settled();
    b.take();
    await settled();
    expect(heard.filter((h) => h.startsWith("a"))).toEqual(["a+", "a-"]);
    expect(heard.filter((h) => h.startsWith("b"))).toEqual(["b+"]);
    b.take(); // it has it
    await settled();
    b.release();
    await settled();
    expect(heard.at(-1)).toBe("a+");
    expect(heard).toHaveLength(4);
  });

  test("is not given to who has left the line", async () => {
    const { heard, all: [a, b, c] } = tabs(3, new FakeLocks());
    for (const t of [a, b, c]) t.want();
    await settled();
    b.release();
    a.release();
    await settled();
    expect(heard).toEqual(["a+", "c+"]);
  });

  test("may be wanted again at once", async () => {
    const { heard, all: [a] } = tabs(1, new FakeLocks());
    a.want();
    await settled();
    a.release();
    a.want();
    await settled();
    expect(heard).toEqual(["a+", "a+"]);
  });

  test("is everybody's where there are no locks", () => {
    const { heard, all: [a, b] } = tabs(2, undefined);
    a.want();
    b.want();
    b.take();
    expect(heard).toEqual(["a+", "b+"]);
  });

  test("is everybody's where the browser lets this frame have no locks", async () => {
    const denied = { request: () => Promise.reject(new DOMException("denied", "SecurityError")) } as unknown as Locks;
    const { heard, all: [a, b] } = tabs(2, denied);
    a.want();
    b.want();
    b.take();
    await settled();
    expect([heard.sort(), a.mine, b.mine]).toEqual([["a+", "b+"], true, true]);
    a.release();
    expect(a.mine).toBe(false);
  });
});
