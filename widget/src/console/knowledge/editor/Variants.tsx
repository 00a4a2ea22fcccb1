import { CloseOutlined, PlusOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { type ClipboardEvent, type KeyboardEvent, memo, useEffect, useMemo, useRef, useState } from "react";
import { runes } from "../../../wire/frames";
import { words } from "../words";
import { pasted, repeated, unrepeated } from "./variants";

interface VariantsProps {
  value: readonly string[];
  /** The standard question: a similar one need not repeat it. */
  question: string;
  /** What the server says of rows. */
  remarks: ReadonlyMap<number, string>;
  change(next: string[]): void;
  blur(): void;
}

/** The longest question, in code points, and how many there may be. */
const longest = 200;
const most = 500;
const w = words.variants;

/** Similar questions, a line each: Enter adds one, many are pasted at once, what is there already is marked. */
export function Variants({ value, question, remarks, change, blur }: VariantsProps) {
  const box = useRef<HTMLOListElement>(null);
  const [goal, setGoal] = useState<number>();
  useEffect(() => {
    if (goal === undefined) return;
    box.current?.querySelectorAll("input")[goal]?.focus();
    setGoal(undefined);
  }, [goal]);

  const twice = repeated(value, question);
  const now = useRef({ value, change });
  now.current = { value, change };
  // The same functions for good: of 500 rows only the one that changes is drawn again with every key.
  const acts = useMemo((): RowActs => {
    const add = (at: number) => {
      const { value: rows, change: to } = now.current;
      to([...rows.slice(0, at), "", ...rows.slice(at)]);
      setGoal(at);
    };
    const remove = (at: number) => {
      const { value: rows, change: to } = now.current;
      to(rows.filter((_, i) => i !== at));
      setGoal(Math.max(0, at - 1));
    };
    return {
      add, remove,
      write: (at, text) => now.current.change(now.current.value.map((v, i) => (i === at ? text : v))),
      onKeyDown: (e, i) => {
        const { value: rows } = now.current;
        // While an input method is at work its keys are its own.
        if (e.nativeEvent.isComposing || e.keyCode === 229 || e.ctrlKey || e.metaKey) return;
        if (e.key === "Enter") add(i + 1);
        else if (e.key === "Backspace" && rows[i] === "") remove(i);
        else if (e.key === "ArrowDown" && i < rows.length - 1) setGoal(i + 1);
        else if (e.key === "ArrowUp" && i > 0) setGoal(i - 1);
        else return;
        e.preventDefault();
      },
      onPaste: (e, i) => {
        const text = e.clipboardData.getData("text/plain");
        if (!/[\r\n]/.test(text)) return;
        e.preventDefault();
        const { selectionStart: from, selectionEnd: to, value: row } = e.currentTarget;
        const next = pasted(now.current.value, i, from ?? row.length, to ?? row.length, text);
        now.current.change(next.list);
        setGoal(next.at);
      },
    };
  }, []);
  return (
    <div className="variants" onBlur={blur}>
      <ol ref={box}>
        {value.map((text, i) => (
          <Row key={i} at={i} text={text} remark={remarks.get(i) ?? (twice.has(i) ? w.repeated : runes(text) > longest ? w.long(longest) : "")} acts={acts} />
        ))}
      </ol>
      <p className="variants-do">
        <Button size="small" icon={<PlusOutlined />} disabled={value.length >= most} onClick={() => acts.add(value.length)}>{w.add}</Button>
        <span className="soft">{w.count(value.filter((v) => v.trim() !== "").length, most)} · {w.hint}</span>
        {twice.size > 0 && <Button size="small" type="link" onClick={() => change(unrepeated(value, question))}>{w.unrepeat(twice.size)}</Button>}
      </p>
    </div>
  );
}

/** What can be done in a row, told its place. */
interface RowActs {
  add(at: number): void;
  remove(at: number): void;
  write(at: number, text: string): void;
  onKeyDown(e: KeyboardEvent<HTMLInputElement>, at: number): void;
  onPaste(e: ClipboardEvent<HTMLInputElement>, at: number): void;
}

const Row = memo(function Row({ at, text, remark, acts }: { at: number; text: string; remark: string; acts: RowActs }) {
  return (
    <li data-bad={remark !== ""}>
      <input
        value={text} aria-label={w.row(at + 1)} aria-invalid={remark !== ""} onChange={(e) => acts.write(at, e.target.value)}
        onKeyDown={(e) => acts.onKeyDown(e, at)} onPaste={(e) => acts.onPaste(e, at)}
      />
      {remark && <small className="bad">{remark}</small>}
      <Button type="text" size="small" icon={<CloseOutlined />} aria-label={w.remove(at + 1)} onClick={() => acts.remove(at)} />
    </li>
  );
});
