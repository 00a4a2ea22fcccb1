import { Button } from "antd";
import type { KeyboardEvent, ReactNode } from "react";
import { words } from "../strings";

interface RowFormProps {
  /** It changes a row that is there; else it makes new ones. */
  edits: boolean;
  wrong: string;
  submit(): void;
  cancel?: (() => void) | undefined;
  children: ReactNode;
}

/** The inputs of a row in one line. Enter is done, Escape cancels. */
export function RowForm({ edits, wrong, submit, cancel, children }: RowFormProps) {
  const pressed = (e: KeyboardEvent) => {
    if (e.nativeEvent.isComposing || e.keyCode === 229) return; // the key belongs to the input method
    if (e.key === "Enter" && e.target instanceof HTMLInputElement) {
      e.preventDefault();
      submit();
    } else if (e.key === "Escape" && cancel) cancel();
  };
  return (
    <div className="und-form" onKeyDown={pressed} role="group" aria-label={edits ? words.list.edit : words.list.add}>
      {children}
      <Button size="small" type={edits ? "primary" : "default"} onClick={submit}>{edits ? words.list.done : words.list.add}</Button>
      {cancel && <Button size="small" onClick={cancel}>{words.list.cancel}</Button>}
      {wrong && <span className="und-wrong" role="alert">{wrong}</span>}
    </div>
  );
}
