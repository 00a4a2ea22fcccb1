import { App, Button, Checkbox, Empty, Input, Popconfirm, Spin } from "antd";
import { type ComponentType, useDeferredValue, useMemo, useRef, useState } from "react";
import { Virtualizer, type VirtualizerHandle } from "virtua";
import { Mark } from "../../context/Mark";
import { Trouble } from "../../pages/Trouble";
import { Gone } from "../Gone";
import { Head } from "../Head";
import type { Bodies } from "../shapes";
import { faultsBy } from "../shown";
import { words } from "../strings";
import { useWork, type Work } from "../work";
import { type Codec, wrongRows } from "./codecs";
import { PasteDialog } from "./PasteDialog";

/** What a row is edited in. Done with a row, which may be refused with a reason, or cancelled. */
export interface FormProps<R> {
  row: R | undefined;
  done(row: R): string;
  cancel?: () => void;
}

interface ListPageProps<R> {
  codec: Codec<R>;
  who: string;
  title: string;
  intro: string;
  search: string;
  pasteHint: string;
  pasteExample: string;
  /** The names of the columns. */
  columns: readonly string[];
  /** The cells of a row, one for each column. */
  Cells: ComponentType<{ row: R; change(row: R): void }>;
  Form: ComponentType<FormProps<R>>;
}

const blank: never[] = [];
/** Height of a row in pixels before it is measured. */
const height = 37;

