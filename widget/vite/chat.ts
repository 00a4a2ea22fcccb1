import { defineConfig, mergeConfig } from "vite";
import { budget } from "./budget.ts";
import { page } from "./shared.ts";

export default defineConfig(mergeConfig(page("chat", "preact"), { plugins: [budget("chat", { first: 40, all: 60 })] }));
