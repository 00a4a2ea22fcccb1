import { Button } from "antd";
import { type ReactNode, useEffect, useState } from "react";
import { words as shared } from "../strings";
import { words } from "./strings";

interface FoldProps {
  title: string;
  /** Beside the title. */
  note: string;
  /** Something in it is wrong: it is shown. */
  wrong: boolean;
  /** Whether it begins unfolded. */
  open: boolean;
  /** undefined = it stays. */
  remove: (() => void) | undefined;
  removeText: string;
  children: ReactNode;
}

/** One of several that are too long to stand open all at once. */
export function Fold({ title, note, wrong, open, remove, removeText, children }: FoldProps) {
  const [shown, setShown] = useState(open);
  useEffect(() => {
    if (wrong) setShown(true);
  }, [wrong]);
  return (
    <section className="und-card" aria-label={title}>
      <header>
        <Button size="small" type="text" disabled={false} aria-expanded={shown} aria-label={shared.part(title, shown ? words.fold : words.unfold)} onClick={() => setShown(!shown)}>{shown ? "▾" : "▸"}</Button>
        <strong>{title}</strong>
        <span className="soft">{note}</span>
        {remove && <Button size="small" type="text" danger className="und-end" aria-label={shared.part(title, removeText)} onClick={remove}>{removeText}</Button>}
      </header>
      {shown && children}
    </section>
  );
}
