import { defineConfig } from "vite";
import { budget } from "./budget.ts";
import { out, packed, src } from "./shared.ts";

// One classic script without imports: shops include it from pages of any age.
export default defineConfig({
  root: src("loader"),
  plugins: [packed("loader"), budget("loader", { first: 4, all: 4 })],
  build: {
    outDir: out("loader"),
    emptyOutDir: true,
    target: "es2020",
    lib: {
      entry: src("loader/main.ts"),
      formats: ["iife"],
      name: "yiwen", // asked for by the format; there is nothing to export
      fileName: () => "yiwen.js",
    },
  },
});
