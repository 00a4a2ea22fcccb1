import { App, Button } from "antd";
import { useEffect, useRef } from "react";
import { useAct } from "../../knowledge/queries";
import { actOnMisses, undoMisses } from "../api";
import type { AskedRef, MissAction, MissState } from "../shapes";
import { words as shared } from "../words";
import { type Done, useDone } from "./undone";
import { words } from "./words";

/** How long an undo is offered, in seconds; it stays in the list besides. */
const offered = 10;

interface Settling {
  refs: AskedRef[];
  /** In which they are shown. */
  state: MissState;
  action: MissAction;
}

/** What people call that which is settled. */
interface Told {
  /** The group of questions. */
  label: string;
  /** The question of the entry that it goes into; "" where it goes into none. */
  entry: string;
}

/** What is done about questions, one thing at a time, and taken back again. */
export function useSettling(staff: string) {
  const { message } = App.useApp();
  const { done, add, drop } = useDone(staff);
  const act = useAct(({ refs, state, action }: Settling) => actOnMisses(refs, state, action));
  const take = useAct(undoMisses);
  const going = useRef(false);
  // Who has left the page is not brought back by what comes of it.
  const here = useRef(true);
  useEffect(() => {
    here.current = true;
    return () => void (here.current = false);
  }, []);

  const undo = (d: Done) =>
    take.mutate(d.undo, {
      onSuccess: () => {
        drop(d.undo);
        message.destroy(d.undo);
        void message.success(words.undone);
      },
      onError: (error) => void message.error(error.message),
    });
  /** Settles questions of a group; `then` is called where it was done and somebody is still here. */
  const settle = async (what: Settling, { label, entry }: Told, then: () => void): Promise<boolean> => {
    if (going.current) return false; // the second half of a double click
    going.current = true;
    try {
      const { undo: number, changed, added } = await act.mutateAsync(what);
      const d = { undo: number, what: words.did[what.action.action](changed, added, label, entry), at: Date.now() };
      add(d);
      void message.open({ key: number, type: "success", duration: offered, content: <>{d.what} <Button type="link" size="small" onClick={() => undo(d)}>{shared.undo}</Button></> });
      if (here.current) then();
      return true;
    } catch (error) {
      void message.error((error as Error).message);
      return false;
    } finally {
      going.current = false;
    }
  };
  return { done, undo, settle, busy: act.isPending, error: act.error?.message ?? "" };
}
