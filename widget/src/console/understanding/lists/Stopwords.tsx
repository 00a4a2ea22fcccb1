import { Input } from "antd";
import { useState } from "react";
import type { UnderstandingProps } from "../pages";
import { words as shared } from "../strings";
import { stopwords } from "./codecs";
import { RowForm } from "./Form";
import { type FormProps, ListPage } from "./ListPage";
import { words } from "./strings";

const w = words.stopwords;

/** The words that say nothing of the matter (停用词). */
export default function Stopwords({ staff }: UnderstandingProps) {
  return <ListPage codec={stopwords} who={staff.id} title={shared.pages.stopwords} {...w} columns={[w.word]} Cells={Cells} Form={Form} />;
}

const Cells = ({ row }: { row: string }) => <span className="und-main">{row}</span>;

function Form({ row, done, cancel }: FormProps<string>) {
  const [text, setText] = useState(row ?? "");
  const [wrong, setWrong] = useState("");
  const submit = () => {
    const why = stopwords.wrong(text.trim()) || done(text.trim());
    setWrong(why);
    if (why) return;
    setText("");
  };
  return (
    <RowForm edits={row !== undefined} wrong={wrong} submit={submit} cancel={cancel}>
      <Input size="small" className="und-main" autoFocus={row !== undefined} maxLength={40} value={text} placeholder={w.word} aria-label={w.word} onChange={(e) => setText(e.target.value)} />
    </RowForm>
  );
}
