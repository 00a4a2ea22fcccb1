import { MergeView } from "@codemirror/merge";
import { EditorState } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { useEffect, useRef } from "react";
import { words } from "../words";

const w = words.diff;

/** Two texts side by side with what differs marked. They are looked at, not written. */
export default function TextDiff({ before, after, names = [w.before, w.after] }: { before: string; after: string; names?: readonly [string, string] }) {
  const host = useRef<HTMLDivElement>(null);
  const [left, right] = names;
  useEffect(() => {
    const still = (label: string) => [
      EditorState.readOnly.of(true), EditorView.lineWrapping, EditorView.contentAttributes.of({ "aria-label": label, "aria-readonly": "true" }),
      EditorState.phrases.of({ "$ unchanged lines": w.unchanged }),
    ];
    const view = new MergeView({
      parent: host.current as HTMLDivElement,
      a: { doc: before, extensions: still(left) },
      b: { doc: after, extensions: still(right) },
      collapseUnchanged: { margin: 2, minSize: 6 },
    });
    return () => view.destroy();
  }, [before, after, left, right]);
  return <div ref={host} className="text-diff" />;
}
