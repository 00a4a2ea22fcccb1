// The order in which rules are asked: by priority, and of equals by their places in the list.
import { moved } from "../moved";
import type { Shown } from "../Split";
import type { Rule } from "../shapes";

const priorityOf = (p: Shown<Rule>): number => p.shown.priority ?? 0;

/** The rules in the order in which they are asked. */
export const inTurn = (items: readonly Shown<Rule>[]): Shown<Rule>[] =>
  [...items].sort((a, b) => priorityOf(b) - priorityOf(a) || a.position - b.position || (a.id < b.id ? -1 : 1));

/** A rule as it is to be saved: it is as it was, in another place. */
export interface Replaced {
  id: string;
  body: Rule;
  rev: number;
  position: number;
}

/**
 * What is to be saved so that a rule of `all`, which is in turn, comes one place
 * earlier or later among those of its priority; nothing where it is the first or
 * the last of them. Those that are to be removed have no turn any more.
 */
export function replaced(all: readonly Shown<Rule>[], rule: Shown<Rule>, by: -1 | 1): Replaced[] {
  const equals = all.filter((p) => p.body && priorityOf(p) === priorityOf(rule));
  const at = equals.findIndex((p) => p.id === rule.id);
  if (at < 0 || at + by < 0 || at + by >= equals.length) return [];
  // Two may share a place, made at the same time: in the new order none do.
  let last = -1;
  const places = equals.map((p) => (last = Math.max(p.position, last + 1)));
  return moved(equals, at, by).flatMap(({ id, shown, rev, position }, i) => {
    const place = places[i] ?? position;
    return place === position ? [] : [{ id, body: shown, rev, position: place }];
  });
}
