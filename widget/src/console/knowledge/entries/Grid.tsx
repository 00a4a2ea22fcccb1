import { Checkbox, Skeleton } from "antd";
import { type KeyboardEvent, type MouseEvent, useCallback, useEffect, useId, useMemo, useRef, useState } from "react";
import { Virtualizer, type VirtualizerHandle } from "virtua";
import type { EntryFilter, EntryPage, EntryRow } from "../api";
import { useEntryPages } from "../queries";
import { words } from "../words";
import { type ColumnName, columns, layout } from "./columns";
import { all, has, nothing, ranged, type Selection, toggled } from "./selection";

/** Height of a row and of the head in pixels, as the style sheet has it. */
const height = 40;
const head = 34;

interface GridProps {
  filter: EntryFilter;
  /** Its first page, with the totals. */
  first: EntryPage;
  shown: readonly ColumnName[];
  selection: Selection;
  select(next: Selection): void;
  open(id: string): void;
}

/**
 * The entries as a table of which only what is on the screen is in the page and
 * only pages that were looked at are loaded, so that 20,000 scroll as 20 do. One
 * stop of the Tab key; the arrows move in it.
 */
export function Grid({ filter, first, shown, selection, select, open }: GridProps) {
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  const list = useRef<VirtualizerHandle>(null);
  const [at, setAt] = useState(0);
  const { rowAt, look } = useRows(filter, first);
  const { total } = first;

  const see = useCallback(() => {
    // From the page itself: after a jump the list learns later where it is.
    const { scrollTop = 0, clientHeight = 0 } = box.current ?? {};
    const row = (y: number) => Math.max(0, Math.min(total - 1, Math.floor(y / height)));
    look(row(scrollTop - head), row(scrollTop + clientHeight));
  }, [look, total]);
  useEffect(see, [see]);

  const idAt = (i: number) => rowAt(i)?.id;
  const step = (to: number, extend: boolean) => {
    const next = Math.max(0, Math.min(total - 1, to));
    list.current?.scrollToIndex(next, { align: "nearest" });
    if (extend) select(ranged(selection.kind === "some" && selection.anchor === undefined ? { ...selection, anchor: at } : selection, next, idAt));
    setAt(next);
  };
  const toggle = (i: number, extend: boolean) => {
    const row = rowAt(i);
    if (!row) return;
    setAt(i);
    select(extend ? ranged(selection, i, idAt) : toggled(selection, row.id, i));
  };
  const onKeyDown = (e: KeyboardEvent) => {
    if (e.nativeEvent.isComposing || e.target !== box.current) return;
    const far = Math.max(1, Math.floor((box.current?.clientHeight ?? 0) / height) - 2);
    const to: Record<string, number> = { ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + far, PageUp: at - far, Home: 0, End: total - 1 };
    const next = to[e.key];
    if (next !== undefined) step(next, e.shiftKey);
    else if (e.key === "Enter" && idAt(at)) open(idAt(at) as string);
    else if (e.key === " ") toggle(at, e.shiftKey);
    else if (e.key === "a" && (e.ctrlKey || e.metaKey)) select(all);
    else if (e.key === "Escape") select(nothing);
    else return;
    e.preventDefault();
  };

  const places = useMemo(() => Array.from({ length: total }, (_, i) => i), [total]);
  const { template, least } = layout(shown);
  const loaded = places.map(idAt).filter((x) => x !== undefined);
  const chosen = loaded.filter((x) => has(selection, x)).length;
  return (
    <div
      ref={box} className="rows" role="grid" aria-label={words.entries} aria-rowcount={total + 1} aria-multiselectable tabIndex={0}
      aria-activedescendant={rowAt(at) ? `${id}-${at}` : undefined} onKeyDown={onKeyDown} onScroll={see} style={{ ["--rows" as string]: template, ["--rows-least" as string]: `${least}px` }}
    >
      <div role="row" className="rows-head" aria-rowindex={1}>
        <span role="columnheader">
          <Checkbox
            tabIndex={-1} aria-label={words.selectLoaded} checked={chosen > 0 && chosen === loaded.length} indeterminate={chosen > 0 && chosen < loaded.length}
            onChange={(e) => select(!e.target.checked ? nothing : selection.kind === "all" ? all : { kind: "some", ids: new Set(loaded) })}
          />
        </span>
        {shown.map((c) => <span role="columnheader" key={c}>{words.columns[c]}</span>)}
      </div>
      <Virtualizer ref={list} data={places} itemSize={height} startMargin={head}>
        {(i: number) => (
          <Row
            key={i} id={`${id}-${i}`} at={i} row={rowAt(i)} shown={shown} active={i === at} selected={has(selection, rowAt(i)?.id ?? "")}
            toggle={toggle} open={open} />
        )}
      </Virtualizer>
    </div>
  );
}

interface RowProps {
  id: string;
  at: number;
  row: EntryRow | undefined;
  shown: readonly ColumnName[];
  active: boolean;
  selected: boolean;
  toggle(at: number, extend: boolean): void;
  open(id: string): void;
}

function Row({ id, at, row, shown, active, selected, toggle, open }: RowProps) {
  if (!row) return <div className="rows-row" role="row" aria-rowindex={at + 2} aria-busy><span role="gridcell"><Skeleton.Button active size="small" block /></span></div>;
  return (
    <div id={id} className="rows-row" role="row" aria-rowindex={at + 2} aria-selected={selected} data-active={active} onClick={() => open(row.id)}>
      <span role="gridcell" onClick={(e: MouseEvent) => e.stopPropagation()}>
        <Checkbox tabIndex={-1} aria-label={words.select(row.question)} checked={selected} onClick={(e) => toggle(at, e.shiftKey)} />
      </span>
      {shown.map((c) => <span role="gridcell" key={c} data-column={c}>{columns[c].cell(row)}</span>)}
    </div>
  );
}

/** The rows that are known, by their place; `look` says which are on the screen, and has them loaded. */
function useRows(filter: EntryFilter, first: EntryPage) {
  const [seen, setSeen] = useState<readonly [number, number]>([0, 0]);
  const { size } = first;
  const pages = useMemo(() => {
    const [from, to] = seen.map((i) => Math.floor(i / size) + 1) as [number, number];
    return Array.from({ length: to - from + 1 }, (_, i) => from + i).filter((p) => p > 1);
  }, [seen, size]);
  // Pages that were left stay known: a selection goes over them.
  const known = useRef(new Map<number, EntryRow[]>());
  const stamp = useRef({ filter, draft: first.draft });
  if (stamp.current.filter !== filter || stamp.current.draft !== first.draft) {
    known.current = new Map();
    stamp.current = { filter, draft: first.draft };
  }
  known.current.set(1, first.items);
  for (const [i, asked] of useEntryPages(filter, pages).entries()) if (asked.data) known.current.set(pages[i] as number, asked.data.items);

  const rowAt = (at: number): EntryRow | undefined => known.current.get(Math.floor(at / size) + 1)?.[at % size];
  const look = useCallback((from: number, to: number) => {
    const page = (i: number) => Math.floor(i / size);
    setSeen((s) => (page(s[0]) === page(from) && page(s[1]) === page(to) ? s : [from, to]));
  }, [size]);
  return { rowAt, look };
}
