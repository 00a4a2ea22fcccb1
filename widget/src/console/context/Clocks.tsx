import type { Clock, ClockState } from "../../wire/frames";
import { clock, span } from "../format";
import { useNow } from "../live";
import { words } from "./strings";

/** How a promise stands at a time: the server's word may be a moment old, so a due time that has passed is broken. */
export function stand(c: Clock, now: number): ClockState {
  if (c.state === "met" || c.state === "late") return c.state;
  return c.due_ms <= now ? "broken" : c.state;
}

/** The promises of a case with their running clocks. */
export function Clocks({ clocks }: { clocks: readonly Clock[] }) {
  const now = useNow(1_000);
  return (
    <ul className="clocks">
      {clocks.map((c) => {
        const state = stand(c, now);
        return (
          <li key={c.kind} className="clock" data-state={state}>
            <span>{words.promises[c.kind]}</span>
            <strong>{reading(c, state, now)}</strong>
            <time className="soft" dateTime={new Date(c.due_ms).toISOString()}>{words.clock.due(clock(c.due_ms, now))}</time>
          </li>
        );
      })}
    </ul>
  );
}

function reading(c: Clock, state: ClockState, now: number): string {
  if (state === "met" || state === "late") return words.clock[state];
  return state === "broken" ? words.clock.over(span(now - c.due_ms)) : words.clock.left(span(c.due_ms - now));
}
