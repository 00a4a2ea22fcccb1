import type { ReactNode } from "react";
import { Mark, SeverityMark } from "../../context/Mark";
import { clock } from "../../format";
import { strings } from "../../strings";
import type { EntryRow } from "../api";
import { Marks } from "../shared/Marks";
import { words } from "../words";

interface Column {
  /** In pixels; the least where it grows. */
  width: number;
  /** Its share of the room that is left. */
  grow?: number;
  cell(row: EntryRow): ReactNode;
}

const w = words.audiences;

/** The columns that there are, in their order. */
export const columns = {
  question: { width: 200, grow: 3, cell: (r) => <Question row={r} /> },
  category: { width: 90, grow: 1, cell: (r) => r.category },
  variants: { width: 64, cell: (r) => r.variants },
  state: { width: 150, cell: (r) => <Marks row={r} /> },
  tags: { width: 80, grow: 1, cell: (r) => r.tags?.map((t) => <Mark key={t}>{t}</Mark>) },
  team: { width: 80, cell: (r) => r.team && (strings.teams[r.team] ?? r.team) },
  severity: { width: 72, cell: (r) => <SeverityMark severity={r.severity} /> },
  audience: { width: 72, cell: (r) => r.audience && w[r.audience] },
  validity: { width: 190, cell: (r) => [r.from, r.until].some(Boolean) && `${r.from ?? "…"} ~ ${r.until ?? "…"}` },
  owner: { width: 90, cell: (r) => r.owner },
  review: { width: 100, cell: (r) => r.review_on },
  changed: { width: 130, cell: (r) => r.changed_at && words.at(r.changed_by ?? "", clock(r.changed_at, Date.now())) },
  id: { width: 160, cell: (r) => <span className="mono">{r.id}</span> },
} satisfies Record<string, Column>;

export type ColumnName = keyof typeof columns;

export const columnNames = Object.keys(columns) as ColumnName[];

/** Between columns, and at both ends of a row, in pixels. */
const gap = 10;
const box = 34;

/**
 * Columns as a CSS grid has them, and the least width of a row. It depends on
 * the columns only, never on what a row says: all rows stand in one line.
 */
export function layout(shown: readonly ColumnName[]): { template: string; least: number } {
  const chosen: Column[] = shown.map((c) => columns[c]);
  const template = chosen.map((c) => (c.grow ? `minmax(${c.width}px, ${c.grow}fr)` : `${c.width}px`));
  const least = chosen.reduce((sum, c) => sum + gap + c.width, box + 2 * gap);
  return { template: [`${box}px`, ...template].join(" "), least };
}

/** Those shown until others are chosen. */
export const usual: readonly ColumnName[] = ["question", "category", "variants", "state", "tags", "changed"];

/** The question, and what of the entry was found where that is something else. */
function Question({ row }: { row: EntryRow }) {
  return (
    <>
      <span className="rows-question" title={row.question}>{row.question}</span>
      {row.score !== undefined && <Mark tone={row.score >= 0.5 ? "good" : "plain"}>{`${Math.round(row.score * 100)}%`}</Mark>}
      {row.matched && row.matched !== row.question && <small className="soft" title={row.matched}>{row.matched}</small>}
    </>
  );
}
