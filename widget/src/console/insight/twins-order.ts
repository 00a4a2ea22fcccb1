import type { Twin } from "../knowledge/shapes";

/** The kinds in the order of their weight. */
export const kinds = ["same", "steals", "near"] as const satisfies readonly Twin["kind"][];

/** From this lead on hardly any wording is shown in vain; of those below, two in five. */
export const clear = 0.5;

/**
 * The pairs by kind, those that are taken by how far the other entry leads, and of
 * each kind those of the same two entries side by side, where the first of them
 * stands: who has both open settles them at once. Beside all of them the ones to
 * begin with: without two entries of which neither leads by much, unless there is
 * nothing else.
 */
export function ordered(pairs: readonly Twin[]): { all: Twin[]; first: Twin[] } {
  const groups = new Map<string, Twin[]>();
  for (const p of [...pairs].sort((a, b) => kinds.indexOf(a.kind) - kinds.indexOf(b.kind) || (a.kind === "steals" ? lead(b) - lead(a) : 0))) {
    const both = JSON.stringify([p.kind, ...[p.entry, p.other].sort()]);
    groups.set(both, [...(groups.get(both) ?? []), p]);
  }
  const all = [...groups.values()];
  const first = all.filter(([p]) => p && (p.kind !== "steals" || lead(p) >= clear));
  return { all: all.flat(), first: (first.length === 0 ? all : first).flat() };
}

const lead = (p: Twin): number => p.gap ?? 0;
