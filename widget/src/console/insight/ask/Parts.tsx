import { Button } from "antd";
import type { ReactNode } from "react";
import { Mark, MoodMark } from "../../context/Mark";
import { words as moods } from "../../understanding/mood/strings";
import type { Turn } from "../shapes";
import { Gauge } from "./Gauge";
import { Tokens } from "./Tokens";
import { words } from "./words";

const two = (n: number) => n.toFixed(2);

/** A part of what is known of a turn. */
export function Part({ title, children }: { title: string; children: ReactNode }) {
  return <section className="ask-part" aria-label={title}><h2>{title}</h2>{children}</section>;
}

/** How the message was read. */
export function Read({ turn, entry }: { turn: Turn; entry(id: string): void }) {
  return (
    <Part title={words.read}>
      <dl className="ask-facts">
        <dt>{words.norm}</dt><dd>{turn.norm}</dd>
        {turn.tokens.length > 0 && <><dt>{words.tokens}</dt><dd><Tokens tokens={turn.tokens} /></dd></>}
        {turn.respelled.length > 0 && <><dt>{words.respelled}</dt><dd>{turn.respelled.map((r) => <div key={r.from}>{words.asRead(r.from, r.to)}</div>)}</dd></>}
        {turn.entities.length > 0 && <><dt>{words.entities}</dt><dd>{turn.entities.map((e, i) => <Mark key={i} tone="blue">{`${e.name} ${e.value || e.text}`}</Mark>)}</dd></>}
        {turn.read.length > 0 && (
          <>
            <dt>{words.looks}</dt>
            <dd>
              {turn.read.map((r, i) => (
                <div key={i}>
                  {words.lookAs[r.as] ?? r.as} {r.text && <q>{r.text}</q>}{" "}
                  {r.best && (
                    <Button type="link" size="small" className="page-link" onClick={() => entry(r.best ?? "")}>
                      {words.lookBest(turn.questions[r.best] ?? r.best, two(r.score ?? 0))}
                    </Button>
                  )}
                </div>
              ))}
            </dd>
          </>
        )}
      </dl>
    </Part>
  );
}

/** How upset the customer sounded, and by what. */
export function Feeling({ turn: { mood, limits } }: { turn: Turn }) {
  const lines = [{ at: limits.uneasy, label: words.uneasyAt(two(limits.uneasy)) }, { at: limits.mood, label: words.handoffAt(two(limits.mood)) }];
  const tone = mood.score >= limits.mood ? "bad" : mood.score >= limits.uneasy ? "warn" : "good";
  return (
    <Part title={words.mood}>
      <div className="ask-mood">
        <MoodMark mood={mood.label} always />
        <Gauge value={mood.score} label={`${words.mood} ${two(mood.score)}`} tone={tone} lines={lines} />
        <span>{two(mood.score)}</span>
        <span className="soft">{lines.map((l) => l.label).join(" · ")}</span>
      </div>
      {mood.evidence.length === 0
        ? <p className="soft">{words.moodCalm}</p>
        : (
          <ul className="ask-marks">
            {mood.evidence.map((e, i) => (
              <li key={i}><Mark tone={e.weight < 0 ? "good" : "warn"}>{words.moodEvidence(e.text, moods.classes[e.class] ?? words.moodMore[e.class] ?? e.class, two(e.weight))}</Mark></li>
            ))}
          </ul>
        )}
    </Part>
  );
}

/** The rules that hold, and those that nearly do. */
export function RulesPart({ turn }: { turn: Turn }) {
  return (
    <Part title={words.rules}>
      {turn.rules.length === 0 && turn.near.length === 0 && <p className="soft">{words.rulesNone}</p>}
      <ul className="ask-rules">
        {turn.rules.map((r) => (
          <li key={r.id}>
            <a href={`/console/understanding/rules?rule=${encodeURIComponent(r.id)}`} target="_blank" rel="noopener">{r.id}</a>{" "}
            <Mark tone={r.matched ? "good" : "plain"}>{r.matched ? words.ruleTook : words.ruleHeld}</Mark> {words.actions[r.action] ?? r.action}{" "}
            <span className="soft">{r.why.join(" · ")}</span>
          </li>
        ))}
        {turn.near.map((r) => (
          <li key={r.id}>
            <a href={`/console/understanding/rules?rule=${encodeURIComponent(r.id)}`} target="_blank" rel="noopener">{r.id}</a>{" "}
            <span className="soft">{words.ruleNear(r.missing)}</span>
          </li>
        ))}
      </ul>
    </Part>
  );
}

/** Entries that would have come first, were they open. */
export function Closed({ turn, entry }: { turn: Turn; entry(id: string): void }) {
  if (turn.closed.length === 0) return null;
  return (
    <Part title={words.closed}>
      <ul className="ask-rules">
        {turn.closed.map((c) => (
          <li key={c.id}>
            <Button type="link" size="small" className="page-link" onClick={() => entry(c.id)}>{turn.questions[c.id] ?? c.id}</Button>{" "}
            <span className="soft">{words.closedWhy(c.why, two(c.score))}</span>
          </li>
        ))}
      </ul>
    </Part>
  );
}

/** The steps of the decision. */
export function Ladder({ turn }: { turn: Turn }) {
  return (
    <Part title={words.ladder}>
      <ol className="ladder">
        {turn.rungs.map((r, i) => (
          <li key={i} data-took={r.took}>
            <strong>{r.name}</strong> <Mark tone={r.took ? "good" : "plain"}>{r.took ? words.took : words.passed}</Mark>
            <span>{r.why}</span>
          </li>
        ))}
      </ol>
    </Part>
  );
}
