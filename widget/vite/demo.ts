import { defineConfig } from "vite";
import { page } from "./shared";

export default defineConfig(page("demo", "preact"));
