import { useEffect, useState } from "preact/hooks";
import type { Announced } from "../wire/frames";
import type { Model } from "./model";
import { strings } from "./strings";
import "./Notice.css";

/** Under this key it is kept which announcement was folded away. */
const folded = "yiwen/folded";

/** A browser's timer of more than 24 days fires at once. */
const longest = 86_400_000;

/** An announcement until the clock says that it is over. It can be folded to one line; the next one is whole again. */
export function Notice({ said, model }: { said: Announced; model: Model }) {
  const [small, setSmall] = useState(model.shelf.get(folded) === said.id);
  const fold = (away: boolean) => {
    setSmall(away);
    if (away) model.shelf.set(folded, said.id);
    else model.shelf.remove(folded);
  };
  if (!useStanding(said, () => model.session.now())) return null;
  return (
    <div class={`announced ${said.level}${small ? " small" : ""}`}>
      <p>{said.text}</p>
      <button type="button" aria-expanded={!small} onClick={() => fold(!small)}>
        {small ? strings.unfold : strings.fold}
      </button>
    </div>
  );
}

/** Whether an announcement stands by the clock; the caller is drawn again when it does not. */
function useStanding({ until_ms }: Announced, now: () => number): boolean {
  const [, looked] = useState(0);
  const left = until_ms === undefined ? Infinity : until_ms - now();
  useEffect(() => {
    if (left <= 0 || left === Infinity) return;
    const timer = setTimeout(() => looked((n) => n + 1), Math.min(left, longest) + 50);
    return () => clearTimeout(timer);
  });
  return left > 0;
}
