import { Alert } from "antd";
import { Mark } from "../../context/Mark";
import { Markup } from "../../Markup";
import type { Trial, Turn } from "../shapes";
import { Came } from "./Result";
import type { Side } from "./useTalk";
import { words } from "./words";

/** The same turn of both contents, side by side. */
export function Sides({ main, other, at }: { main: Trial; other: Side; at: number }) {
  const [a, b] = [main.turns[at], other.trial?.turns[at]];
  const same = a && b && a.outcome === b.outcome && a.entry === b.entry && a.reply === b.reply;
  return (
    <section className="ask-sides" aria-label={words.compare}>
      {a && b && <p><Mark tone={same ? "good" : "warn"}>{same ? words.side.same : words.side.differ}</Mark></p>}
      <div className="ask-two">
        <One name={words.against[main.against]} turn={a} />
        <One name={words.against[main.against === "live" ? "draft" : "live"]} turn={b} error={other.error} />
      </div>
    </section>
  );
}

function One({ name, turn, error }: { name: string; turn: Turn | undefined; error?: Error | undefined }) {
  return (
    <div>
      <h3>{name}</h3>
      {error && <Alert type="warning" showIcon title={words.refused} description={error.message} />}
      {turn && (
        <>
          <Came turn={turn} />
          <div className="ask-reply"><Markup text={turn.reply} rich /></div>
          <ol className="ask-top">
            {turn.candidates.slice(0, 3).map((c) => <li key={c.id}>{turn.questions[c.id] ?? c.id} <span className="soft">{c.score.toFixed(2)}</span></li>)}
          </ol>
        </>
      )}
    </div>
  );
}
