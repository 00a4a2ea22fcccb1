import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Line, pause } from "./dial";
import { Sockets } from "./testing/server";

let sockets: Sockets;
let heard: string[];
let line: Line;

beforeEach(() => {
  vi.useFakeTimers();
  [sockets, heard] = [new Sockets(), []];
  line = new Line(
    "ws://test",
    { opened: () => heard.push("open"), received: (d) => heard.push(String(d)), closed: (code) => heard.push(String(code)) > 0 && code < 4000 },
    sockets.socketClass,
  );
});
afterEach(() => {
  line.close();
  vi.useRealTimers();
});

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

test("it dials, carries, and dials again after a pause", async () => {
  expect(line.send("{}")).toBe(false);
  await pass(0);
  sockets.last.open();
  sockets.last.push({ a: 1 });
  expect(line.send(`{"type":"read","seq":1}`)).toBe(true);
  sockets.last.drop(1012);
  expect(line.send("{}")).toBe(false);
  expect(heard).toEqual(["open", `{"a":1}`, "1012"]);
  await pass(499);
  expect(sockets.all).toHaveLength(1);
  await pass(1_501);
  expect(sockets.all).toHaveLength(2);
});

test("a code that says stay away ends it", async () => {
  await pass(0);
  sockets.last.drop(4003);
  await pass(60_000);
  expect([heard, sockets.all.length]).toEqual([["4003"], 1]);
});

test("what does not come to be is given up, and its late opening is not heard", async () => {
  await pass(10_000);
  expect(heard).toEqual(["1006"]);
  sockets.last.open();
  expect(heard).toEqual(["1006"]);
  await pass(2_000);
  expect(sockets.all).toHaveLength(2);
});

test("nothing is heard after hanging up, whenever that is", async () => {
  line.close();
  await pass(60_000);
  expect(sockets.all).toHaveLength(0);
  expect(heard).toEqual([]);
});

test("a class that throws is a connection that failed", async () => {
  const codes: number[] = [];
  const bad = new Line("ws://test", { opened: () => undefined, received: () => undefined, closed: (c) => codes.push(c) < 3 }, class {
    constructor() {
      throw new Error("SecurityError");
    }
  });
  await pass(60_000);
  bad.close();
  expect(codes).toEqual([1006, 1006, 1006]);
});

test("pauses grow, end, and are spread", () => {
  for (const [n, from, to] of [[1, 500, 2_000], [2, 800, 3_200], [9, 10_000, 15_000]] as const) {
    const drawn = Array.from({ length: 200 }, () => pause(n));
    expect(Math.min(...drawn)).toBeGreaterThanOrEqual(from);
    expect(Math.max(...drawn)).toBeLessThanOrEqual(to);
    expect(new Set(drawn).size).toBeGreaterThan(100);
  }
});
