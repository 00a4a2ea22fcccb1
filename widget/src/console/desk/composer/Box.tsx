import { type KeyboardEventHandler, type ClipboardEventHandler, type ReactNode, type Ref, useLayoutEffect, useRef } from "react";
import type { Stretch } from "../canned/fill";

interface BoxProps {
  ref: Ref<HTMLTextAreaElement>;
  text: string;
  label: string;
  placeholder: string;
  /** Stretches that are marked. */
  marks: readonly Stretch[];
  /** Where the caret is to be put after this drawing. */
  caret: { at: number; to: number } | undefined;
  /** The list that is open for what is being typed, and its active option. */
  list: { id: string; active: string | undefined } | undefined;
  change(text: string, caret: number): void;
  moved(caret: number): void;
  left(): void;
  onKeyDown: KeyboardEventHandler<HTMLTextAreaElement>;
  onPaste: ClipboardEventHandler<HTMLTextAreaElement>;
}

/** A text box that grows with its text and can mark parts of it, which a bare one cannot: a copy of the text lies below it. */
export function Box({ ref, text, label, placeholder, marks, caret, list, change, moved, left, onKeyDown, onPaste }: BoxProps) {
  const area = useRef<HTMLTextAreaElement>(null);
  useLayoutEffect(() => {
    if (!caret || !area.current) return;
    area.current.focus();
    area.current.setSelectionRange(caret.at, caret.to);
  }, [caret]);
  return (
    <div className="box">
      <div className="box-grow">
        <div className="box-copy" aria-hidden="true">{marked(text, marks)}{"\n"}</div>
        <textarea
          ref={(el) => {
            area.current = el;
            if (typeof ref === "function") ref(el);
            else if (ref) ref.current = el;
          }}
          rows={2}
          value={text}
          placeholder={placeholder}
          aria-label={label}
          aria-autocomplete="list"
          aria-controls={list?.id}
          aria-activedescendant={list?.active}
          onChange={(e) => change(e.target.value, e.target.selectionEnd)}
          onSelect={(e) => moved(e.currentTarget.selectionEnd)}
          onBlur={left}
          onKeyDown={onKeyDown}
          onPaste={onPaste}
        />
      </div>
    </div>
  );
}

function marked(text: string, marks: readonly Stretch[]): ReactNode[] {
  const out: ReactNode[] = [];
  let end = 0;
  for (const { from, to } of marks) {
    out.push(text.slice(end, from), <mark key={from}>{text.slice(from, to)}</mark>);
    end = to;
  }
  return [...out, text.slice(end)];
}
