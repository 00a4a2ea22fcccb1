import { useEffect, useRef, useState } from "preact/hooks";
import { maxText, runes } from "../wire/frames";
import { Icon } from "./icons";
import { strings } from "./strings";

/** From how many characters left the counter shows. */
const countFrom = 200;

/** How often a customer who types on tells so, in milliseconds. */
const typingEvery = 3_000;

interface ComposerProps {
  /** Sends; false when it could not be taken. */
  say(text: string): boolean;
  typing(on: boolean): void;
  /** Too much waits to be sent: what was said or tapped last was not taken. */
  full: boolean;
  now?: () => number;
}

/** Where the customer writes. Enter sends, Shift+Enter makes a new line; Enter that ends a choice of the input method does neither. */
export function Composer({ say, typing, full, now = Date.now }: ComposerProps) {
  const [text, setText] = useState("");
  const box = useRef<HTMLTextAreaElement>(null);
  const told = useRef(0);
  const left = maxText - runes(text);

  // As tall as its text, up to a limit that the style sheet sets.
  useEffect(() => {
    const el = box.current;
    if (!el) return;
    el.style.height = "auto";
    el.style.height = `${el.scrollHeight}px`;
  }, [text]);

  const tell = (on: boolean) => {
    if (on ? now() - told.current < typingEvery : told.current === 0) return;
    told.current = on ? now() : 0;
    typing(on);
  };
  const send = () => {
    if (left < 0 || text.trim() === "") return;
    if (say(text)) setText("");
    tell(false);
    box.current?.focus();
  };

  return (
    <form class="composer" onSubmit={(e) => { e.preventDefault(); send(); }}>
      {full && <p class="hint bad" role="alert">{strings.full}</p>}
      {left < countFrom && (
        <p class={left < 0 ? "hint bad" : "hint"} role="status">
          {left < 0 ? strings.over(-left) : strings.left(left)}
        </p>
      )}
      <textarea
        ref={box}
        rows={1}
        value={text}
        placeholder={strings.input}
        aria-label={strings.input}
        enterkeyhint="send"
        onInput={(e) => {
          setText(e.currentTarget.value);
          tell(e.currentTarget.value !== "");
        }}
        onBlur={() => tell(false)}
        onKeyDown={(e) => {
          // 229: Safari ends a composition before it reports the Enter that did it.
          if (e.key !== "Enter" || e.shiftKey || e.isComposing || e.keyCode === 229) return;
          e.preventDefault();
          send();
        }}
      />
      <button type="submit" class="send" disabled={left < 0 || text.trim() === ""} aria-label={strings.send}>
        <Icon name="send" />
      </button>
    </form>
  );
}
