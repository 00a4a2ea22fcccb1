import { resolve } from "node:path";
import { defineConfig } from "vitest/config";

// Browser tests on the built program. They share one server per file and run
// one file at a time: a Chromium and a server are heavy enough.
export default defineConfig({
  root: resolve(import.meta.dirname, ".."),
  test: {
    name: "e2e",
    environment: "node",
    include: ["e2e/**/*.e2e.ts"],
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
