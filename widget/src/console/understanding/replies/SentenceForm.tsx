import { Button, Input } from "antd";
import { type FocusEvent, useRef, useState } from "react";
import { Markup } from "../../Markup";
import type { Fault } from "../api";
import { Gone } from "../Gone";
import { words as room } from "../strings";
import { words } from "./strings";
import { filled, type Placeholder, strangers } from "./table";

interface SentenceFormProps {
  name: string;
  where: string;
  wordings: readonly string[];
  /** As they are live: what was taken out of them can be brought back. */
  was: readonly string[];
  /** It is a label: there is one wording. */
  one: boolean;
  placeholders: readonly Placeholder[];
  faults: readonly Fault[];
  change(wordings: string[]): void;
}

const examples: Record<string, string> = Object.fromEntries(Object.entries(words.placeholders).map(([name, [, example]]) => [name, example]));
/** The longest sentence, in characters. */
const most = 2000;

/** One sentence of the bot in its wordings, with what is filled in and what comes of it. */
export function SentenceForm({ name, where, wordings, was, one, placeholders, faults, change }: SentenceFormProps) {
  const [preview, setPreview] = useState(false);
  const [added, setAdded] = useState(false);
  const list = wordings.length === 0 ? [""] : wordings;
  const set = (i: number, text: string) => change(list.map((w, k) => (k === i ? text : w)));
  // Where one wrote last, which a click on a placeholder takes the focus from.
  const last = useRef<{ at: number; input?: HTMLTextAreaElement | HTMLInputElement }>({ at: 0 });
  const focused = (at: number) => ({ target }: FocusEvent) => {
    if (target instanceof HTMLTextAreaElement || target instanceof HTMLInputElement) last.current = { at, input: target };
  };
  const insert = (placeholder: string) => {
    const { at, input } = last.current;
    const i = Math.min(at, list.length - 1);
    const text = list[i] ?? "";
    const [from, to] = input?.value === text ? [input.selectionStart ?? text.length, input.selectionEnd ?? text.length] : [text.length, text.length];
    set(i, `${text.slice(0, from)}{${placeholder}}${text.slice(to)}`);
    input?.focus();
  };
  const wrong = room.sentences(faults.map((f) => f.message));
  return (
    <section className="und-card und-sentence" aria-label={name}>
      <header>
        <strong>{name}</strong>
        <span className="soft">{where}</span>
        {placeholders.map((p) => (
          <button key={p} type="button" className="und-chip mono" title={room.part(words.placeholders[p][0], words.placeholders[p][1])} aria-label={words.insert(p)} onClick={() => insert(p)}>
            {`{${p}}`} <span>{words.placeholders[p][0]}</span>
          </button>
        ))}
        <Button size="small" type="link" className="und-end" aria-expanded={preview} onClick={() => setPreview(!preview)}>{words.preview}</Button>
      </header>
      {wrong !== "" && <p className="und-wrong" role="alert">{wrong}</p>}
      {list.map((text, i) => {
        const strange = strangers(text, placeholders);
        const label = one ? room.part(name, words.one) : room.part(name, words.variant(i + 1));
        const shared = { value: text, maxLength: most, "aria-label": label, placeholder: words.builtin };
        return (
          <div key={i} className="und-wording" onFocus={focused(i)}>
            {one
              ? <Input {...shared} maxLength={60} onChange={(e) => set(i, e.target.value)} />
              : <Input.TextArea {...shared} autoFocus={added && i === list.length - 1} autoSize={{ minRows: 1, maxRows: 8 }} onChange={(e) => set(i, e.target.value)} />}
            {list.length > 1 && <Button size="small" type="text" danger aria-label={`${words.remove} ${i + 1}`} title={words.remove} onClick={() => change(list.filter((_, k) => k !== i))}>×</Button>}
            {strange.length > 0 && <span className="und-wrong">{words.stranger(strange.join("}、{"))}</span>}
            {text !== "" && list.indexOf(text) < i && <span className="und-wrong">{words.twice}</span>}
            {preview && text.trim() !== "" && <div className="und-shown"><div className="und-preview"><Markup text={filled(text, examples)} rich /></div></div>}
          </div>
        );
      })}
      {!one && <Button size="small" type="dashed" disabled={list.some((w) => w.trim() === "")} onClick={() => { setAdded(true); change([...list, ""]); }}>{words.add}</Button>}
      <Gone rows={was.filter((text) => !wordings.includes(text))} text={(text) => text} back={(text) => change(one ? [text] : [...wordings.filter((w) => w !== ""), text])} />
    </section>
  );
}
