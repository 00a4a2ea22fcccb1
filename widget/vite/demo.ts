import { defineConfig } from "vite";
import { page } from "./shared.ts";

// Plain HTML and CSS; the only script on it is the one that any shop adds.
export default defineConfig(page("demo"));
