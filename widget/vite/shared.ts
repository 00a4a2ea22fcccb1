// What the four builds have in common. Each part of the browser side is a Vite
// run of its own: the loader is one classic script, the pages are ES modules
// under their own base path, and none may share a chunk with another.
import { resolve } from "node:path";
import type { UserConfig } from "vite";

const root = resolve(import.meta.dirname, "..");

/** Absolute path of a source folder. */
export const src = (part: string) => resolve(root, "src", part);

/** Absolute path of an output folder. Only it is emptied: dist/placeholder.txt stays. */
export const out = (part: string) => resolve(root, "dist", part);

/** A page: index.html in its source folder, served under /part/. */
export function page(part: string, jsxImportSource: "preact" | "react"): UserConfig {
  return {
    root: src(part),
    base: `/${part}/`,
    oxc: { jsx: { runtime: "automatic", importSource: jsxImportSource } },
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
