import { defineConfig, mergeConfig } from "vite";
import { page, src } from "./shared.ts";

export default defineConfig(
  mergeConfig(page("console", "react"), {
    build: {
      rolldownOptions: {
        // The second is a shop's page without words, for looking at the chat on it.
        input: [src("console/index.html"), src("console/setup/preview.html")],
        // Ant Design's files begin with "use client", which means nothing here.
        onLog(level: string, log: { code?: string }, next: (level: string, log: object) => void) {
          if (log.code !== "MODULE_LEVEL_DIRECTIVE") next(level, log);
        },
      },
      // The desk is one tool that stays open all day: one cached chunk of Ant Design is right for it.
      chunkSizeWarningLimit: 1200,
    },
  }),
);
