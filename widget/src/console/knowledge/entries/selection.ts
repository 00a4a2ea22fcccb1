import type { EntryFilter } from "../api";

/**
 * Which entries of a list are chosen: some by their ids, or all that the filter
 * finds, of which most are not on this page. `anchor` is the row that a range
 * begins at.
 */
export type Selection =
  | { kind: "some"; ids: ReadonlySet<string>; anchor?: number }
  | { kind: "all"; total: number };

export const nothing: Selection = { kind: "some", ids: new Set() };

export const all = (total: number): Selection => ({ kind: "all", total });

export const has = (s: Selection, id: string): boolean => s.kind === "all" || s.ids.has(id);

export const count = (s: Selection): number => (s.kind === "all" ? s.total : s.ids.size);

/** Chooses the row or lets it go. Where all were chosen, those that are known stay so but for this one: no more can be named without the rest. */
export function toggled(s: Selection, id: string, at: number, known: Iterable<string>): Selection {
  const ids = new Set(s.kind === "all" ? known : s.ids);
  if (s.kind === "all" || ids.has(id)) ids.delete(id);
  else ids.add(id);
  return { kind: "some", ids, anchor: at };
}

/** Chooses every row from the anchor to this one; `idAt` knows those that were loaded. */
export function ranged(s: Selection, to: number, idAt: (at: number) => string | undefined): Selection {
  if (s.kind === "all") return s;
  const from = s.anchor ?? to;
  const ids = new Set(s.ids);
  for (let i = Math.min(from, to); i <= Math.max(from, to); i++) {
    const id = idAt(i);
    if (id !== undefined) ids.add(id);
  }
  return { kind: "some", ids, anchor: from };
}

/** What the server is told: the ids, or the filter without its order. */
export function target(s: Selection, { sort: _sort, ...filter }: EntryFilter): { ids: string[] } | { filter: EntryFilter } {
  return s.kind === "all" ? { filter } : { ids: [...s.ids] };
}
