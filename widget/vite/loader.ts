import { defineConfig } from "vite";
import { out, src } from "./shared";

// One classic script without imports: shops include it from pages of any age.
export default defineConfig({
  root: src("loader"),
  build: {
    outDir: out("loader"),
    emptyOutDir: true,
    target: "es2020",
    lib: {
      entry: src("loader/main.ts"),
      formats: ["iife"],
      name: "YiwenLoader",
      fileName: () => "yiwen.js",
    },
  },
});
