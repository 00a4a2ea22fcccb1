// What people read is in catalogues (strings.ts, words.ts, *-strings.ts, *-words.ts; the locales/ of the chat), and all of a catalogue is used.
import { readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, test } from "vitest";

const chinese = /[\u3400-\u9fff\uff00-\uffef]/;

function sources(folder: string): { name: string; code: string }[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((f) => /\.tsx?$/.test(f) && !/\.test\.|testing\//.test(f))
    .map((name) => ({ name, code: bare(readFileSync(resolve(folder, name), "utf8")) }));
}

/** Code without its comments, which may say what they like. */
const bare = (code: string) => code.replace(/\/\*[\s\S]*?\*\//g, "").replace(/(^|[^:])\/\/.*$/gm, "$1");

/** The chat has a catalogue for each language, in parts. */
const isCatalogue = (app: string, name: string) => (app === "chat" ? /^locales\// : /(^|[/-])(strings|words)\.ts$/).test(name);

const keysOf = (code: string) => [...new Set([...code.matchAll(/^ {2}(\w+):/gm)].map((m) => m[1] ?? ""))];

for (const app of ["loader", "chat", "console"]) {
  const files = sources(resolve(import.meta.dirname, app));
  const catalogues = files.filter((f) => isCatalogue(app, f.name));
  const others = files.filter((f) => !isCatalogue(app, f.name));

  describe(app, () => {
    test("has a catalogue", () => expect(catalogues.flatMap((f) => keysOf(f.code)).length).toBeGreaterThan(2));

    test("has no words outside of it", () => {
      const words = others.flatMap((f) =>
        f.code.split("\n").filter((line) => chinese.test(line)).map((line) => `${f.name}: ${line.trim()}`),
      );
      expect(words).toEqual([]);
    });

    test.each(catalogues)("uses every entry of $name", ({ code }) => {
      const users = files.map((f) => f.code).join("\n");
      const unused = keysOf(code).filter((k) => !new RegExp(`\\.${k}\\b`).test(users));
      expect(unused).toEqual([]);
    });
  });
}

for (const room of ["wire", "embed", "markup"]) {
  test(`${room} has no words for people`, () => {
    const words = sources(resolve(import.meta.dirname, room)).flatMap((f) =>
      f.code.split("\n").filter((line) => /["'`>][^"'`<]*[\u4e00-\u9fff]/.test(line)).map((line) => `${f.name}: ${line.trim()}`),
    );
    expect(words).toEqual([]);
  });
}
