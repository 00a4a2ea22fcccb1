// The oldest browsers that the chat works in: Chrome 69 and Safari 12 (what old
// Android WebViews, WeChat's own browser and iPhones of 2018 have). The bundler
// lowers syntax and style; that nothing newer is left, and that nothing is called
// which they lack, is checked on what was built: `npm run build` fails.
import { type Node, parse } from "acorn";
import type { Plugin } from "vite";

/** For the bundler. */
export const oldest = ["chrome69", "safari12"];

/**
 * What is newer than they are, as far as somebody may write it without thinking.
 * With "mended", src/chat/old.ts brings it; the others need a guard that can be
 * seen in the same file: typeof x.name, "name" in x, or a condition that asks for it.
 */
export const newer: Record<string, "mended" | "guard"> = {
  at: "mended", findLast: "mended", toReversed: "mended", fromEntries: "mended", matchAll: "mended", queueMicrotask: "mended",
  replaceAll: "guard", allSettled: "guard", globalThis: "guard",
  findLastIndex: "guard", toSorted: "guard", toSpliced: "guard", hasOwn: "guard", structuredClone: "guard", randomUUID: "guard",
  replaceChildren: "guard", showModal: "guard", ResizeObserver: "guard", BroadcastChannel: "guard", locks: "guard", groupBy: "guard",
  withResolvers: "guard", requestIdleCallback: "guard", checkVisibility: "guard", WeakRef: "guard", visualViewport: "guard",
  createImageBitmap: "guard", Notification: "guard", checkpoint: "guard", canParse: "guard", isWellFormed: "guard", arrayBuffer: "guard",
};

/** Fails the build of what those browsers cannot read or do. */
export function old(): Plugin {
  return {
    name: "yiwen-old",
    writeBundle(_, bundle) {
      const faults = Object.values(bundle).flatMap((file) =>
        file.type === "chunk"
          ? unreadable(file.code).map((f) => `${file.fileName}: ${f}`)
          : file.fileName.endsWith(".css") ? unstyled(String(file.source)).map((f) => `${file.fileName}: ${f}`) : [],
      );
      if (faults.length > 0) this.error(`${oldest.join(" and ")} cannot do this:\n  ${faults.join("\n  ")}`);
    },
  };
}

type Tree = Node & Record<string, unknown>;

/** What is wrong with a built script, one line each. */
export function unreadable(code: string): string[] {
  let program: Node;
  try {
    // 2020 for import() and import.meta, which they know; the rest of that year is looked for below.
    program = parse(code, { ecmaVersion: 2020, sourceType: "module" });
  } catch (error) {
    return [`syntax: ${(error as Error).message}`];
  }
  const faults = new Set<string>();
  const used = new Set<string>();
  const guarded = new Set<string>();
  walk(program as Tree, (node, up) => {
    const syntax = tooNew(node);
    if (syntax) faults.add(syntax);
    const name = nameOf(node, up);
    if (name !== "" && newer[name] === "guard") (asks(node, up) ? guarded : used).add(name);
    if (node.type === "BinaryExpression" && node["operator"] === "in") guarded.add(String((node["left"] as Tree)["value"]));
  });
  for (const name of used) if (!guarded.has(name)) faults.add(`${name} without a guard`);
  return [...faults];
}

/** Syntax that the parser lets through. */
function tooNew(node: Tree): string {
  if (node.type === "ChainExpression") return "?.";
  if (node.type === "LogicalExpression" && node["operator"] === "??") return "??";
  if (node.type === "ExportAllDeclaration" && node["exported"]) return "export * as";
  const regex = node["regex"] as { pattern: string; flags: string } | undefined;
  if (regex && (/\(\?<[=!]/.test(regex.pattern) || /[dv]/.test(regex.flags))) return `/${regex.pattern}/${regex.flags}`;
  return "bigint" in node ? "BigInt" : "";
}

/** The name of a member or of a global that a node stands for. */
function nameOf(node: Tree, up: Tree | undefined): string {
  if (node.type === "MemberExpression" && !node["computed"]) return (node["property"] as { name: string }).name;
  const free = node.type === "Identifier" && up?.type !== "MemberExpression" && up?.type !== "Property" && up?.type !== "MethodDefinition";
  return free ? (node["name"] as string) : "";
}

/** Whether a node is only asked for, not used. */
function asks(node: Tree, up: Tree | undefined): boolean {
  if (!up) return false;
  if (up.type === "UnaryExpression" || up.type === "LogicalExpression" || up.type === "BinaryExpression") return true;
  return (up.type === "IfStatement" || up.type === "ConditionalExpression") && up["test"] === node;
}

function walk(node: Tree, visit: (node: Tree, up: Tree | undefined) => void, up?: Tree): void {
  visit(node, up);
  for (const value of Object.values(node)) {
    for (const inner of Array.isArray(value) ? value : [value]) {
      if (typeof inner === "object" && inner !== null && typeof (inner as Tree).type === "string") walk(inner as Tree, visit, node);
    }
  }
}

/** Style that they do not know and that has no plainer declaration before it, one line each. */
export function unstyled(css: string): string[] {
  const faults: string[] = [];
  if (/:(has|is|where)\(/.test(css)) faults.push("a selector with :has, :is or :where, which makes them drop the whole rule");
  if (/[{;]inset:/.test(css)) faults.push("inset");
  if (/@(layer|container)/.test(css)) faults.push("@layer or @container");
  for (const [, body = ""] of css.matchAll(/\{([^{}]*)\}/g)) {
    const plain = new Set<string>();
    for (const declaration of body.split(";")) {
      const [property = "", value = ""] = declaration.split(/:(.*)/s);
      if (property.startsWith("--")) continue;
      const fault = /\d[dsl]v[hw]\b|\b(min|max|clamp|color-mix)\(/.exec(value)?.[0];
      if (fault && !plain.has(property)) faults.push(`${property}: ${value} without a plainer one before it`);
      if (!fault) plain.add(property);
    }
  }
  return faults;
}
