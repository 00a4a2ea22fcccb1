import type { LogEvent, PromiseKind } from "../wire/frames";
import type { Hole } from "../wire/log";

/** A promise to the customer that still stands. */
export interface Pledge {
  what: PromiseKind;
  /** Unix milliseconds, by the server's clock. */
  due: number;
  broken: boolean;
}

/**
 * So long after his own promise an agent's words still belong to it, or so little
 * of its time where that is less: package handoff counts the same.
 */
const [breath, breathShare] = [60_000, 5];

/**
 * The promises that stand at the end of a log, as package handoff folds them: one
 * of a kind, kept by an agent's word (the solution by the end of the case), never
 * moved back while it stands. Pure.
 */
export function pledges(log: readonly (LogEvent | Hole)[]): Pledge[] {
  const open = new Map<PromiseKind, Pledge>();
  let made = 0;
  for (const e of log) {
    switch (e.kind) {
      case "promise": {
        const { what, due } = e;
        const before = open.get(what);
        if (before && due >= before.due) break;
        open.set(what, { what, due, broken: false });
        if (what === "own") made = e.at;
        break;
      }
      case "alarm": {
        const pledge = open.get(e.what);
        if (pledge && e.step === "breach") open.set(e.what, { ...pledge, broken: true });
        break;
      }
      case "message":
        if (e.from.kind !== "agent") break;
        open.delete("first_reply");
        if (e.at - made >= Math.min(breath, ((open.get("own")?.due ?? 0) - made) / breathShare)) open.delete("own");
        break;
      case "closed":
        open.clear();
    }
  }
  return [...open.values()].sort((a, b) => a.due - b.due);
}
