import { App, Button, Input } from "antd";
import { type ClipboardEvent, type KeyboardEvent, useState } from "react";
import { added } from "./added";
import { Gone } from "./Gone";
import { words } from "./strings";
import { type Hits, TryPatterns } from "./TryPatterns";

interface LinesProps {
  /** What the list is called. */
  label: string;
  value: readonly string[];
  change(value: string[]): void;
  /** The list as it is live: what was taken out of it can be brought back. */
  was?: readonly string[] | undefined;
  /** What is wrong with lines, by their places from 0. */
  faults?: ReadonlyMap<number, string>;
  /** Of patterns the server can say which are found in a sentence. */
  patterns?: boolean;
  placeholder?: string;
  /** Only lines that hold this are shown. */
  filter?: string;
  /** Longest line, in characters. */
  most?: number;
}

const w = words.lines;

/** A list of words or patterns, written line by line: Enter adds, many may be pasted, a click edits. */
export function Lines({ label, value, change, was = [], faults, patterns = false, placeholder = w.placeholder, filter = "", most = 500 }: LinesProps) {
  const { message } = App.useApp();
  const [text, setText] = useState("");
  const [editing, setEditing] = useState<number>();
  const [hits, setHits] = useState<Hits>();
  const add = (written: string) => {
    const { lines, same } = added(value, written);
    if (lines.length > 0) change([...value, ...lines]);
    if (same > 0 || lines.length > 1) void message.info(w.added(lines.length, same));
    setText("");
  };
  const pasted = (e: ClipboardEvent) => {
    const clip = e.clipboardData.getData("text");
    if (!/[\r\n]/.test(clip.trim())) return;
    e.preventDefault();
    add(clip);
  };
  const wanted = filter.trim().toLowerCase();
  const twice = new Set(value.filter((line, i) => value.indexOf(line) < i));
  return (
    <div className="und-lines" role="group" aria-label={label}>
      <ul>
        {value.map((line, i) => {
          if (wanted !== "" && !line.toLowerCase().includes(wanted)) return null;
          const wrong = faults?.get(i) ?? (twice.has(line) ? w.twice : "");
          const hit = hits?.get(i);
          if (editing === i) {
            return (
              <li key={i}>
                <EditLine
                  line={line} most={most} label={w.edit(line)} cancel={() => setEditing(undefined)}
                  done={(next) => {
                    setEditing(undefined);
                    if (next !== line) change(next === "" ? value.filter((_, k) => k !== i) : value.map((l, k) => (k === i ? next : l)));
                  }}
                />
              </li>
            );
          }
          return (
            <li key={i} data-wrong={wrong !== ""} data-hit={hits ? hit !== undefined : undefined}>
              <button type="button" className="und-line" aria-label={w.edit(line)} onClick={() => setEditing(i)}>{line}</button>
              {hit !== undefined && <span className="mark" data-tone="good">{hit}</span>}
              <button type="button" className="und-x" aria-label={w.remove(line)} onClick={() => change(value.filter((_, k) => k !== i))}>×</button>
              {wrong !== "" && <span className="und-wrong">{wrong}</span>}
            </li>
          );
        })}
      </ul>
      <div className="und-lines-add">
        <Input
          size="small" value={text} maxLength={most} placeholder={placeholder} aria-label={words.part(label, w.add)} onPaste={pasted}
          onChange={(e) => setText(e.target.value)}
          onKeyDown={(e) => {
            if (e.key !== "Enter" || composing(e)) return;
            e.preventDefault();
            add(text);
          }}
        />
        <Button size="small" disabled={text.trim() === ""} onClick={() => add(text)}>{w.add}</Button>
        {patterns && value.length > 0 && <TryPatterns patterns={value} found={setHits} />}
      </div>
      <Gone rows={was.filter((line) => !value.includes(line))} text={(line) => line} back={(line) => change([...value, line])} />
    </div>
  );
}

/** The key belongs to the input method. */
const composing = (e: KeyboardEvent): boolean => e.nativeEvent.isComposing || e.keyCode === 229;

interface EditLineProps {
  line: string;
  most: number;
  label: string;
  done(line: string): void;
  cancel(): void;
}

function EditLine({ line, most, label, done, cancel }: EditLineProps) {
  const [text, setText] = useState(line);
  return (
    <Input
      autoFocus size="small" value={text} maxLength={most} aria-label={label} onChange={(e) => setText(e.target.value)} onBlur={() => done(text.trim())}
      onKeyDown={(e) => {
        if (composing(e)) return;
        if (e.key === "Enter") done(text.trim());
        if (e.key === "Escape") cancel();
      }}
    />
  );
}
