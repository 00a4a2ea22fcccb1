import { Alert, Button, Input } from "antd";
import { useEffect, useRef, useState } from "react";
import { Markup } from "../../Markup";
import { longest, mostTurns } from "../api";
import type { Line } from "../shapes";
import type { Talk } from "./useTalk";
import { words } from "./words";

interface ChatProps {
  talk: Talk;
  /** The turn that is looked at. */
  shown: number;
  show(turn: number): void;
}

/** The conversation of a trial: what was said, the choices to tap, and where to go on. */
export function Chat({ talk, shown, show }: ChatProps) {
  const { main, waiting } = talk;
  const turns = main.trial?.turns ?? [];
  const [text, setText] = useState("");
  const end = useRef<HTMLDivElement>(null);
  const full = turns.length >= mostTurns;
  useEffect(() => {
    end.current?.scrollIntoView?.({ block: "end" });
  }, [turns.length, waiting]);
  const say = (line: Line) => {
    if (waiting || full) return;
    setText("");
    void talk.say(line).then((asked) => {
      // What could not be asked is not typed again.
      if (!asked) setText((now) => (now === "" ? line.text : now));
    });
  };
  const send = () => text.trim() !== "" && say({ text: text.trim() });
  return (
    <div className="ask-chat">
      <div className="ask-log" role="log" aria-label={words.talk} tabIndex={0}>
        {turns.map((t, i) => (
          <article key={i} className="ask-turn" data-shown={i === shown}>
            <button type="button" className="ask-said" aria-pressed={i === shown} title={words.turn(i + 1)} onClick={() => show(i)}>
              <span className="sr-only">{words.customer}</span>
              {t.choice && <small>{words.tapped} </small>}
              {t.text}
            </button>
            <div className="ask-reply">
              <span className="sr-only">{words.bot}</span>
              <Markup text={t.reply} rich />
            </div>
            {t.choices.length > 0 && (
              <div className="ask-choices">
                {t.choices.map((c) => (
                  <Button key={c.key} size="small" disabled={i !== turns.length - 1 || waiting !== undefined || full} onClick={() => say({ text: "", choice: c.key })}>
                    {c.label}
                  </Button>
                ))}
              </div>
            )}
          </article>
        ))}
        {waiting && (
          <article className="ask-turn" aria-live="polite">
            {waiting.text !== "" && <span className="ask-said">{waiting.text}</span>}
            <p className="soft">{words.running} {talk.against === "draft" || talk.comparing ? words.building : ""}</p>
          </article>
        )}
        <div ref={end} />
      </div>
      {main.error && <Alert type="error" showIcon title={main.error.message} />}
      {full && <Alert type="info" showIcon title={words.full(mostTurns)} />}
      <div className="ask-box">
        <Input.TextArea
          value={text} autoSize={{ minRows: 1, maxRows: 5 }} maxLength={longest} disabled={full} placeholder={words.say} aria-label={words.say} title={words.sendHint}
          onChange={(e) => setText(e.target.value)}
          onKeyDown={(e) => {
            // Enter also ends the choice of a character.
            if (e.key !== "Enter" || e.shiftKey || e.nativeEvent.isComposing || e.keyCode === 229) return;
            e.preventDefault();
            send();
          }}
        />
        <Button type="primary" disabled={text.trim() === "" || full} loading={waiting !== undefined} onClick={send}>{words.send}</Button>
      </div>
    </div>
  );
}
