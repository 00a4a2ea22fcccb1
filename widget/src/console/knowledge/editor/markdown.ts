// What the buttons above an answer do with the text.
import { EditorSelection } from "@codemirror/state";
import type { EditorView } from "@codemirror/view";

export interface Link {
  text: string;
  href: string;
}

/** What shows an upload in an answer: a picture with its size, so that nothing jumps when it comes, or a film. */
export function shown(name: string, { url, width, height }: { url: string; width?: number | undefined; height?: number | undefined }): string {
  const size = width && height ? ` "${width}x${height}"` : "";
  return `![${name.replace(/[\][\n]/g, "").replace(/\.\w+$/, "")}](${url}${size})`;
}

/** Makes the selection bold, or no longer bold. */
export function bold(view: EditorView): boolean {
  view.dispatch(view.state.changeByRange((range) => {
    const text = view.state.sliceDoc(range.from, range.to);
    const inner = /^\*\*([^]*)\*\*$/.exec(text)?.[1];
    const next = inner ?? `**${text}**`;
    const at = inner === undefined && text === "" ? range.from + 2 : undefined;
    return {
      changes: { from: range.from, to: range.to, insert: next },
      range: at === undefined ? EditorSelection.range(range.from, range.from + next.length) : EditorSelection.cursor(at),
    };
  }));
  return true;
}

/** Begins every line of the selection with a mark, or takes the marks away where all have one. */
export function lines(view: EditorView, mark: (i: number) => string): void {
  const { from, to } = view.state.selection.main;
  const { doc } = view.state;
  const [first, last] = [doc.lineAt(from).number, doc.lineAt(to).number];
  const all = Array.from({ length: last - first + 1 }, (_, i) => doc.line(first + i));
  const old = /^(?:[-*•]|\d{1,3}[.、)])\s+/;
  const marked = all.every((l, i) => l.text.startsWith(mark(i)));
  view.dispatch({
    changes: all.map((l, i) => ({ from: l.from, to: l.from + (old.exec(l.text)?.[0].length ?? 0), insert: marked ? "" : mark(i) })),
  });
}

/** Puts a link in the place of the selection. */
export function insertLink(view: EditorView, { text, href }: Link): void {
  view.dispatch(view.state.replaceSelection(`[${text.replace(/[\][\n]/g, "")}](${href.replaceAll("(", "%28").replaceAll(")", "%29")})`), { scrollIntoView: true });
}
