import { describe, expect, test } from "vitest";
import type { LogEvent } from "./frames";
import { EventLog } from "./log";
import { dice } from "./testing/dice";

const event = (seq: number, cid?: string): LogEvent => ({
  conversation: "c", seq, at: seq, case: 1, from: { kind: "customer" }, kind: "message", text: `t${seq}`,
  ...(cid !== undefined && { cid }),
});
const shape = (log: EventLog) => log.list().map((i) => (i.kind === "hole" ? `${i.from}-${i.to}` : i.seq));

describe("EventLog", () => {
  test("keeps each event once, in the order of seq, whatever the order of arrival", () => {
    const log = new EventLog();
    expect(log.add(event(2), event(1))).toBe(true);
    expect(log.add(event(1), event(2))).toBe(false);
    log.add(event(3));
    expect(shape(log)).toEqual([1, 2, 3]);
    expect(log.last).toBe(3);
  });

  test("the first of two events with one seq stays", () => {
    const log = new EventLog();
    log.add(event(1, "a"));
    log.add({ ...event(1), text: "other" } as LogEvent);
    expect(log.list()).toMatchObject([{ text: "t1", cid: "a" }]);
  });

  test("a message that is taken back is marked, whichever came first", () => {
    const back = (seq: number, of: number): LogEvent => ({
      conversation: "c", seq, at: seq, case: 1, from: { kind: "customer" }, kind: "recalled", of,
    });
    const log = new EventLog();
    log.reset(1);
    log.add(event(2));
    const before = log.list()[0];
    log.add(back(3, 2), back(4, 1));
    log.prepend([event(1)], false);
    expect(log.list()).toMatchObject([{ seq: 1, recalled: true }, { seq: 2, recalled: true }, { seq: 3 }, { seq: 4 }]);
    expect(before).not.toHaveProperty("recalled");
    log.reset(0);
    log.add(event(2));
    expect(log.list()[1]).not.toHaveProperty("recalled");
  });

  test("a hole is known, stops last, and heals", () => {
    const log = new EventLog();
    log.add(event(1), event(4), event(7));
    expect(log.last).toBe(1);
    expect(log.hole()).toEqual({ kind: "hole", from: 2, to: 3 });
    expect(shape(log)).toEqual([1, "2-3", 4, "5-6", 7]);
    log.add(event(3), event(2));
    expect(log.hole()).toEqual({ kind: "hole", from: 5, to: 6 });
    log.add(event(6), event(5));
    expect(log.hole()).toBeNull();
    expect(log.last).toBe(7);
  });

  test("a seq from another world costs no time", () => {
    const log = new EventLog();
    log.add(event(1), event(Number.MAX_SAFE_INTEGER));
    expect(shape(log)).toEqual([1, `2-${Number.MAX_SAFE_INTEGER - 1}`, Number.MAX_SAFE_INTEGER]);
    expect(log.hole()).toMatchObject({ from: 2 });
  });

  test("begins in the middle after a snapshot and takes older history in front", () => {
    const log = new EventLog();
    log.reset(10);
    log.add(event(11), event(9));
    expect(shape(log)).toEqual([11]);
    log.prepend([event(8), event(9), event(10)], true);
    expect(shape(log)).toEqual([8, 9, 10, 11]);
    expect(log.first).toBe(8);
    log.prepend([event(1), event(2), event(3), event(4), event(5), event(6), event(7)], false);
    expect(log.first).toBe(1);
    expect(log.last).toBe(11);
  });

  test("an empty answer to a fetch of older history ends it", () => {
    const log = new EventLog();
    log.reset(10);
    log.prepend([], true);
    expect(log.first).toBe(1);
  });

  test("knows the client ids it holds, and forgets them with everything else", () => {
    const log = new EventLog();
    log.add(event(1, "a"));
    expect(log.has("a")).toBe(true);
    log.reset(0);
    expect(log.has("a")).toBe(false);
    expect(log.size).toBe(0);
  });

  test("any order of arrival gives the same log", () => {
    for (let seed = 1; seed <= 50; seed++) {
      const log = new EventLog();
      const roll = dice(seed);
      const order = Array.from({ length: 20 }, (_, i) => ({ e: event(i + 1), at: roll() })).sort((a, b) => a.at - b.at);
      for (const { e } of order) log.add(e);
      expect(log.last, `seed ${seed}`).toBe(20);
      expect(shape(log)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
    }
  });
});
