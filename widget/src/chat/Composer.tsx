import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { maxText, runes } from "../wire/frames";
import { Icon } from "./icons";
import type { Model } from "./model";
import { Staging } from "./Staging";
import { strings } from "./strings";
import { TypingSigns } from "./typing";
import { accepted } from "./uploads";

/** From how many characters left the counter shows. */
const countFrom = 200;

/** Where the customer writes. Enter sends, Shift+Enter makes a new line; Enter that ends a choice of the input method does neither. */
export function Composer({ model }: { model: Model }) {
  model.version.value; // reads the session itself
  const { session, uploads, quote } = model;
  const [text, setText] = useState("");
  const box = useRef<HTMLTextAreaElement>(null);
  const signs = useMemo(() => new TypingSigns((on, words) => session.typing(on, words)), [session]);
  const left = maxText - runes(text);
  const empty = text.trim() === "" && uploads.list.value.length === 0;
  const blocked = session.blocked !== "";

  // As tall as its text, up to a limit that the style sheet sets.
  useEffect(() => {
    const el = box.current;
    if (!el) return;
    el.style.height = "auto";
    el.style.height = `${el.scrollHeight}px`;
  }, [text]);
  useEffect(() => {
    if (quote.value) box.current?.focus();
  }, [quote.value]);
  useEffect(() => () => signs.stop(), [signs]);

  const send = () => {
    if (left < 0 || empty || blocked || uploads.pending) return;
    if (model.say(text)) setText("");
    signs.stop();
    box.current?.focus();
  };

  return (
    <form class="composer" onSubmit={(e) => { e.preventDefault(); send(); }}>
      {session.full && <p class="hint bad" role="alert">{strings.full}</p>}
      {quote.value && (
        <p class="quoting">
          <span>{strings.quoting(quote.value.name, quote.value.text)}</span>
          <button type="button" aria-label={strings.unquote} onClick={() => (quote.value = null)}><Icon name="cross" /></button>
        </p>
      )}
      <Staging uploads={uploads} />
      {left < countFrom && (
        <p class={left < 0 ? "hint bad" : "hint"} role="status">
          {left < 0 ? strings.over(-left) : strings.left(left)}
        </p>
      )}
      <Pick add={(files) => uploads.add(files)} disabled={blocked} />
      <textarea
        ref={box}
        rows={1}
        value={text}
        disabled={blocked}
        placeholder={blocked ? strings.blocked : strings.input}
        aria-label={strings.input}
        enterkeyhint="send"
        onInput={(e) => {
          setText(e.currentTarget.value);
          signs.wrote(e.currentTarget.value);
        }}
        onBlur={() => signs.stop()}
        onPaste={(e) => {
          const files = [...(e.clipboardData?.files ?? [])];
          if (files.length === 0) return;
          e.preventDefault(); // text that comes with a picture is its name or its address
          uploads.add(files);
        }}
        onKeyDown={(e) => {
          // 229: Safari ends a composition before it reports the Enter that did it.
          if (e.key !== "Enter" || e.shiftKey || e.isComposing || e.keyCode === 229) return;
          e.preventDefault();
          send();
        }}
      />
      <button type="submit" class="send" disabled={left < 0 || empty || blocked || uploads.pending} aria-label={strings.send}>
        <Icon name="send" />
      </button>
    </form>
  );
}

/** The button that asks the browser for files. */
function Pick({ add, disabled }: { add(files: File[]): void; disabled: boolean }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={input}
        type="file"
        hidden
        multiple
        accept={accepted}
        onChange={(e) => {
          add([...(e.currentTarget.files ?? [])]);
          e.currentTarget.value = ""; // the same file can be picked again
        }}
      />
      <button type="button" class="clip" aria-label={strings.attach} disabled={disabled} onClick={() => input.current?.click()}>
        <Icon name="clip" />
      </button>
    </>
  );
}
