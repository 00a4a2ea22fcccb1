import { CloseOutlined, PlusOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { type ClipboardEvent, type KeyboardEvent, useEffect, useRef, useState } from "react";
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
  const add = (at: number) => {
    change([...value.slice(0, at), "", ...value.slice(at)]);
    setGoal(at);
  };
  const remove = (at: number) => {
    change(value.filter((_, i) => i !== at));
    setGoal(Math.max(0, at - 1));
  };
  const onKeyDown = (e: KeyboardEvent<HTMLInputElement>, i: number) => {
    // While an input method is at work its keys are its own.
    if (e.nativeEvent.isComposing || e.keyCode === 229 || e.ctrlKey || e.metaKey) return;
    if (e.key === "Enter") add(i + 1);
    else if (e.key === "Backspace" && value[i] === "") remove(i);
    else if (e.key === "ArrowDown" && i < value.length - 1) setGoal(i + 1);
    else if (e.key === "ArrowUp" && i > 0) setGoal(i - 1);
    else return;
    e.preventDefault();
  };
  const onPaste = (e: ClipboardEvent<HTMLInputElement>, i: number) => {
    const text = e.clipboardData.getData("text/plain");
    if (!/[\r\n]/.test(text)) return;
    e.preventDefault();
    const { selectionStart: from, selectionEnd: to, value: row } = e.currentTarget;
    const next = pasted(value, i, from ?? row.length, to ?? row.length, text);
    change(next.list);
    setGoal(next.at);
  };
  return (
    <div className="variants" onBlur={blur}>
      <ol ref={box}>
        {value.map((text, i) => {
          const remark = remarks.get(i) ?? (twice.has(i) ? w.repeated : runes(text) > longest ? w.long(longest) : "");
          return (
            <li key={i} data-bad={remark !== ""}>
              <input
                value={text} aria-label={w.row(i + 1)} aria-invalid={remark !== ""} onChange={(e) => change(value.map((v, k) => (k === i ? e.target.value : v)))}
                onKeyDown={(e) => onKeyDown(e, i)} onPaste={(e) => onPaste(e, i)}
              />
              {remark && <small className="bad">{remark}</small>}
              <Button type="text" size="small" icon={<CloseOutlined />} aria-label={w.remove(i + 1)} onClick={() => remove(i)} />
            </li>
          );
        })}
      </ol>
      <p className="variants-do">
        <Button size="small" icon={<PlusOutlined />} disabled={value.length >= most} onClick={() => add(value.length)}>{w.add}</Button>
        <span className="soft">{w.count(value.filter((v) => v.trim() !== "").length, most)} · {w.hint}</span>
        {twice.size > 0 && <Button size="small" type="link" onClick={() => change(unrepeated(value, question))}>{w.unrepeat(twice.size)}</Button>}
      </p>
    </div>
  );
}
