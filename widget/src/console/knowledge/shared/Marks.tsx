import { Mark, type Tone } from "../../context/Mark";
import type { ChangeState, EntryRow, Status, What } from "../api";
import { words } from "../words";

const tones: Record<ChangeState, Tone> = { draft: "warn", review: "blue", approved: "good" };

/** How far a change has come. */
export function ChangeMark({ state, what }: { state: ChangeState; what?: What | undefined }) {
  const removed = what === "removed";
  return <Mark tone={removed ? "bad" : tones[state]}>{removed ? words.removing(words.states[state]) : words.states[state]}</Mark>;
}

/** Whether an entry answers, where it does not. */
export function StatusMark({ status }: { status: Status }) {
  return status === "on" ? null : <Mark tone={status === "expired" ? "bad" : "plain"}>{words.statuses[status]}</Mark>;
}

/** Everything about the state of an entry that is worth a mark. */
export function Marks({ row }: { row: EntryRow }) {
  return (
    <span className="marks">
      {row.change && <ChangeMark state={row.change} what={row.what} />}
      <StatusMark status={row.status} />
      {row.review_on && row.review_on <= today() && <Mark tone="warn">{words.due}</Mark>}
    </span>
  );
}

/** The date here, which is that of the shop but for an hour or so around midnight elsewhere. */
function today(): string {
  const d = new Date();
  return [d.getFullYear(), d.getMonth() + 1, d.getDate()].map((n) => String(n).padStart(2, "0")).join("-");
}
