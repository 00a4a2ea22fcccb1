import type { ReactNode } from "react";
import { Mark, SeverityMark } from "../../context/Mark";
import { clock } from "../../format";
import { strings } from "../../strings";
import type { EntryRow } from "../api";
import { Marks } from "../shared/Marks";
import { words } from "../words";

interface Column {
  /** As CSS grids have it. */
  width: string;
  cell(row: EntryRow): ReactNode;
}

const w = words.audiences;

/** The columns that there are, in their order. */
export const columns = {
  question: { width: "minmax(200px, 3fr)", cell: (r) => <Question row={r} /> },
  category: { width: "minmax(90px, 1fr)", cell: (r) => r.category },
  variants: { width: "64px", cell: (r) => r.variants },
  state: { width: "150px", cell: (r) => <Marks row={r} /> },
  tags: { width: "minmax(80px, 1fr)", cell: (r) => r.tags?.map((t) => <Mark key={t}>{t}</Mark>) },
  team: { width: "80px", cell: (r) => r.team && (strings.teams[r.team] ?? r.team) },
  severity: { width: "72px", cell: (r) => <SeverityMark severity={r.severity} /> },
  audience: { width: "72px", cell: (r) => r.audience && w[r.audience] },
  validity: { width: "190px", cell: (r) => [r.from, r.until].some(Boolean) && `${r.from ?? "…"} ~ ${r.until ?? "…"}` },
  owner: { width: "90px", cell: (r) => r.owner },
  review: { width: "100px", cell: (r) => r.review_on },
  changed: { width: "150px", cell: (r) => r.changed_at && words.at(r.changed_by ?? "", clock(r.changed_at, Date.now())) },
  id: { width: "160px", cell: (r) => <span className="mono">{r.id}</span> },
} satisfies Record<string, Column>;

export type ColumnName = keyof typeof columns;

export const columnNames = Object.keys(columns) as ColumnName[];

/** Those shown until others are chosen. */
export const usual: readonly ColumnName[] = ["question", "category", "variants", "state", "tags", "changed"];

/** The question, and what of the entry was found where that is something else. */
function Question({ row }: { row: EntryRow }) {
  return (
    <>
      <span className="rows-question">{row.question}</span>
      {row.score !== undefined && <Mark tone={row.score >= 0.5 ? "good" : "plain"}>{`${Math.round(row.score * 100)}%`}</Mark>}
      {row.matched && row.matched !== row.question && <small className="soft">{row.matched}</small>}
    </>
  );
}
