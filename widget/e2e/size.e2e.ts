// What every visitor of every shop downloads has a budget.
import { readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";

const dist = resolve(import.meta.dirname, "../dist");

/** Size of the built files of a part, compressed, in bytes. */
function size(part: string, ending: string): number {
  return readdirSync(resolve(dist, part), { recursive: true, encoding: "utf8" })
    .filter((f) => f.endsWith(ending))
    .reduce((sum, f) => sum + gzipSync(readFileSync(resolve(dist, part, f)), { level: 9 }).length, 0);
}

test("the loader fits into 4 KB", () => expect(size("loader", ".js")).toBeLessThanOrEqual(4 * 1024));
test("the script of the chat fits into 40 KB", () => expect(size("chat", ".js")).toBeLessThanOrEqual(40 * 1024));
test("the style of the chat fits into 5 KB", () => expect(size("chat", ".css")).toBeLessThanOrEqual(5 * 1024));
