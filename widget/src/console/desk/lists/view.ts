// What a list shows of a row: pure.
import type { Clock, Row } from "../../../wire/frames";
import { strings } from "../../strings";

/** How a customer is called: as the shop knows him, else by the conversation. */
export const nameOf = (row: Pick<Row, "conversation" | "profile">): string => row.profile?.name || strings.visitor(row.conversation);

/** The promise that counts now: of those not kept yet the one that is due first. */
export function urgentClock(row: Row): Clock | undefined {
  const open = (row.clocks ?? []).filter((c) => c.state === "running" || c.state === "soon" || c.state === "broken");
  return open.sort((a, b) => a.due_ms - b.due_ms)[0];
}

/** One line of what a place in the waiting line is made of. */
export interface Share {
  name: string;
  minutes: number;
}

/** What a place in the line counts: whole minutes waited, and what is added to them. */
export function standing(row: Row, now: number): { waited: number; shares: Share[]; sum: number } {
  const waited = Math.max(0, Math.floor((now - (row.waiting_since ?? now)) / 60_000));
  const shares = row.why_order ?? [];
  return { waited, shares, sum: waited + shares.reduce((n, s) => n + s.minutes, 0) };
}

/** What a list is narrowed to. */
export interface Filter {
  text: string;
  /** Id of a team, "" = all. */
  team: string;
}

/** The rows that hold all words of the text and belong to the team, in their order. */
export function narrow(rows: readonly Row[], { text, team }: Filter): readonly Row[] {
  const wanted = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (wanted.length === 0 && team === "") return rows;
  return rows.filter((row) => {
    if (team !== "" && row.team !== team) return false;
    if (wanted.length === 0) return true;
    const entities = row.entities?.map((e) => e.value) ?? [];
    const all = [
      nameOf(row), strings.visitor(row.conversation), row.profile?.user, row.last, row.asked, row.question, row.agent, row.ticket, ...entities,
    ].join("\n").toLowerCase();
    return wanted.every((w) => all.includes(w));
  });
}

/** The conversation `by` places after the open one; from the edge, or where none is open, the first or last. */
export function neighbour(rows: readonly Row[], open: string, by: 1 | -1): Row | undefined {
  const at = rows.findIndex((r) => r.conversation === open);
  if (at < 0) return by > 0 ? rows[0] : rows.at(-1);
  return rows[Math.min(rows.length - 1, Math.max(0, at + by))];
}
