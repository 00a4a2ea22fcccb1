import type { Clock, MoodLabel, Row } from "../../../wire/frames";
import { timer } from "../../format";
import { strings } from "../../strings";
import { words } from "../words";
import { urgentClock } from "./view";

const moodTones: Record<MoodLabel, string> = { calm: "good", uneasy: "warn", handoff: "bad" };

/** How the customer sounds. Calm is not worth a mark unless it is asked for. */
export function MoodTag({ mood, always = false }: { mood: MoodLabel | undefined; always?: boolean }) {
  if (!mood || (mood === "calm" && !always)) return null;
  return <span className="mark" data-tone={moodTones[mood]}>{strings.moods[mood]}</span>;
}

/** How grave the matter is; nothing for the usual. */
export function SeverityMark({ row }: { row: Row }) {
  if (row.severity !== "high" && row.severity !== "urgent") return null;
  return <span className="mark" data-tone="bad">{words.severities[row.severity]}</span>;
}

const clockTones: Record<Clock["state"], string> = { running: "good", soon: "warn", broken: "bad", met: "", late: "" };

/** The promise that counts now, with the time that is left or over. */
export function ClockMark({ row, now }: { row: Row; now: number }) {
  const clock = urgentClock(row);
  if (!clock) return null;
  const left = clock.due_ms - now;
  const what = words.promises[clock.kind];
  // The server tells that a promise is broken; until it has, the clock stands at nothing.
  const text = clock.state === "broken" ? words.over(what, timer(-left)) : words.left(what, timer(left));
  return (
    <span className="mark" data-tone={clockTones[clock.state]} title={words.promiseStates[clock.state]}>
      {text}
    </span>
  );
}

/** A customer who has logged out: nothing that is said reaches him. */
export function LeftMark({ row }: { row: Row }) {
  return row.left ? <span className="mark" data-tone="bad" title={words.customerLeftHint}>{words.customerLeft}</span> : null;
}

/** A customer whom the shop marks. */
export function VipMark({ row }: { row: Row }) {
  return row.profile?.vip ? <span className="mark" data-tone="warn">{words.vip}</span> : null;
}