/** A word list: tens of thousands of rows that are searched, written, pasted and thrown out, and saved as one piece. */
export function ListPage<R>({ codec, who, title, intro, search, columns, Cells, Form, ...paste }: ListPageProps<R>) {
  const { kind } = codec;
  const work = useWork(kind, kind, who, blank as Bodies[typeof kind]) as unknown as Work<R[]>;
  const rows = work.body ?? (blank as R[]);
  const [q, setQ] = useState("");
  const [onlyFaulty, setOnlyFaulty] = useState(false);
  const [editing, setEditing] = useState<number>();
  const [selected, setSelected] = useState<ReadonlySet<R>>(new Set());
  const [pasting, setPasting] = useState(false);
  const list = useRef<VirtualizerHandle>(null);

  const late = useDeferredValue(rows);
  const own = useMemo(() => wrongRows(codec, late), [codec, late]);
  const theirs = useMemo(() => faultsBy(work.faults, blank), [work.faults]);
  const wrongAt = (i: number) => own.get(i) ?? theirs.get(i);
  const faulty = new Set([...own.keys(), ...theirs.keys()]);
  const live = work.piece?.live ?? work.piece?.body ?? (blank as R[]);
  const gone = useMemo(() => {
    const have = new Set(late.map(codec.key));
    return live.filter((row) => !have.has(codec.key(row)));
  }, [codec, late, live]);
  const was = useMemo(() => new Map((work.base ?? []).map((row) => [codec.key(row), codec.write(row)])), [codec, work.base]);
  const wanted = useDeferredValue(q.trim().toLowerCase());
  const shown = useMemo(() => {
    const all = rows.map((_, i) => i);
    return wanted === "" ? all : all.filter((i) => codec.write(rows[i] as R).toLowerCase().includes(wanted));
  }, [codec, rows, wanted]);
  const seen = onlyFaulty && faulty.size > 0 ? shown.filter((i) => faulty.has(i)) : shown;

  const set = (i: number, row: R) => {
    work.change(rows.map((r, k) => (k === i ? row : r)));
    setEditing(undefined);
  };
  const add = (more: R[]) => {
    work.change([...more, ...rows]); // where they are seen
    setEditing(undefined);
    setQ("");
    list.current?.scrollToIndex(0);
  };
  /** Where one of the words of a row is already, but for the row at `but`; "" where none is. */
  const takenBy = (row: R, but = -1): string => {
    const words = new Set(codec.once(row));
    for (const [i, other] of rows.entries()) {
      const word = i === but ? undefined : codec.once(other).find((w) => words.has(w));
      if (word !== undefined) return codec.taken(word, i + 1, other);
    }
    return "";
  };
  const remove = (which: (row: R, i: number) => boolean) => {
    work.change(rows.filter((r, i) => !which(r, i)));
    setSelected(new Set());
    setEditing(undefined);
  };
  const toggle = (row: R) => {
    const next = new Set(selected);
    if (!next.delete(row)) next.add(row);
    setSelected(next);
  };

  return (
    <section className="und-body" aria-label={title}>
      <Head kind={kind} id={kind} title={title} work={work} wrong={own.size} />
      <p className="und-intro soft">{intro}</p>
      <Trouble asked={work.asked} />
      <div className="und-tools">
        <Input.Search allowClear className="und-search" maxLength={60} placeholder={search} aria-label={search} value={q} onChange={(e) => setQ(e.target.value)} />
        <Button onClick={() => setPasting(true)} disabled={!work.body}>{words.list.paste}</Button>
        <Copy text={() => rows.map(codec.write).join("\n")} count={rows.length} />
        <span className="soft">{seen.length === rows.length ? words.list.total(rows.length) : words.list.found(seen.length, rows.length)}</span>
        {faulty.size > 0 && <Checkbox checked={onlyFaulty} onChange={(e) => setOnlyFaulty(e.target.checked)}>{words.list.faulty(faulty.size)}</Checkbox>}
        {wanted !== "" && seen.length > 0 && selected.size === 0 && (
          <Button size="small" onClick={() => setSelected(new Set(seen.map((i) => rows[i] as R)))}>{words.list.selectAll(seen.length)}</Button>
        )}
        {selected.size > 0 && (
          <>
            <Popconfirm title={words.list.removeAsk(selected.size)} onConfirm={() => remove((r) => selected.has(r))}>
              <Button size="small" danger>{words.list.removeMany(selected.size)}</Button>
            </Popconfirm>
            <Button size="small" onClick={() => setSelected(new Set())}>{words.list.clear}</Button>
          </>
        )}
      </div>
      {work.body && <div className="und-add"><Form
            row={undefined}
            done={(row) => {
              const taken = takenBy(row);
              if (taken === "") add([row]);
              return taken;
            }}
          /></div>}
      <div className="und-columns soft" aria-hidden><span />{columns.map((c) => <span key={c}>{c}</span>)}</div>
      {work.asked.isPending ? <Spin className="shell-wait" /> : seen.length === 0 ? (
        <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={rows.length === 0 ? words.list.none : words.list.noneFound} />
      ) : (
        <div className="und-rows" tabIndex={0} role="region" aria-label={words.list.total(seen.length)}>
          <Virtualizer ref={list} as="ul" item="li" data={seen} itemSize={height} keepMounted={editing === undefined ? [] : [seen.indexOf(editing)].filter((n) => n >= 0)}>
            {(i: number) => {
              const row = rows[i] as R;
              const [name, wrong, before] = [codec.key(row), wrongAt(i), was.get(codec.key(row))];
              if (editing === i) {
                const done = (next: R) => {
                  const taken = takenBy(next, i);
                  if (taken === "") set(i, next);
                  return taken;
                };
                return <div key={i} className="und-row" data-editing><Form row={row} done={done} cancel={() => setEditing(undefined)} /></div>;
              }
              return (
                <div key={i} className="und-row" data-wrong={wrong !== undefined} onDoubleClick={() => setEditing(i)}>
                  <Checkbox checked={selected.has(row)} onChange={() => toggle(row)} aria-label={words.list.select(name)} />
                  <Cells row={row} change={(next) => set(i, next)} />
                  <span className="und-marks">
                    {before === undefined ? <Mark tone="good">{words.list.isNew}</Mark> : before !== codec.write(row) && <Mark tone="blue">{words.list.isChanged}</Mark>}
                  </span>
                  <span className="und-row-do">
                    <Button size="small" type="text" onClick={() => setEditing(i)} aria-label={words.lines.edit(name)}>{words.list.edit}</Button>
                    <Button size="small" type="text" danger onClick={() => remove((_, k) => k === i)} aria-label={words.lines.remove(name)}>{words.list.remove}</Button>
                  </span>
                  {wrong !== undefined && <span className="und-wrong">{wrong}</span>}
                </div>
              );
            }}
          </Virtualizer>
        </div>
      )}
      <Gone rows={gone} text={codec.write} back={(row) => add([row])} />
      {pasting && <PasteDialog codec={codec} have={rows} {...paste} add={add} close={() => setPasting(false)} />}
    </section>
  );
}

/** Puts the whole list on the clipboard, as lines that can be pasted again. */
function Copy({ text, count }: { text(): string; count: number }) {
  const { message } = App.useApp();
  const copy = () =>
    navigator.clipboard.writeText(text()).then(() => message.success(words.list.copied(count)), () => message.error(words.list.copyFailed));
  return <Button disabled={count === 0} onClick={() => void copy()}>{words.list.copy}</Button>;
}
