import { defineConfig, mergeConfig, type Rollup } from "vite";
import { ownWay } from "./bring.ts";
import { budget } from "./budget.ts";
import { smallest } from "./gzip.ts";
import { old, oldest } from "./old.ts";
import { page } from "./shared.ts";
import { smaller } from "./smaller.ts";

/** What only parts that come later need is one style: a file for each compresses worse by half, and comes with a request. */
const laterStyle = { name: "later", test: /\.css$/ };

/** What the page needs at once is one file: shared pieces in files of their own compress worse and cost requests. */
function atOnce(id: string, graph: Pick<Rollup.PluginContext, "getModuleInfo">): string | null {
  const seen = new Set<string>();
  const needed = (module: string): boolean => {
    if (seen.has(module)) return false;
    seen.add(module);
    const info = graph.getModuleInfo(module);
    return info !== null && (info.isEntry || info.importers.some(needed));
  };
  return needed(id) ? "chat" : null;
}

/** The scripts to fetch beside a part: not itself, and not what is here already. */
const beside = (part: string, needs: string[]) => needs.filter((file) => file !== part && !file.startsWith("assets/index-"));

export default defineConfig(
  mergeConfig(page("chat", "preact", smallest), {
    plugins: [ownWay(), smaller(), budget("chat", { first: 39, all: 72, alternatives: /\/(en|zh-TW)-/ }, smallest), old()],
    build: {
      modulePreload: { polyfill: false, resolveDependencies: beside },
      target: oldest,
      cssTarget: oldest,
      rolldownOptions: { output: { codeSplitting: { groups: [{ name: atOnce, debugName: "at once" }, laterStyle] } } },
    },
  }),
);
