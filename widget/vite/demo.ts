import { defineConfig, mergeConfig } from "vite";
import { page, src } from "./shared.ts";

// Plain HTML and CSS, with the script that any shop adds and one that signs its
// members in: the front page, and one for each idiom of docs/embed.md.
const pages = ["index", "recharge", "cards"].map((name) => src(`demo/${name}.html`));

export default defineConfig(mergeConfig(page("demo"), { build: { rolldownOptions: { input: pages } } }));
