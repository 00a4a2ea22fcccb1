// What old browsers are given: run in a world of its own, from which all that is
// newer was taken.
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { createContext, runInContext } from "node:vm";
import ts from "typescript";
import { expect, test } from "vitest";

const source = ts.transpile(readFileSync(resolve(import.meta.dirname, "old.ts"), "utf8"), { target: ts.ScriptTarget.ES2018 });
const newer = { "Array.prototype": ["at", "findLast", "toReversed"], "String.prototype": ["at", "matchAll"], Object: ["fromEntries"], globalThis: ["queueMicrotask"] };

/** A browser of 2018 with what it is given. */
function browser(before = ""): (script: string) => unknown {
  const world = createContext({});
  const taken = Object.entries(newer).flatMap(([where, names]) => names.map((name) => `delete ${where}.${name};`));
  runInContext(`${taken.join("")}var window = globalThis;${before};${source}`, world);
  return (script) => JSON.parse(runInContext(`JSON.stringify(${script}) || "null"`, world) as string);
}

const cases: [string, unknown][] = [
  ["[0, 3, 4, -1, -4, -5].map((n) => [1, 2, 3, 4].at(n) || 0)", [1, 4, 0, 4, 1, 0]],
  ["[0, 3, 4, -1, -4, -5].map((n) => 'abcd'.at(n) || '')", ["a", "d", "", "d", "a", ""]],
  ["[1, 2, 3, 4].findLast((x) => x % 2 === 1)", 3],
  ["[1, 2].findLast((x, i) => x > 9 || i > 9)", null],
  ["((list) => [list.toReversed(), list])([1, 2, 3])", [[3, 2, 1], [1, 2, 3]]],
  ["Object.fromEntries(new Map([['a', 1], ['b', 2]]))", { a: 1, b: 2 }],
  ["[...'a1b2'.matchAll(/(\\d)|$/g)].map((m) => [m[0], m.index])", [["1", 1], ["2", 3], ["", 4]]],
  ["((p) => [[...'aa'.matchAll(p)].length, p.lastIndex])(/a/g)", [2, 0]],
  ["typeof queueMicrotask", "function"],
  ["((seen) => { for (const name in []) seen.push(name); return seen; })([])", []], // nothing shows up in loops
];
test.each(cases)("%s", (script, want) => {
  expect(browser()(script)).toEqual(want);
});

test("tasks that are queued come after what runs, and in order", async () => {
  const run = browser("var order = []");
  run("(queueMicrotask(() => order.push(2)), queueMicrotask(() => order.push(3)), order.push(1))");
  await Promise.resolve();
  expect(run("order")).toEqual([1, 2, 3]);
});

test("who has them keeps its own", () => {
  expect(browser("Array.prototype.findLast = () => 'mine'")("[].findLast()")).toBe("mine");
});
