import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useDeferredValue, useEffect, useState } from "react";
import { type Checked, checkPiece, type Fault } from "./api";
import type { Bodies, Kind } from "./shapes";
import type { Work } from "./work";

/** After the last change, before the server looks it over. Milliseconds. */
const pause = 500;
const nothing: never[] = [];

/** What there is to say about a piece as it is in the form. */
export interface PieceCheck {
  /** What is wrong: what saving was refused for, until the next change; then what the check found. */
  faults: readonly Fault[];
  /** `faults` is what saving was refused for. */
  refused: boolean;
  checked: Checked | undefined;
  busy: boolean;
  trouble: Error | null;
}

/** What the server finds wrong with a piece as it is in the form, a moment after each change; nothing is stored. One that is new and empty is left in peace. */
export function usePieceCheck<K extends Kind>(kind: K, id: string, { body, piece, unsaved, faults }: Work<Bodies[K]>): PieceCheck {
  const late = useDeferredValue(body);
  const [settled, setSettled] = useState(late);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(late), pause);
    return () => clearTimeout(timer);
  }, [late]);
  const wanted = settled !== undefined && (unsaved.length > 0 || piece !== undefined);
  const asked = useQuery({
    queryKey: ["check", kind, id, settled], enabled: wanted, placeholderData: keepPreviousData, staleTime: 0, gcTime: 0,
    queryFn: ({ signal }) => checkPiece(kind, id, settled as Bodies[K], signal),
  });
  const refused = faults.length > 0;
  return { faults: refused ? faults : (asked.data?.problems ?? nothing), refused, checked: asked.data, busy: asked.isFetching, trouble: asked.error };
}
