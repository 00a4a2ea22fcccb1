import { Empty, Input, Spin } from "antd";
import { type ReactNode, useMemo, useState } from "react";
import { Trouble } from "../pages/Trouble";
import type { Piece } from "./api";
import { StateMark } from "./Head";
import type { UnderstandingProps } from "./pages";
import { usePieces } from "./queries";
import type { Bodies } from "./shapes";
import { words } from "./strings";

/** The kinds of which there are several, each with a form of its own. */
export type SplitKind = "rule" | "flow" | "smalltalk";

/** A piece as lists show it: one that is to be removed as it is live. */
export interface Shown<B> extends Piece<B> {
  shown: B;
}

interface SplitProps<K extends SplitKind> extends Pick<UnderstandingProps, "rest" | "go"> {
  kind: K;
  title: string;
  words: { search: string; none: string; pick: string; gone: string; intro: string };
  /** The order of the list; the pieces come in that of their positions. */
  sort?(items: Shown<Bodies[K]>[]): Shown<Bodies[K]>[];
  /** The way to a new piece, whose id is none of those that there are. */
  adding(items: readonly Piece<Bodies[K]>[], create: (id: string) => void): ReactNode;
  /** What a line of the list says. */
  line(piece: Shown<Bodies[K]>): ReactNode;
  /** What else can be done with a line, where all of the list is seen. */
  tools?(piece: Shown<Bodies[K]>, all: readonly Shown<Bodies[K]>[]): ReactNode;
  form(id: string, back: () => void): ReactNode;
}

const nothing: never[] = [];

/** All pieces of a kind, and beside them the form of one; on a phone one after the other. */
export function Split<K extends SplitKind>({ kind, title, words: own, rest, go, sort, adding, line, tools, form }: SplitProps<K>) {
  const asked = usePieces(kind);
  const [q, setQ] = useState("");
  const [fresh, setFresh] = useState<string>();
  const items = asked.data ?? (nothing as Piece<Bodies[K]>[]);
  const id = decodeURIComponent(rest);
  const all = useMemo(() => {
    const list = items.flatMap((p) => {
      const shown = p.body ?? p.live;
      return shown ? [{ ...p, shown }] : [];
    });
    return sort ? sort(list) : list;
  }, [items, sort]);
  const wanted = q.trim().toLowerCase();
  const found = wanted === "" ? all : all.filter((p) => `${p.id} ${JSON.stringify(p.shown)}`.toLowerCase().includes(wanted));
  const known = items.some((p) => p.id === id) || id === fresh;
  const open = (next: string) => go(encodeURIComponent(next));
  return (
    <section className="und-body und-split" data-open={id !== ""} aria-label={title}>
      <div className="und-list">
        <h1>{title}</h1>
        <Input.Search allowClear size="small" placeholder={own.search} aria-label={own.search} value={q} onChange={(e) => setQ(e.target.value)} />
        {adding(items, (next) => {
          setFresh(next);
          open(next);
        })}
        <Trouble asked={asked} />
        {asked.isPending && <Spin className="shell-wait" />}
        {asked.data && found.length === 0 && <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={all.length === 0 ? own.none : words.list.noneFound} />}
        <ul>
          {found.map((p) => (
            <li key={p.id}>
              <button type="button" aria-current={id === p.id} data-off={"off" in p.shown && p.shown.off === true} data-removed={!p.body} onClick={() => open(p.id)}>
                {line(p)}
                {p.change && <span className="und-item-top"><StateMark piece={p} /></span>}
              </button>
              {wanted === "" && tools?.(p, all)}
            </li>
          ))}
        </ul>
      </div>
      {id === "" || (!known && asked.data) ? (
        <div className="und-detail">
          <p className="und-intro soft">{own.intro}</p>
          <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={id === "" ? own.pick : own.gone} />
        </div>
      ) : asked.data && form(id, () => go(""))}
    </section>
  );
}
