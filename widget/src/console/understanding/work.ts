import { useDeferredValue, useEffect, useMemo, useRef, useState } from "react";
import { BrowserShelf } from "../../wire/shelf";
import { useQueryClient } from "@tanstack/react-query";
import { touch } from "../knowledge/queries";
import { type Fault, faultsOf, type MoveStep, type Piece, savePiece, stepChange, type Theirs, theirsOf } from "./api";
import { type Difference, differences, same } from "./merge";
import { usePieces } from "./queries";
import type { Bodies, Kind } from "./shapes";

/** How many steps back there are. */
const steps = 50;
/** Unsaved work is put on the shelf this long after the last change, in milliseconds. */
const rest = 600;

const none: Difference[] = [];

/** What somebody has done to a piece and not saved. */
interface Held<B> {
  base: B;
  /** The revision that base was of. */
  rev: number;
  body: B;
}

/** A piece in somebody's hands. */
export interface Work<B> {
  asked: ReturnType<typeof usePieces>;
  /** As the server has it; undefined as long as that is not known, and where it has none. */
  piece: Piece<B> | undefined;
  /** As it is in the form. */
  body: B | undefined;
  /** As it was before anything was changed. */
  base: B | undefined;
  /** What was changed and not saved. A moment late while somebody types. */
  unsaved: Difference[];
  /** The problems of the last attempt to save, until the next change. */
  faults: Fault[];
  saving: boolean;
  /** What another made of it meanwhile, where saving was refused for that. */
  theirs: Theirs<B> | undefined;
  /** That other was the same person, in another window. */
  own: boolean;
  change(next: B): void;
  /** Takes the last change back; undefined where there is none. */
  undo: (() => void) | undefined;
  /** Throws away what was not saved. */
  forget(): void;
  /** Saves, and takes a step with what was saved. Rejects where it was refused for another reason than what `faults` and `theirs` tell. */
  save(then?: MoveStep): Promise<boolean>;
  /** Goes on from theirs with a body that was merged with it, and saves it where that is wanted; undefined puts the question off. */
  settle(body?: B, save?: boolean): Promise<boolean>;
}

/**
 * A piece in the hands of `who`. What he does not save stays in his browser, over
 * reloads and the end of his session, until he throws it away. `blank` is what a
 * piece that the server does not have begins as. Another piece takes another
 * component: kind, id and who must stay the same.
 */
export function useWork<K extends Kind>(kind: K, id: string, who: string, blank: Bodies[K]): Work<Bodies[K]> {
  type B = Bodies[K];
  const asked = usePieces(kind);
  const client = useQueryClient();
  const piece = asked.data?.find((p) => p.id === id);
  const [held, setHeld] = useHeld<B>(`yiwen.unsaved/${who}/${kind}/${id}`);
  const [past, setPast] = useState<B[]>([]);
  const [faults, setFaults] = useState<Fault[]>([]);
  const [saving, setSaving] = useState(false);
  const [theirs, setTheirs] = useState<Theirs<B>>();

  const stored = piece?.body ?? piece?.live ?? (asked.data ? blank : undefined);
  const base = held?.base ?? stored;
  const body = held?.body ?? stored;
  const shown = useDeferredValue(held);
  const differing = useMemo(() => (shown ? differences(shown.base, shown.body) : none), [shown]);
  // What was saved or thrown away is so at once.
  const unsaved = held ? differing : none;

  const put = (next: B) => {
    setFaults([]);
    setHeld((h) => ({ base: h?.base ?? (stored as B), rev: h?.rev ?? piece?.rev ?? 0, body: next }));
  };
  const change = (next: B) => {
    if (body === undefined) return;
    setPast((p) => [...p.slice(1 - steps), body]);
    put(next);
  };
  const last = past.at(-1);
  const undo = last === undefined ? undefined : () => {
    setPast((p) => p.slice(0, -1));
    put(last);
  };
  const forget = () => {
    setPast([]);
    setFaults([]);
    setHeld(() => undefined);
  };
  const send = async (sent: Held<B>, then?: MoveStep): Promise<boolean> => {
    setSaving(true);
    try {
      // What is new stands behind the others.
      const position = piece ? undefined : Math.max(-1, ...(asked.data ?? []).map((p) => p.position)) + 1;
      const saved = await savePiece(kind, id, { body: sent.body, rev: sent.rev, ...(position !== undefined && { position }) });
      // What was typed meanwhile is a change of what was saved.
      setHeld((h) => (h && h.body !== sent.body ? { base: sent.body, rev: saved.rev, body: h.body } : h));
      setFaults([]);
      if (then) await stepChange(kind, id, saved.rev, then);
      await touch(client);
      setHeld((h) => (h?.body === sent.body ? undefined : h));
      setPast([]);
      return true;
    } catch (error) {
      const [wrong, other] = [faultsOf(error), theirsOf<B>(error)];
      // Another moved it, or took it a step on: what it says is as it was, and nobody is asked.
      if (other?.body && same(other.body, sent.base)) return await send({ ...sent, rev: other.rev }, then);
      setFaults(wrong);
      setTheirs(other);
      void touch(client);
      if (wrong.length === 0 && !other) throw error;
      return false;
    } finally {
      setSaving(false);
    }
  };
  const save = async (then?: MoveStep) => (held && !saving ? send(held, then) : false);
  const settle = async (merged?: B, now = false) => {
    setTheirs(undefined);
    if (merged === undefined || !theirs) return false;
    const next = { base: theirs.body ?? blank, rev: theirs.rev, body: merged };
    setHeld(next);
    setPast([]);
    return now ? send(next) : false;
  };
  return { asked: asked as Work<B>["asked"], piece: piece as Piece<B> | undefined, body, base, unsaved, faults, saving, theirs, own: theirs?.by === who, change, undo, forget, save, settle };
}

/** Unsaved work, on the shelf under a key that stays the same. */
function useHeld<B>(key: string) {
  const [shelf] = useState(() => new BrowserShelf());
  const [held, setHeld] = useState(() => read<B>(shelf, key));
  const latest = useRef(held);
  latest.current = held;
  useEffect(() => {
    const timer = setTimeout(() => keep(shelf, key, held), rest);
    return () => clearTimeout(timer);
  }, [held, key, shelf]);
  useEffect(() => {
    const leave = () => keep(shelf, key, latest.current);
    window.addEventListener("pagehide", leave);
    return () => {
      window.removeEventListener("pagehide", leave);
      leave();
    };
  }, [key, shelf]);
  return [held, setHeld] as const;
}

function keep<B>(shelf: BrowserShelf, key: string, held: Held<B> | undefined): void {
  if (held) shelf.set(key, JSON.stringify(held));
  else shelf.remove(key);
}

function read<B>(shelf: BrowserShelf, key: string): Held<B> | undefined {
  const text = shelf.get(key);
  if (text === null) return undefined;
  try {
    const held = JSON.parse(text) as Partial<Held<B>>;
    return held.body !== undefined && held.base !== undefined && typeof held.rev === "number" ? (held as Held<B>) : undefined;
  } catch {
    return undefined; // of another program's, or cut off
  }
}
