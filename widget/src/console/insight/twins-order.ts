import type { Twin } from "../knowledge/shapes";

/** The kinds in the order of their weight. */
export const kinds = ["same", "steals", "near"] as const satisfies readonly Twin["kind"][];

/** From this lead on a wording is surely taken; below, customers who say it a little differently are mostly answered right. */
export const clear = 0.2;

/**
 * The pairs by kind, those that are taken by how far the other entry leads; and of
 * these the ones to begin with: all but where it leads by little, unless there is
 * nothing else.
 */
export function ordered(pairs: readonly Twin[]): { all: Twin[]; first: Twin[] } {
  const all = [...pairs].sort((a, b) => kinds.indexOf(a.kind) - kinds.indexOf(b.kind) || (a.kind === "steals" ? (b.gap ?? 0) - (a.gap ?? 0) : 0));
  const first = all.filter((p) => p.kind !== "steals" || (p.gap ?? 0) >= clear);
  return { all, first: first.length === 0 ? all : first };
}
