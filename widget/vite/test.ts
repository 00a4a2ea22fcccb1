import { resolve } from "node:path";
import { defineConfig } from "vitest/config";

const root = resolve(import.meta.dirname, "..");

// Two projects, because the chat is Preact and the console React.
export default defineConfig({
  root,
  test: {
    projects: [
      {
        root,
        oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
        test: {
          name: "widget",
          environment: "happy-dom",
          include: ["src/**/*.test.{ts,tsx}", "vite/*.test.ts"],
          exclude: ["src/console/**"],
        },
      },
      {
        root,
        oxc: { jsx: { runtime: "automatic", importSource: "react" } },
        test: { name: "console", environment: "happy-dom", include: ["src/console/**/*.test.{ts,tsx}"] },
      },
    ],
  },
});
