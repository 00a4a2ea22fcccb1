import { defineConfig } from "vite";
import { page } from "./shared.ts";

export default defineConfig(page("chat", "preact"));
