import { useCallback, useState } from "react";
import { BrowserShelf } from "../../../wire/shelf";

/** Something that was done in the inbox and can be taken back. */
export interface Done {
  undo: number;
  what: string;
  at: number;
}

/** As many are remembered. */
const most = 20;

/** What was done last in this tab, the newest first, over reloads. */
export function useDone(who: string) {
  const key = `yiwen.inbox/${who}`;
  const [shelf] = useState(() => new BrowserShelf(() => window.sessionStorage));
  const [done, setDone] = useState(() => read(shelf, key));
  const put = useCallback(
    (change: (before: Done[]) => Done[]) =>
      setDone((before) => {
        const next = change(before).slice(0, most);
        shelf.set(key, JSON.stringify(next));
        return next;
      }),
    [shelf, key],
  );
  const add = useCallback((d: Done) => put((before) => [d, ...before]), [put]);
  const drop = useCallback((undo: number) => put((before) => before.filter((d) => d.undo !== undo)), [put]);
  return { done, add, drop };
}

function read(shelf: BrowserShelf, key: string): Done[] {
  try {
    const kept: unknown = JSON.parse(shelf.get(key) ?? "[]");
    return Array.isArray(kept) ? (kept as Done[]).filter((d) => typeof d.undo === "number") : [];
  } catch {
    return []; // of another program's, or cut off
  }
}
