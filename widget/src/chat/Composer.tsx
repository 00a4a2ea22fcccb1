import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { maxText, runes } from "../wire/frames";
import { Icon } from "./icons";
import type { Model } from "./model";
import { Staging } from "./parts";
import { loadRare, strings } from "./strings";
import { TypingSigns } from "./typing";
import { accepted } from "./uploads";

/** From how many characters left the counter shows. */
const countFrom = 200;

/** Where the customer writes. Enter sends, Shift+Enter makes a new line; Enter that ends a choice of the input method does neither. */
export function Composer({ model }: { model: Model }) {
  model.version.value; // reads the session itself
  const { session, uploads, quote } = model;
  const [text, setText] = useState(model.drafts.text);
  const box = useRef<HTMLTextAreaElement>(null);
  const signs = useMemo(() => new TypingSigns((on, words) => session.typing(on, words)), [session]);
  // Comes when the customer is about to type. Without it he types as before.
  const [suggest, setSuggest] = useState<typeof import("./Suggest")>();
  const hints = useMemo(() => suggest && new suggest.Suggesting((typed) => session.suggest(typed)), [suggest, session]);
  const left = maxText - runes(text);
  const empty = text.trim() === "" && uploads.list.value.length === 0;
  const blocked = session.blocked !== "";
  // A person answers what he is asked, and files belong to what is being typed.
  const hinted = !blocked && session.state !== "assigned" && uploads.list.value.length === 0;
  const shown = hinted && hints !== undefined && hints.list.value.length > 0;

  // As tall as its text, up to a limit that the style sheet sets.
  useEffect(() => {
    const el = box.current;
    if (!el) return;
    el.style.height = "auto";
    el.style.height = `${el.scrollHeight}px`;
  }, [text]);
  useEffect(() => void (model.drafts.text = text), [text]);
  useEffect(() => {
    if (quote.value) box.current?.focus();
  }, [quote.value]);
  useEffect(() => () => signs.stop(), [signs]);
  useEffect(() => {
    // What he typed before they came counts, too.
    if (hinted && box.current) hints?.input(box.current.value);
    return () => hints?.close();
  }, [hints, hinted]);

  const say = (words: string) => {
    if (model.say(words)) setText("");
    hints?.close();
    signs.stop();
    box.current?.focus();
  };
  const send = () => {
    if (left < 0 || empty || blocked || uploads.pending) return;
    say(text);
  };
  const wrote = (e: InputEvent & { currentTarget: HTMLTextAreaElement }) => {
    const { value } = e.currentTarget;
    setText(value);
    signs.wrote(value);
    if (hinted) hints?.input(value, e);
  };

  return (
    <form class="composer" onSubmit={(e) => { e.preventDefault(); send(); }}>
      {session.full && <p class="hint bad" role="alert">{strings.full}</p>}
      {session.outbox.fleeting && session.connection !== "online" && <p class="hint bad" role="status">{strings.fleeting}</p>}
      {quote.value && (
        <p class="quoting">
          <span>{strings.quoting(quote.value.name, quote.value.text)}</span>
          <button type="button" aria-label={strings.unquote} onClick={() => (quote.value = null)}><Icon name="cross" /></button>
        </p>
      )}
      {(uploads.list.value.length > 0 || uploads.problem.value !== "") && <Staging uploads={uploads} />}
      {left < countFrom && (
        <p class={left < 0 ? "hint bad" : "hint"} role="status">
          {left < 0 ? strings.over(-left) : strings.left(left)}
        </p>
      )}
      {hinted && suggest && hints && <suggest.Suggest from={hints} pick={say} />}
      <Pick add={(files) => uploads.add(files)} disabled={blocked} />
      <textarea
        ref={box}
        rows={1}
        value={text}
        disabled={blocked}
        placeholder={blocked ? strings.blocked : strings.input}
        aria-label={strings.input}
        aria-autocomplete="list"
        aria-controls={shown ? suggest?.suggestID : undefined}
        aria-activedescendant={shown ? suggest?.optionID(hints.active.value) : undefined}
        enterkeyhint="send"
        onInput={wrote}
        // The last input of a composition still counts as one: in Chromium nothing else tells what it came to.
        onCompositionEnd={(e) => hinted && hints?.input(e.currentTarget.value)}
        onBlur={() => {
          signs.stop();
          hints?.close();
        }}
        onFocus={() => void loadSuggest().then(setSuggest, () => undefined)}
        onPaste={(e) => {
          const files = [...(e.clipboardData?.files ?? [])];
          if (files.length === 0) return;
          e.preventDefault(); // text that comes with a picture is its name or its address
          uploads.add(files);
        }}
        onKeyDown={(e) => {
          // 229: Safari ends a composition before it reports the Enter that did it.
          if (e.isComposing || e.keyCode === 229 || e.shiftKey) return;
          const chosen = shown && hints.press(e.key, say);
          if (!chosen && e.key !== "Enter") return;
          e.preventDefault();
          if (!chosen) send();
        }}
      />
      <button type="submit" class="send" disabled={left < 0 || empty || blocked || uploads.pending} aria-label={strings.send}>
        <Icon name="send" />
      </button>
    </form>
  );
}

/** Brings what suggests, and its words. */
async function loadSuggest() {
  const [suggest] = await Promise.all([import("./Suggest"), loadRare()]);
  return suggest;
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
