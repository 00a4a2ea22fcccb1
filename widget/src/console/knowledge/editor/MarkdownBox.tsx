import { BoldOutlined, LinkOutlined, OrderedListOutlined, PictureOutlined, PlayCircleOutlined, UnorderedListOutlined } from "@ant-design/icons";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { markdown } from "@codemirror/lang-markdown";
import { defaultHighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { EditorState } from "@codemirror/state";
import { EditorView, keymap, placeholder } from "@codemirror/view";
import { App, Button } from "antd";
import { useEffect, useRef, useState } from "react";
import { isFilm, largest } from "../../desk/uploads";
import { size } from "../../desk/size";
import { upload } from "../../http";
import { words } from "../words";
import { LinkDialog } from "./LinkDialog";
import { bold, insertLink, lines, shown, type Link } from "./markdown";

interface MarkdownBoxProps {
  value: string;
  label: string;
  hint: string;
  change(next: string): void;
  blur(): void;
  /** How many pictures and films are on their way. */
  sending(count: number): void;
}

const w = words.markdown;
const accepted = "image/png,image/jpeg,image/webp,image/gif,video/mp4,video/webm";

/** An answer in Markdown, with buttons for what answers are made of. Pictures and films are put in by the button, pasted, or dropped. */
export default function MarkdownBox({ value, label, hint, change, blur, sending }: MarkdownBoxProps) {
  const { message } = App.useApp();
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(undefined);
  const input = useRef<HTMLInputElement>(null);
  const [dialog, setDialog] = useState<"link" | "film">();
  const [sent, setSent] = useState<{ name: string; share: number }>();
  const told = useRef({ change, blur, sending });
  told.current = { change, blur, sending };
  const running = useRef(0);

  const send = async (files: readonly File[]) => {
    for (const file of files.filter((f) => f.type.startsWith("image/") || isFilm(f))) {
      told.current.sending(++running.current);
      try {
        if (file.size > largest(file)) throw new Error(w.tooBig(size(largest(file))));
        const made = await upload(file, (share) => setSent({ name: file.name, share }));
        insert(view.current, shown(file.name, made));
      } catch (error) {
        message.error(w.uploadFailed(file.name, (error as Error).message));
      }
      setSent(undefined);
      told.current.sending(--running.current);
    }
  };
  const sendNow = useRef(send);
  sendNow.current = send;

  useEffect(() => {
    const made = new EditorView({
      parent: host.current as HTMLDivElement,
      state: EditorState.create({
        doc: value,
        extensions: [
          history(), markdown(), syntaxHighlighting(defaultHighlightStyle), EditorView.lineWrapping, placeholder(hint),
          EditorView.contentAttributes.of({ "aria-label": label, "aria-multiline": "true", spellcheck: "false" }),
          keymap.of([{ key: "Mod-b", run: (v) => bold(v) }, ...defaultKeymap, ...historyKeymap]),
          EditorView.updateListener.of((u) => u.docChanged && told.current.change(u.state.doc.toString())),
          EditorView.domEventHandlers({
            blur: () => told.current.blur(),
            paste: (e) => taken(e, e.clipboardData?.files, sendNow.current),
            drop: (e) => taken(e, e.dataTransfer?.files, sendNow.current),
          }),
        ],
      }),
    });
    view.current = made;
    return () => made.destroy();
    // It is made once for a label: later values come from itself, or are put in below.
  }, [label, hint]);
  useEffect(() => {
    const v = view.current;
    if (v && v.state.doc.toString() !== value) v.dispatch({ changes: { from: 0, to: v.state.doc.length, insert: value } });
  }, [value]);

  const act = (run: (v: EditorView) => void) => {
    if (!view.current) return;
    run(view.current);
    view.current.focus();
  };
  const put = (link: Link) => {
    const kind = dialog;
    setDialog(undefined);
    act((v) => insertLink(v, kind === "film" ? { ...link, text: `▶ ${link.text}` } : link));
  };
  return (
    <div className="md">
      <div className="md-tools" role="toolbar" aria-label={w.tools}>
        <Tool icon={<BoldOutlined />} name={w.bold} run={() => act(bold)} />
        <Tool icon={<UnorderedListOutlined />} name={w.list} run={() => act((v) => lines(v, () => "- "))} />
        <Tool icon={<OrderedListOutlined />} name={w.steps} run={() => act((v) => lines(v, (i) => `${i + 1}. `))} />
        <Tool icon={<LinkOutlined />} name={w.link} run={() => setDialog("link")} />
        <Tool icon={<PictureOutlined />} name={w.picture} run={() => input.current?.click()} />
        <Tool icon={<PlayCircleOutlined />} name={w.film} run={() => setDialog("film")} />
        <span className="soft" role="status">{sent ? w.uploading(sent.name, Math.round(sent.share * 100)) : w.dropHint}</span>
      </div>
      <div ref={host} className="md-box" />
      <input
        ref={input} type="file" accept={accepted} multiple hidden aria-label={w.picture}
        onChange={(e) => {
          void send([...(e.target.files ?? [])]);
          e.target.value = ""; // so that the same file can be chosen again
        }}
      />
      {dialog && <LinkDialog film={dialog === "film"} text={selected(view.current)} close={() => setDialog(undefined)} done={put} />}
    </div>
  );
}

function Tool({ icon, name, run }: { icon: React.ReactNode; name: string; run(): void }) {
  // The text keeps the focus and its selection.
  return <Button type="text" size="small" icon={icon} aria-label={name} title={name} onMouseDown={(e) => e.preventDefault()} onClick={run} />;
}

/** Takes files that were pasted or dropped; reports whether there were any. */
function taken(e: Event, files: FileList | undefined | null, send: (files: File[]) => Promise<void>): boolean {
  if (!files || files.length === 0) return false;
  e.preventDefault();
  void send([...files]);
  return true;
}

function insert(view: EditorView | undefined, text: string): void {
  view?.dispatch(view.state.replaceSelection(text), { scrollIntoView: true });
}

function selected(view: EditorView | undefined): string {
  if (!view) return "";
  const { from, to } = view.state.selection.main;
  return view.state.sliceDoc(from, to);
}
