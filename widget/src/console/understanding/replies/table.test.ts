import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, test } from "vitest";
import { filled, labels, placeholders, situations, storedAs, strangers, wordingsOf } from "./table";

const go = (file: string) => readFileSync(resolve(import.meta.dirname, "../../../../../bot", file), "utf8");
const ours: string[] = Object.values(situations).flat();

test("every sentence of the program is on the page, and is a label where it is one there", () => {
  const spec = /type Replies struct \{(.*?)^\}/ms.exec(go("content.go"))?.[1] ?? "";
  const fields = [...spec.matchAll(/^\s+\w+\s+(\S+)\s+`yaml:"(\w+)"/gm)].map(([, type, name]) => ({ type, name: name ?? "" })).filter((f) => f.name !== "hot");
  expect(fields.length).toBeGreaterThan(40);
  expect([...ours].sort()).toEqual(fields.map((f) => f.name).sort());
  expect([...labels].sort()).toEqual(fields.filter((f) => f.type === "string").map((f) => f.name).sort());
});

test("what is filled in is what the program fills in", () => {
  const body = /func Placeholders\(.*?^\}/ms.exec(go("sentence.go"))?.[0] ?? "";
  const theirs: Record<string, string[]> = {};
  for (const [, names = "", list = ""] of body.matchAll(/case (.*?):\s*return \[\]string\{(.*?)\}/gs)) {
    for (const [, name = ""] of names.matchAll(/"(\w+)"/g)) theirs[name] = [...list.matchAll(/"(\w+)"/g)].map((m) => m[1] ?? "");
  }
  expect(placeholders).toEqual(theirs);
});

test("examples stand where something is filled in, and strangers are named", () => {
  expect(filled("工单 {number}，{when}上线，{other}", { number: "WO1", when: "明天" })).toBe("工单 WO1，明天上线，{other}");
  expect(strangers("{number} {nummer} {nummer}", ["number"])).toEqual(["nummer"]);
});

test("wordings are kept in the shorter form", () => {
  expect(storedAs(["a"])).toBe("a");
  expect(storedAs(["a", "b"])).toEqual(["a", "b"]);
  expect(wordingsOf("a")).toEqual(["a"]);
  expect([wordingsOf(""), wordingsOf(undefined)]).toEqual([[], []]);
});
