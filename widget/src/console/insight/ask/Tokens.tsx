import { Tooltip } from "antd";
import type { Source, Token } from "../shapes";
import { words } from "./words";

const legend: Source[] = ["pack", "dictionary", "guessed", "latin", "single"];

/** The words that a message was cut into, coloured by where they come from. */
export function Tokens({ tokens }: { tokens: readonly Token[] }) {
  const there = legend.filter((from) => tokens.some((t) => t.from === from));
  return (
    <>
      <ol className="tokens">
        {tokens.map((t, i) => (
          <li key={i}>
            <Tooltip title={why(t)}>
              <span className="token" data-from={t.from} data-stop={t.stop} tabIndex={0}>{t.text}</span>
            </Tooltip>
          </li>
        ))}
      </ol>
      <p className="tokens-legend soft">
        {there.map((from) => <span key={from}><i className="token" data-from={from} aria-hidden="true" /> {words.froms[from]}</span>)}
      </p>
    </>
  );
}

/** Why it is a word. */
const why = (t: Token) =>
  [words.fromWhy(words.froms[t.from], t.from && words.fromHints[t.from]), t.respelled && words.typed(t.respelled), t.stop && words.stop]
    .map((line) => line && <div key={line}>{line}</div>);
