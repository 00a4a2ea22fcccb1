import { BulbOutlined, DownOutlined, UpOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useState } from "react";
import { oneLine, plainLines } from "../../../markup/plain";
import { useSuggestions } from "../../queries";
import type { FoundAnswer } from "../../shapes";
import { useShortcut } from "../keys/shortcuts";
import { words } from "../talk-words";

interface SuggestionsProps {
  conversation: string;
  /** The customer's message that waits for an answer; 0 = none. */
  seq: number;
  send(text: string): void;
  edit(text: string): void;
}

/** What the bot would answer: one press sends it, another one puts it where it can be changed. */
export function Suggestions({ conversation, seq, send, edit }: SuggestionsProps) {
  const answers = useSuggestions(conversation, seq).data?.items.slice(0, 3) ?? [];
  const [shown, setShown] = useState(true);
  const live = seq > 0 && answers.length > 0;
  const nth = (n: number, act: (text: string) => void) => () => {
    const answer = live && shown ? answers[n] : undefined;
    if (answer) act(answer.answer);
    return answer !== undefined;
  };
  useShortcut({ id: "suggest.send", keys: ["Alt+Enter"], label: words.keys.suggestSend, group: "write", run: nth(0, send) });
  useShortcut({ id: "suggest.edit1", keys: ["Alt+Shift+1"], label: words.keys.suggestEdit(1), group: "write", run: nth(0, edit) });
  useShortcut({ id: "suggest.edit2", keys: ["Alt+Shift+2"], label: words.keys.suggestEdit(2), group: "write", run: nth(1, edit) });
  useShortcut({ id: "suggest.edit3", keys: ["Alt+Shift+3"], label: words.keys.suggestEdit(3), group: "write", run: nth(2, edit) });
  if (!live) return null;
  return (
    <section className="suggest" aria-label={words.suggestions}>
      <header>
        <BulbOutlined /> {shown ? words.suggestions : words.suggestShow(answers.length)}
        <Button
          size="small" type="text" icon={shown ? <DownOutlined /> : <UpOutlined />} aria-expanded={shown}
          aria-label={shown ? words.suggestHide : words.suggestShow(answers.length)} onClick={() => setShown(!shown)}
        />
      </header>
      {shown && (
        <ol>
          {answers.map((a, i) => (
            <Answer key={a.entry} answer={a} place={i} send={() => send(a.answer)} edit={() => edit(a.answer)} />
          ))}
        </ol>
      )}
    </section>
  );
}

function Answer({ answer, place, send, edit }: { answer: FoundAnswer; place: number; send(): void; edit(): void }) {
  const [whole, setWhole] = useState(false);
  return (
    <li>
      <button type="button" className="suggest-text" data-whole={whole} title={words.suggestMore} aria-expanded={whole} onClick={() => setWhole(!whole)}>
        <strong>{answer.question}</strong>
        <small className="soft">{words.score(Math.round(answer.score * 100))}</small>
        <span>{whole ? plainLines(answer.answer).join("\n") : oneLine(answer.answer)}</span>
      </button>
      <Button size="small" onClick={edit} title={`Alt+Shift+${place + 1}`}>{words.suggestEdit}</Button>
      <Button size="small" type="primary" ghost onClick={send} title={place === 0 ? "Alt+Enter" : undefined}>{words.suggestSend}</Button>
    </li>
  );
}
