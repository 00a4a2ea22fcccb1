import { defineConfig } from "vite";
import { page } from "./shared.ts";

// Plain HTML and CSS, with the script that any shop adds and one that signs its members in.
export default defineConfig(page("demo"));
