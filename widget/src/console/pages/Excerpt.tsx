import { Button, Skeleton } from "antd";
import { useEffect, useMemo } from "react";
import type { DeskSession } from "../../wire/desk";
import type { LogEvent } from "../../wire/frames";
import type { Staff } from "../api";
import { beginning } from "../context/beginning";
import { Mark } from "../context/Mark";
import { Card } from "../desk/Card";
import { tell } from "../desk/happening";
import { useReader } from "../desk/reader";
import type { Reader } from "../desk/talk";
import { readTrace } from "../desk/trace";
import { clock } from "../format";
import { fileURL } from "../http";
import { useLive } from "../live";
import { Markup } from "../Markup";
import { strings } from "../strings";
import { words } from "./strings";

interface ExcerptProps {
  desk: DeskSession;
  staff: Staff;
  conversation: string;
  /** Only this case of it. */
  number?: number;
  /** The message that is meant. */
  seq?: number | undefined;
}

const w = words.excerpt;

/** What was said in a conversation, to be read, with why the bot said what it said. */
export function Excerpt({ desk, staff, conversation, number, seq }: ExcerptProps) {
  const thread = useMemo(() => desk.follow(conversation), [desk, conversation]);
  useLive(thread);
  const reader = useReader(staff, { conversation, number: number ?? 0, state: "", seq: 0 });
  useEffect(() => () => desk.unfollow(conversation), [desk, conversation]);
  const come = thread.last > 0;
  useEffect(() => {
    // What it fetches is drawn as it comes, and what cannot be had can be asked for by hand.
    if (come && number !== undefined) void beginning(thread, number);
  }, [thread, come, number]);

  if (!come) return desk.online && !thread.ended ? <Skeleton active aria-label={w.loading} /> : <p className="soft">{thread.ended ? w.none : w.offline}</p>;
  const events = thread.list().filter((e): e is LogEvent => e.kind !== "hole" && (number === undefined || e.case === number));
  return (
    <div className="excerpt" role="log" aria-label={strings.log} tabIndex={0}>
      {thread.hasOlder && (
        <Button size="small" type="text" loading={thread.older === "loading"} onClick={() => void thread.fetchOlder()}>{w.older}</Button>
      )}
      {events.map((e) => <Line key={e.seq} event={e} reader={reader} meant={e.seq === seq} />)}
    </div>
  );
}

function Line({ event: e, reader, meant }: { event: LogEvent; reader: Reader; meant: boolean }) {
  if (e.kind !== "message" && e.kind !== "note") {
    const told = tell(e, reader);
    return told && <p className="excerpt-event">{clock(e.at, Date.now())} {[told.text, told.detail].filter(Boolean).join(" · ")}</p>;
  }
  const trace = e.kind === "message" ? readTrace(e.trace) : undefined;
  const outcome = trace && w.outcomes[trace.outcome];
  return (
    <article className="excerpt-line" data-from={e.kind === "note" ? "note" : e.from.kind} data-meant={meant}>
      <p className="soft">
        {e.from.name ?? strings.from[e.from.kind]} · {clock(e.at, Date.now())} {e.kind === "note" && <Mark>{w.note}</Mark>}
        {e.kind === "message" && e.recalled && <Mark>{w.recalled}</Mark>}
      </p>
      <Markup text={e.text} rich={e.from.kind !== "customer"} />
      {e.kind === "message" && e.card && <Card card={e.card} />}
      {e.kind === "message" && e.attachments?.map((a) => (
        <a key={a.id} href={fileURL(a.id)} target="_blank" rel="noopener noreferrer">{a.name}</a>
      ))}
      {e.kind === "message" && e.choices && <p className="soft">{e.choices.map((c) => c.label).join(" / ")}</p>}
      {trace && (
        <details>
          <summary>{w.trace(outcome ?? trace.outcome, trace.entry ?? trace.rule ?? "")}</summary>
          <ol>
            {trace.rungs.map((r, i) => <li key={i} data-took={r.took}><span className="mono">{r.rung}</span> {r.why}</li>)}
            {trace.candidates.map((c) => <li key={c.id}><span className="mono">{c.id}</span> {c.score.toFixed(2)}</li>)}
          </ol>
        </details>
      )}
    </article>
  );
}
