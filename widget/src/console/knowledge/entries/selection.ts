import type { Bulk, EntryFilter } from "../api";

/**
 * Which entries of a list are chosen: some by their ids, or all that the filter
 * finds `but` for those that were let go again: most of them are not on this page,
 * nor is it known which they are. `anchor` is the row that a range begins at.
 */
export type Selection =
  | { kind: "some"; ids: ReadonlySet<string>; anchor?: number }
  | { kind: "all"; but: ReadonlySet<string> };

export const nothing: Selection = { kind: "some", ids: new Set() };

export const all: Selection = { kind: "all", but: new Set() };

export const has = (s: Selection, id: string): boolean => (s.kind === "all" ? !s.but.has(id) : s.ids.has(id));

/** How many are chosen of the `total` that the filter finds. */
export const count = (s: Selection, total: number): number => (s.kind === "all" ? Math.max(0, total - s.but.size) : s.ids.size);

/** Chooses the row or lets it go. */
export function toggled(s: Selection, id: string, at: number): Selection {
  return s.kind === "all" ? { kind: "all", but: flipped(s.but, id) } : { kind: "some", ids: flipped(s.ids, id), anchor: at };
}

function flipped(ids: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(ids);
  if (!next.delete(id)) next.add(id);
  return next;
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

/** What the server is told: the ids, or the filter without its order and what it is not about. */
export function target(s: Selection, { sort: _sort, ...filter }: EntryFilter): Pick<Bulk, "ids" | "filter" | "except"> {
  if (s.kind === "some") return { ids: [...s.ids] };
  return { filter, ...(s.but.size > 0 && { except: [...s.but] }) };
}
