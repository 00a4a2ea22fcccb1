import { App, Button, Empty } from "antd";
import { useState } from "react";
import type { Summary } from "../../wire/frames";
import type { Thread } from "../../wire/thread";
import { clock } from "../format";
import type { PastCase } from "../http";
import { strings } from "../strings";
import { beginning } from "./beginning";
import { Mark } from "./Mark";
import type { Names } from "./names";
import { Stars } from "./Stars";
import { words } from "./strings";

interface HistoryTabProps {
  cases: PastCase[];
  /** Number of the case that is open. */
  current: number;
  thread: Thread;
  names: Names;
  /** Shows a place of the log. */
  jump(seq: number): void;
}

const w = words.history;

/** The customer's cases, the latest first, each with a way to its place in the log. */
export function HistoryTab({ cases, current, thread, names, jump }: HistoryTabProps) {
  const { message } = App.useApp();
  const [seeking, setSeeking] = useState(0);
  const past = cases.toSorted((a, b) => b.number - a.number);
  if (past.length === 0) return <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={w.none} />;

  const show = async (number: number) => {
    setSeeking(number);
    const seq = await beginning(thread, number);
    setSeeking(0);
    if (seq === undefined) message.warning(w.lost);
    else jump(seq);
  };
  return (
    <ol className="history">
      {past.map((c) => (
        <li key={c.number}>
          <p className="history-head">
            <strong>{w.case(c.number)}</strong>
            {c.number === current && <Mark tone="blue">{w.now}</Mark>}
            {c.rating && <Stars rating={c.rating} />}
            <Button size="small" type="link" loading={seeking === c.number} onClick={() => void show(c.number)}>{w.jump}</Button>
          </p>
          <p className="soft">{when(c)}</p>
          <p className="soft">
            {[c.reason && strings.reasons[c.reason], c.team && names.team(c.team), c.agent || w.bot].filter(Boolean).join(" · ")}
          </p>
          <SummaryLine summary={c.summary} names={names} />
          {c.rating?.text && <p>{c.rating.text}</p>}
          {c.ticket && <p className="mono">{c.ticket}</p>}
        </li>
      ))}
    </ol>
  );
}

function when(c: PastCase): string {
  const now = Date.now();
  return c.closed_at === undefined ? clock(c.opened_at, now) : w.span(clock(c.opened_at, now), clock(c.closed_at, now));
}

/** What the agent wrote at the end: the class, whether it was solved, tags, words. */
function SummaryLine({ summary, names }: { summary: Summary | undefined; names: Names }) {
  if (!summary) return null;
  const s = typeof summary === "string" ? { text: summary } : summary;
  return (
    <p>
      {s.class && <Mark>{names.topic(s.class)}</Mark>}
      {s.solved !== undefined && <Mark tone={s.solved ? "good" : "warn"}>{s.solved ? strings.events.solved : strings.events.unsolved}</Mark>}
      {s.tags?.map((t) => <Mark key={t}>{t}</Mark>)}
      {s.text}
    </p>
  );
}
