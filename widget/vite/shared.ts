// What the four builds have in common. Each part of the browser side is a Vite
// run of its own: the loader is one classic script, the pages are ES modules
// under their own base path, and none may share a chunk with another.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Plugin, UserConfig } from "vite";
import { brotli, type Gzip, quick } from "./gzip.ts";

const root = resolve(import.meta.dirname, "..");

/** Absolute path of a source folder. */
export const src = (part: string) => resolve(root, "src", part);

/** Absolute path of an output folder. Only it is emptied: dist/placeholder.txt stays. */
export const out = (part: string) => resolve(root, "dist", part);

/** Below this size, in bytes, compression saves nothing that is worth a file. */
const worthPacking = 256;

/** Puts compressed files, Brotli and gzip, next to each built one: the server sends them as they are. */
export function packed(part: string, gzip: Gzip = quick): Plugin {
  return {
    name: "yiwen-packed",
    async closeBundle() {
      for (const name of readdirSync(out(part), { recursive: true, encoding: "utf8" })) {
        if (!/\.(js|css|html|svg)$/.test(name)) continue;
        const body = readFileSync(resolve(out(part), name));
        if (body.length < worthPacking) continue;
        writeFileSync(resolve(out(part), `${name}.br`), await brotli(body));
        writeFileSync(resolve(out(part), `${name}.gz`), await gzip(body));
      }
    },
  };
}

/** A page: index.html in its source folder, served under /part/. */
export function page(part: string, jsxImportSource?: "preact" | "react", gzip?: Gzip): UserConfig {
  return {
    root: src(part),
    base: `/${part}/`,
    plugins: [packed(part, gzip)],
    ...(jsxImportSource && { oxc: { jsx: { runtime: "automatic", importSource: jsxImportSource } } }),
    build: {
      outDir: out(part),
      emptyOutDir: true,
      target: "es2022",
      // The polyfill is an inline script, which the page's CSP forbids.
      modulePreload: { polyfill: false },
      // Nothing is inlined as a data: URL, so that the CSP can say 'self'.
      assetsInlineLimit: 0,
    },
  };
}
