import { App, Button } from "antd";
import { useState } from "react";
import { Mark } from "../../context/Mark";
import { clock } from "../../format";
import { newEntry } from "../../knowledge/rooms";
import { QuestionDialog } from "../../understanding/golden/QuestionDialog";
import type { Trial, Turn } from "../shapes";
import { VariantDialog } from "../VariantDialog";
import { Candidates } from "./Candidates";
import { Closed, Feeling, Ladder, Part, Read, RulesPart } from "./Parts";
import { tones } from "./tones";
import { WhyNot } from "./WhyNot";
import { words } from "./words";

interface ResultProps {
  trial: Trial;
  /** Which of its turns. */
  at: number;
  /** The entry to be explained. */
  why: string;
  /** Opens an entry. */
  entry(id: string): void;
}

/** Everything that led to an answer. */
export function Result({ trial, at, why, entry }: ResultProps) {
  const turn = trial.turns[at];
  const [dialog, setDialog] = useState<"golden" | "variant">();
  if (!turn) return null;
  return (
    <section className="ask-result" aria-label={words.turn(at + 1)}>
      <header className="ask-result-head">
        <h2>{words.turn(at + 1)}</h2>
        <span className="soft">
          {words.held(trial.by_name || words.nobody, clock(trial.at, Date.now()))} · {words.against[trial.against]} · {trial.draft ? words.draftRev(trial.draft) : words.version(trial.version)}
        </span>
        <span className="page-do">
          <Copy />
          <Button size="small" disabled={turn.choice !== undefined} onClick={() => setDialog("golden")}>{words.golden}</Button>
          <Button size="small" disabled={turn.choice !== undefined} onClick={() => setDialog("variant")}>{words.variant}</Button>
          {turn.entry && <Button size="small" onClick={() => entry(turn.entry ?? newEntry)}>{words.openEntry}</Button>}
        </span>
      </header>
      <Came turn={turn} />
      <Part title={words.candidates}><Candidates turn={turn} names={trial.feature_names} entry={entry} /></Part>
      <Ladder turn={turn} />
      {at === trial.turns.length - 1 && <WhyNot trial={trial.id} entry={why} />}
      <Read turn={turn} entry={entry} />
      <Feeling turn={turn} />
      <RulesPart turn={turn} />
      <Closed turn={turn} entry={entry} />
      {dialog === "golden" && <QuestionDialog edited="new" begin={goldenOf(trial, turn)} close={() => setDialog(undefined)} />}
      {dialog === "variant" && <VariantDialog text={turn.text} entry={turn.entry ?? turn.candidates[0]?.id ?? ""} close={() => setDialog(undefined)} />}
    </section>
  );
}

/** What came of a turn, in a line. */
export function Came({ turn }: { turn: Turn }) {
  return (
    <p className="ask-came">
      <Mark tone={tones[turn.outcome]}>{words.outcomes[turn.outcome]}</Mark>
      {turn.question && <strong>{turn.question}</strong>}
      {turn.reason && <span>{words.reasons[turn.reason] ?? turn.reason}</span>}
      {turn.team && <span>{words.toTeam(turn.team)}</span>}
      {turn.rule && <span>{words.byRule(turn.rule)}</span>}
      {turn.score !== undefined && turn.score > 0 && <span className="soft">{words.score(turn.score.toFixed(2))}</span>}
    </p>
  );
}

/** A golden question that wants what came: the editor looks at it before it is saved. */
const goldenOf = (trial: Trial, turn: Turn) => ({
  id: "", text: turn.text, ...(turn.entry && { entry: turn.entry }), ...(turn.outcome === "handoff" && { wants: "handoff" }), ...(trial.site && { site: trial.site }),
});

function Copy() {
  const { message } = App.useApp();
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(location.href);
      void message.success(words.copied);
    } catch {
      void message.warning(words.copyFailed); // forbidden, or not over https
    }
  };
  return <Button size="small" onClick={() => void copy()}>{words.copy}</Button>;
}
