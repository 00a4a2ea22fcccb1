import { DislikeOutlined, DownOutlined, RightOutlined } from "@ant-design/icons";
import { useId, useState } from "react";
import type { MoodLabel } from "../../wire/frames";
import { FeedbackDialog } from "../context/FeedbackDialog";
import type { FeedbackKind } from "../shapes";
import { strings } from "../strings";
import type { Said } from "./talk";
import { words } from "./talk-words";
import type { Trace } from "./trace";

interface BasisProps {
  trace: Trace;
  item: Said;
  conversation: string;
}

/** The outcomes that say something of the knowledge. */
const judged = new Set(["answer", "clarify", "fallback"]);

/** Why the bot said something, and the way to tell the editors that it should not have. */
export function Basis({ trace, item, conversation }: BasisProps) {
  const [shown, setShown] = useState(false);
  const [judging, setJudging] = useState(false);
  const id = useId();
  const kind: FeedbackKind = trace.outcome === "answer" ? "wrong" : "missing";
  return (
    <div className="basis">
      <button type="button" className="tool" aria-expanded={shown} aria-controls={id} onClick={() => setShown(!shown)}>
        {shown ? <DownOutlined /> : <RightOutlined />} {words.trace.open} · {words.trace.outcomes[trace.outcome] ?? trace.outcome}
        {trace.score !== undefined && ` · ${trace.score.toFixed(2)}`}
      </button>
      {judged.has(trace.outcome) && (
        <button type="button" className="tool" onClick={() => setJudging(true)}>
          <DislikeOutlined /> {words.feedback[kind]}
        </button>
      )}
      {shown && <Reasons trace={trace} id={id} />}
      {judging && (
        <FeedbackDialog
          conversation={conversation}
          draft={{ kind, question: item.asked ?? "", seq: item.seq, ...(kind === "wrong" && trace.entry && { entry: trace.entry }) }}
          close={() => setJudging(false)}
        />
      )}
    </div>
  );
}

function Reasons({ trace, id }: { trace: Trace; id: string }) {
  const t = words.trace;
  return (
    <dl className="basis-more" id={id}>
      {trace.entry && <Reason name={t.entry}><code>{trace.entry}</code></Reason>}
      {trace.rule && <Reason name={t.rule}><code>{trace.rule}</code></Reason>}
      {trace.score !== undefined && (
        <Reason name={t.score}>
          {trace.score.toFixed(3)}
          {trace.limits && <span className="soft"> {t.limits(trace.limits.answer.toFixed(2), trace.limits.suggest.toFixed(2))}</span>}
        </Reason>
      )}
      {trace.mood && <Reason name={t.mood}>{moodName(trace.mood.label)} {trace.mood.score.toFixed(2)}</Reason>}
      {trace.candidates.length > 0 && (
        <Reason name={t.candidates}>
          <ol>
            {trace.candidates.map((c) => (
              <li key={c.id}><b>{c.score.toFixed(2)}</b> <code>{c.id}</code> {c.text && <span className="soft">{c.text}</span>}</li>
            ))}
          </ol>
        </Reason>
      )}
      {trace.rungs.length > 0 && (
        <Reason name={t.steps}>
          <ol>
            {trace.rungs.map((r, i) => (
              <li key={i} data-took={r.took}>
                {t.rungs[r.rung] ?? r.rung} {r.took && <b>{t.took}</b>} <span className="soft" lang="en">{r.why}</span>
              </li>
            ))}
          </ol>
        </Reason>
      )}
      {trace.content !== undefined && <Reason name="">{<span className="soft">{t.content(trace.content)}</span>}</Reason>}
    </dl>
  );
}

const moodName = (label: string): string => strings.moods[label as MoodLabel] ?? label;

function Reason({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
