import { expect, test } from "vitest";
import { type Bundle, weigh } from "./budget.ts";

const noise = (bytes: number) => Array.from({ length: bytes }, (_, i) => String.fromCharCode(33 + ((i * i * 7 + i) % 89))).join("");

/** A script that imports others at once; one more is only loaded on demand. */
function chunk(fileName: string, imports: string[], isEntry = false, styles: string[] = []): Bundle[string] {
  return { type: "chunk", fileName, code: noise(500), imports, isEntry, modules: {}, viteMetadata: { importedCss: new Set(styles), importedAssets: new Set() } } as unknown as Bundle[string];
}

const asset = (fileName: string): Bundle[string] => ({ type: "asset", fileName, source: noise(500) });

const bundle: Bundle = {
  "index.html": asset("index.html"),
  "a/index.js": chunk("a/index.js", ["a/shared.js"], true, ["a/index.css"]),
  "a/shared.js": chunk("a/shared.js", ["a/index.js"]), // a circle ends
  "a/index.css": asset("a/index.css"),
  "a/rare.js": chunk("a/rare.js", ["a/shared.js"]),
  "a/rare.css": asset("a/rare.css"),
  "a/picture.png": asset("a/picture.png"),
};

test("of alternatives only the largest counts", async () => {
  const { all } = await weigh(bundle);
  expect((await weigh(bundle, /rare\./)).all).toBeLessThan(all);
  expect((await weigh(bundle, /nothing/)).all).toBe(all);
});

test("first is the page, its entry, what that imports, and their style", async () => {
  const one = (await weigh({ "index.html": asset("index.html") })).first;
  expect(one).toBeGreaterThan(20);
  expect(await weigh(bundle)).toEqual({ first: 4 * one, all: 6 * one });
});
