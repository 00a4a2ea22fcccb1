import { defineConfig, type Plugin } from "vite";
import { budget } from "./budget.ts";
import { out, packed, src } from "./shared.ts";
import { smaller } from "./smaller.ts";

// One classic script without imports: shops include it from pages of any age.
export default defineConfig({
  root: src("loader"),
  plugins: [tight(), smaller(), coloured(), packed("loader"), budget("loader", { first: 4, all: 4 })],
  build: {
    outDir: out("loader"),
    emptyOutDir: true,
    target: "es2018",
    lib: {
      entry: src("loader/main.ts"),
      formats: ["iife"],
      name: "yiwen", // asked for by the format; there is nothing to export
      fileName: () => "yiwen.js",
    },
  },
});

/** Takes the white space out of the style sheet, which is a text to the minifier. */
function tight(): Plugin {
  const squeeze = (css: string) =>
    css.replace(/\s*\n\s*/g, "").replace(/\s*([{};,])\s*/g, "$1").replace(/:\s+/g, ":").replace(/;}/g, "}");
  return {
    name: "yiwen-tight",
    transform: (code, id) => (id.endsWith("/loader/style.ts") ? code.replace(/`[^`]+`/, squeeze) : undefined),
  };
}

/** Fails the build of a script in which the server could not put a site's colour into the place of the product's own (see bot/server/httpd/loader.go). */
function coloured(): Plugin {
  return {
    name: "yiwen-coloured",
    writeBundle(_, bundle) {
      const file = bundle["yiwen.js"];
      if (file?.type !== "chunk" || !file.code.includes('"#1f5eff"')) this.error("the loader does not hold its colour");
    },
  };
}
