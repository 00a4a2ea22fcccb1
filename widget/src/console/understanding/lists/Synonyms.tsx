import { Input, Tag } from "antd";
import { useState } from "react";
import type { UnderstandingProps } from "../pages";
import { words as shared } from "../strings";
import { synonyms } from "./codecs";
import { RowForm } from "./Form";
import { type FormProps, ListPage } from "./ListPage";
import { words } from "./strings";

const w = words.synonyms;

/** The groups of words that mean the same (同义词). */
export default function Synonyms({ staff }: UnderstandingProps) {
  return <ListPage codec={synonyms} who={staff.id} title={shared.pages.synonyms} {...w} columns={[w.group]} Cells={Cells} Form={Form} />;
}

function Cells({ row, change }: { row: string[]; change(row: string[]): void }) {
  return (
    <span className="und-tags">
      {row.map((word, i) => (i === 0 ? <strong key={word} className="mark" data-tone="blue">{word}</strong> : (
        <button
          key={`${word} ${i}`} type="button" className="mark" title={w.makeStandard(word)} aria-label={w.makeStandard(word)}
          onClick={() => change([word, ...row.filter((_, k) => k !== i)])}
        >
          {word}
        </button>
      )))}
    </span>
  );
}

function Form({ row, done, cancel }: FormProps<string[]>) {
  const [group, setGroup] = useState(row ?? []);
  const [text, setText] = useState("");
  const [wrong, setWrong] = useState("");
  /** What is typed, taken apart; the group with it. */
  const taken = (): string[] => [...new Set([...group, ...text.split(/[,\uff0c\u3001\s]+/).filter((t) => t !== "")])];
  const submit = () => {
    const next = taken();
    const why = synonyms.wrong(next) || done(next);
    setWrong(why);
    setGroup(why ? next : []);
    setText("");
  };
  return (
    <RowForm edits={row !== undefined} wrong={wrong} submit={submit} cancel={cancel}>
      <span className="und-tags und-main">
        {group.map((word, i) => (
          <Tag key={word} closable color={i === 0 ? "blue" : "default"} onClose={() => setGroup(group.filter((g) => g !== word))}>{word}</Tag>
        ))}
        <Input
          size="small" autoFocus={row !== undefined} maxLength={300} value={text} placeholder={group.length === 0 ? `${w.first}, ${w.others}` : w.input} aria-label={w.input}
          onChange={(e) => setText(e.target.value)}
          onKeyDown={(e) => {
            if (e.nativeEvent.isComposing || e.keyCode === 229) return;
            // Enter takes a word in first, and is done when there is none.
            if (e.key === "Enter" && text.trim() !== "" && (row !== undefined || taken().length < 2)) {
              e.preventDefault();
              e.stopPropagation();
              setGroup(taken());
              setText("");
            } else if (e.key === "Backspace" && text === "") setGroup(group.slice(0, -1));
          }}
        />
      </span>
    </RowForm>
  );
}
