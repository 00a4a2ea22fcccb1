import { listNames, type Row } from "../../../wire/frames";
import type { DeskLists } from "../../../wire/lists";
import { stand } from "../../context/Clocks";

/** All live cases of a supervisor's lists, each once: those that want somebody first. */
export function live(lists: DeskLists): Row[] {
  const rows = new Map<string, Row>();
  for (const name of listNames) for (const row of lists.list(name)) rows.set(row.conversation, row);
  return [...rows.values()].filter((r) => r.state !== "" && r.state !== "closed").sort(byNeed);
}

/** How the floor stands. Times in milliseconds. */
export interface Figures {
  /** In the line, offered ones included. */
  waiting: number;
  longest: number;
  /** Cases with a broken promise. */
  broken: number;
  /** Cases that people have. */
  serving: number;
}

export function figures(rows: readonly Row[], now: number): Figures {
  const inLine = rows.filter(queued);
  return {
    waiting: inLine.length,
    longest: Math.max(0, ...inLine.map((r) => now - (r.waiting_since ?? now))),
    broken: rows.filter((r) => broken(r, now)).length,
    serving: rows.filter((r) => r.state === "assigned" || r.state === "snoozed").length,
  };
}

/** Whether a promise of the case is broken and not kept since. */
export const broken = (r: Row, now: number): boolean => (r.clocks ?? []).some((c) => stand(c, now) === "broken");

const queued = (r: Row) => r.state === "waiting" || r.state === "offered";

const need: Partial<Record<Row["state"], number>> = { waiting: 0, offered: 0, assigned: 1, snoozed: 2, bot: 3 };

function byNeed(a: Row, b: Row): number {
  const order = (need[a.state] ?? 4) - (need[b.state] ?? 4);
  if (order !== 0) return order;
  const line = queued(a) ? (a.line_at ?? a.waiting_since ?? 0) - (b.line_at ?? b.waiting_since ?? 0) : (b.last_at ?? 0) - (a.last_at ?? 0);
  return line || (a.conversation < b.conversation ? -1 : 1);
}
