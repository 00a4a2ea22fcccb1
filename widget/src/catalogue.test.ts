// What people read is in catalogues (strings.ts, words.ts, and *-strings.ts, *-words.ts of a part), and all of a catalogue is used.
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

const isCatalogue = (name: string) => /(^|[/-])(strings|words)\.ts$/.test(name);

for (const app of ["loader", "chat", "console"]) {
  const files = sources(resolve(import.meta.dirname, app));
  const catalogues = files.filter((f) => isCatalogue(f.name));
  const others = files.filter((f) => !isCatalogue(f.name));

  describe(app, () => {
    test("has a catalogue", () => expect(catalogues.map((f) => f.name)).toContain("strings.ts"));

    test("has no words outside of it", () => {
      const words = others.flatMap((f) =>
        f.code.split("\n").filter((line) => chinese.test(line)).map((line) => `${f.name}: ${line.trim()}`),
      );
      expect(words).toEqual([]);
    });

    test.each(catalogues)("uses every entry of $name", ({ code }) => {
      const keys = [...new Set([...code.matchAll(/^ {2}(\w+):/gm)].map((m) => m[1] ?? ""))];
      const users = files.map((f) => f.code).join("\n");
      const unused = keys.filter((k) => !new RegExp(`\\.${k}\\b`).test(users));
      expect(keys.length).toBeGreaterThan(3);
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
