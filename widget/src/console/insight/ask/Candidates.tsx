import { Button } from "antd";
import { useState } from "react";
import type { Candidate, Turn } from "../shapes";
import { Gauge } from "./Gauge";
import { features } from "./features";
import { words } from "./words";

const two = (n: number) => n.toFixed(2);

interface CandidatesProps {
  turn: Turn;
  names: Record<string, string>;
  /** Opens an entry. */
  entry(id: string): void;
}

/** The entries that were found, with what made their scores. */
export function Candidates({ turn, names, entry }: CandidatesProps) {
  const [open, setOpen] = useState("");
  const { limits, candidates, questions } = turn;
  const lines = [
    { at: limits.suggest, label: words.suggestAt(two(limits.suggest)) },
    { at: limits.answer, label: words.answerAt(two(limits.answer)) },
  ];
  if (candidates.length === 0) return <p className="soft">{words.candidatesNone}</p>;
  return (
    <>
      <table className="plain-table candidates">
        <thead>
          <tr><th scope="col" aria-label={words.told} /><th scope="col">{words.columns.question}</th><th scope="col">{words.columns.text}</th><th scope="col">{words.columns.score}</th></tr>
        </thead>
        {candidates.map((c) => {
          const question = questions[c.id] ?? c.id;
          const tone = c.score >= limits.answer ? "good" : c.score >= limits.suggest ? "blue" : "warn";
          return (
            <tbody key={c.id} data-took={c.id === turn.entry}>
              <tr>
                <td>
                  <button type="button" className="fold" aria-expanded={open === c.id} aria-label={words.expand(question)} onClick={() => setOpen(open === c.id ? "" : c.id)}>
                    {open === c.id ? "▾" : "▸"}
                  </button>
                </td>
                <td><Button type="link" size="small" className="page-link" onClick={() => entry(c.id)}>{question}</Button></td>
                <td>{c.text}{c.read && <div className="soft">{words.readAs(c.read)}</div>}</td>
                <td className="candidates-score">
                  <div><span>{two(c.score)}</span><Gauge value={c.score} label={words.score(two(c.score))} tone={tone} lines={lines} /></div>
                </td>
              </tr>
              {open === c.id && <tr><td /><td colSpan={3}><Told candidate={c} names={names} /></td></tr>}
            </tbody>
          );
        })}
      </table>
      <p className="soft candidates-lines">{[...lines.map((l) => l.label), words.gapAt(two(limits.gap))].map((t) => <span key={t}>{t}</span>)}</p>
    </>
  );
}

/** What spoke for a candidate and against it. */
function Told({ candidate, names }: { candidate: Candidate; names: Record<string, string> }) {
  const rows = features(candidate);
  if (rows.length === 0) return <p className="soft">{words.toldNone}</p>;
  return (
    <table className="told">
      <caption>{words.told}</caption>
      <thead><tr><th scope="col">{words.toldWhat.feature}</th><th scope="col">{words.toldWhat.by}</th><th scope="col" className="sr-only">{words.toldWhat.by}</th><th scope="col">{words.toldWhat.value}</th></tr></thead>
      <tbody>
        {rows.map((r) => (
          <tr key={r.feature}>
            <th scope="row" title={r.feature}>{names[r.feature] ?? r.feature}</th>
            <td className="told-bars" aria-hidden="true"><i data-sign={r.by < 0 ? "minus" : "plus"} style={{ width: `${50 * r.share}%` }} /></td>
            <td className="told-by">{r.by > 0 ? "+" : "−"}{Math.abs(r.by).toFixed(2)}</td>
            <td className="soft told-by">{r.value === undefined ? "" : r.value.toFixed(2)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
