// Parts that come later are fetched by src/chat/bring.ts: 0.6 KiB less in the first
// load than the bundler's own helper.
import type { Plugin } from "vite";
import { src } from "./shared.ts";

/** Puts our own function in the place of Vite's helper for `import()`. Where that is not found any more, the build fails. */
export function ownWay(): Plugin {
  let found = false;
  return {
    name: "yiwen-bring",
    enforce: "pre",
    load(id) {
      if (id !== "\0vite/preload-helper.js") return undefined;
      found = true;
      return `export { bring as __vitePreload } from ${JSON.stringify(src("chat/bring.ts"))};`;
    },
    generateBundle() {
      if (!found) this.error("the bundler fetches parts in a way of its own again");
    },
  };
}
