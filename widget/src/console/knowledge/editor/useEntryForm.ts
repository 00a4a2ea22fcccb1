import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { BrowserShelf } from "../../../wire/shelf";
import type { Entry, EntryDetail, Theirs } from "../api";
import { blank, equal } from "./form";
import { Kept, type Work } from "./kept";

/** Work is kept this long after the last key, in milliseconds. */
const pause = 300;

/** An entry while it is written: its fields, what it was made from, and the work of before that waits to be taken up again. */
export interface EntryForm {
  value: Entry;
  /** What the work began with; undefined for a new entry. */
  base: Entry | undefined;
  rev: number | undefined;
  dirty: boolean;
  /** Unsaved work of an earlier time: nothing is written until it is taken up or thrown away. */
  earlier: Work | undefined;
  /** What a colleague has saved while there is unsaved work here. */
  newer: Theirs | undefined;
  set(part: Partial<Entry>): void;
  takeUp(): void;
  throwAway(): void;
  /** The entry is now as the server has it. What was written since `sent` went out stays. */
  adopt(detail: Pick<EntryDetail, "entry" | "rev">, sent?: Entry): void;
  /** The work goes on over what a colleague has saved. */
  rebase(value: Entry, theirs: Theirs): void;
}

/** `detail` is the entry as the server has it, asked for again now and then; undefined for a new one. */
export function useEntryForm(staff: string, id: string, detail: EntryDetail | undefined): EntryForm {
  const kept = useMemo(() => new Kept(new BrowserShelf(), staff, id), [staff, id]);
  const [value, setValue] = useState<Entry>(detail?.entry ?? blank);
  const [base, setBase] = useState(detail?.entry);
  const [rev, setRev] = useState(detail?.rev);
  const [earlier, setEarlier] = useState(() => {
    const work = kept.load();
    return work && !equal(work.value, detail?.entry ?? blank) ? work : undefined;
  });
  const [newer, setNewer] = useState<Theirs>();
  const dirty = !equal(value, base ?? blank);

  // Set from a save until the next key: the page may be left before it is drawn again, and would keep what is saved.
  const stored = useRef(false);
  const adopt = useCallback(({ entry, rev: now }: Pick<EntryDetail, "entry" | "rev">, sent?: Entry) => {
    setValue((v) => (sent && !equal(v, sent) ? v : entry));
    setBase(entry);
    setRev(now);
    setNewer(undefined);
    kept.drop();
    stored.current = true;
  }, [kept]);

  // What the server says later: a step of somebody's changes the revision only, a save is news where there is work here.
  const now = useRef({ base, rev, dirty });
  now.current = { base, rev, dirty };
  useEffect(() => {
    const { base: b, rev: r, dirty: d } = now.current;
    if (!detail || !b) return;
    if (equal(detail.entry, b)) {
      if (detail.rev !== r) setRev(detail.rev);
    } else if (!d) adopt(detail);
    else setNewer({ entry: detail.entry, rev: detail.rev, by: detail.change?.by ?? "", by_name: detail.change?.by_name ?? "", at: detail.change?.at ?? Date.now() });
  }, [detail, adopt]);

  useEffect(() => {
    if (earlier) return; // it is still the only copy
    if (!dirty) return kept.drop();
    const write = () => kept.keep({ value, ...(base && { base }), ...(rev !== undefined && { rev }) });
    const timer = setTimeout(write, pause);
    window.addEventListener("pagehide", write);
    return () => {
      clearTimeout(timer);
      window.removeEventListener("pagehide", write);
    };
  }, [kept, value, base, rev, dirty, earlier]);
  // Whoever leaves at once after the last key loses nothing either.
  const last = useRef<() => void>(undefined);
  last.current = () => {
    if (dirty && !earlier && !stored.current) kept.keep({ value, ...(base && { base }), ...(rev !== undefined && { rev }) });
  };
  useEffect(() => () => last.current?.(), []);

  return {
    value, base, rev, dirty, earlier, newer, adopt,
    set: useCallback((part: Partial<Entry>) => {
      stored.current = false;
      setValue((v) => ({ ...v, ...part }));
    }, []),
    takeUp: () => {
      if (!earlier) return;
      setValue(earlier.value);
      setBase(earlier.base);
      setRev(earlier.rev);
      setEarlier(undefined);
    },
    throwAway: () => {
      kept.drop();
      setEarlier(undefined);
    },
    rebase: (next, theirs) => {
      setValue(next);
      setBase(theirs.entry ?? base);
      setRev(theirs.rev);
      setNewer(undefined);
    },
  };
}
