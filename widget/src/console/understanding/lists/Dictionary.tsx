import { AutoComplete, Input, InputNumber } from "antd";
import { useState } from "react";
import type { UnderstandingProps } from "../pages";
import type { Word } from "../shapes";
import { words as shared } from "../strings";
import { dictionary } from "./codecs";
import { RowForm } from "./Form";
import { type FormProps, ListPage } from "./ListPage";
import { words } from "./strings";

const w = words.dictionary;
const tagName = (tag: string | undefined): string => (tag ? (w.tags[tag] ? `${w.tags[tag]} ${tag}` : tag) : w.none);

/** The words that are never cut (词典). */
export default function Dictionary({ staff }: UnderstandingProps) {
  return <ListPage codec={dictionary} who={staff.id} title={shared.pages.dictionary} {...w} columns={[w.word, w.weight, w.tag]} Cells={Cells} Form={Form} />;
}

function Cells({ row }: { row: Word }) {
  return (
    <>
      <span className="und-main">{row.text}</span>
      <span className={row.freq ? "" : "soft"}>{row.freq || w.none}</span>
      <span className="soft">{tagName(row.tag)}</span>
    </>
  );
}

function Form({ row, done, cancel }: FormProps<Word>) {
  const [text, setText] = useState(row?.text ?? "");
  const [freq, setFreq] = useState(row?.freq ?? null);
  const [tag, setTag] = useState(row?.tag ?? "");
  const [wrong, setWrong] = useState("");
  const submit = () => {
    const next: Word = { text: text.trim(), ...(freq !== null && freq > 0 && { freq }), ...(tag.trim() !== "" && { tag: tag.trim() }) };
    const why = dictionary.wrong(next) || done(next);
    setWrong(why);
    if (why) return;
    setText("");
  };
  return (
    <RowForm edits={row !== undefined} wrong={wrong} submit={submit} cancel={cancel}>
      <Input size="small" className="und-main" autoFocus={row !== undefined} maxLength={40} value={text} placeholder={w.word} aria-label={w.word} onChange={(e) => setText(e.target.value)} />
      <InputNumber size="small" min={0} max={10_000_000} precision={0} value={freq} placeholder={w.weight} aria-label={w.weight} title={w.weightHint} onChange={setFreq} />
      <AutoComplete
        size="small" value={tag} placeholder={w.tag} aria-label={w.tag} title={w.tagHint} onChange={setTag} className="und-tag"
        options={Object.keys(w.tags).map((value) => ({ value, label: tagName(value) }))}
      />
    </RowForm>
  );
}
