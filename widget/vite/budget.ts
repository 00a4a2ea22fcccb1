// What a part may weigh. `npm run build` fails where it weighs more, and says by
// how much and what is heavy in it.
import type { Plugin, Rollup } from "vite";
import { type Gzip, quick } from "./gzip.ts";

/** Limits in KiB, compressed as the server sends it. */
export interface Limits {
  /** What the page loads before anybody has done anything: the entry, what it imports at once, style, HTML. */
  first: number;
  /** All that one customer can come to load. Of alternatives, as languages, only the largest counts. */
  all: number;
  /** Files of which a customer loads one. */
  alternatives?: RegExp;
}

/** What was built, as the sizes need it. */
export type Bundle = Record<string, Pick<Rollup.OutputChunk, "type" | "fileName" | "code" | "isEntry" | "imports" | "modules" | "viteMetadata"> | Pick<Rollup.OutputAsset, "type" | "fileName" | "source">>;

/** Fails the build of a part that is too heavy. */
export function budget(part: string, limits: Limits, gzip?: Gzip): Plugin {
  return {
    name: "yiwen-budget",
    async writeBundle(_, bundle) {
      const { first, all } = await weigh(bundle as Bundle, limits.alternatives, gzip);
      const kept = (sum: number, limit: number) => `${kib(sum)} of ${limit} KiB`;
      const problem = first > limits.first * 1024 || all > limits.all * 1024;
      const report = `${part}: loads ${kept(first, limits.first)} first, ${kept(all, limits.all)} in all`;
      if (problem) this.error(`${report}: ${over(first, limits.first, "first")}${over(all, limits.all, "in all")}${heaviest(bundle as Bundle)}`);
      this.info(report);
    },
  };
}

/** The compressed sizes in bytes: of what is loaded first, and of all that one customer can load. Fonts and pictures do not count. */
export async function weigh(bundle: Bundle, alternatives = /^$/, gzip = quick): Promise<{ first: number; all: number }> {
  const sizes = new Map<string, number>();
  for (const file of Object.values(bundle)) {
    if (!/\.(js|css|html)$/.test(file.fileName)) continue;
    sizes.set(file.fileName, (await gzip(file.type === "chunk" ? file.code : file.source)).length);
  }
  const sum = (names: Iterable<string>) => [...names].reduce((total, name) => total + (sizes.get(name) ?? 0), 0);
  const either = [...sizes.keys()].filter((name) => alternatives.test(name)).map((name) => sizes.get(name) ?? 0);
  return { first: sum(atOnce(bundle)), all: sum(sizes.keys()) - either.reduce((a, b) => a + b, 0) + Math.max(0, ...either) };
}

/** The files that are loaded at once. */
function atOnce(bundle: Bundle): Set<string> {
  const found = new Set(Object.keys(bundle).filter((name) => name.endsWith(".html")));
  const take = (name: string) => {
    const file = bundle[name];
    if (file?.type !== "chunk" || found.has(name)) return;
    found.add(name);
    for (const style of file.viteMetadata?.importedCss ?? []) found.add(style);
    for (const inner of file.imports) take(inner);
  };
  for (const file of Object.values(bundle)) if (file.type === "chunk" && file.isEntry) take(file.fileName);
  return found;
}

const kib = (bytes: number) => (bytes / 1024).toFixed(2);

function over(sum: number, limit: number, what: string): string {
  return sum > limit * 1024 ? `\n  ${kib(sum - limit * 1024)} KiB too much ${what}` : "";
}

/** The modules that are worth a look, before compression. */
function heaviest(bundle: Bundle): string {
  const modules = Object.values(bundle).flatMap((file) =>
    file.type === "chunk" ? Object.entries(file.modules).map(([id, m]) => ({ id, in: file.fileName, size: m.renderedLength })) : [],
  );
  const lines = modules.sort((a, b) => b.size - a.size).slice(0, 12).map((m) => `\n  ${kib(m.size)} KiB ${m.id.replace(/^.*\/widget\//, "")} (${m.in})`);
  return lines.join("");
}
