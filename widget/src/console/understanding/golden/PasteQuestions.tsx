import { App, Input, Modal } from "antd";
import { useDeferredValue, useMemo, useState } from "react";
import { useAct } from "../../knowledge/queries";
import { faultsByEdit, mostEdits, savePieces } from "../api";
import { BadLines } from "../BadLines";
import type { Golden } from "../shapes";
import { words as shared } from "../strings";
import { expecting, newId, type PastedQuestion, readQuestions } from "./expect";
import { words } from "./strings";

const w = words.pasteDialog;
const nothing: ReadonlyMap<number, string> = new Map();

/** Golden questions from lines, saved all at once; where the server refuses some, none is saved and each of them is named with its reason. */
export function PasteQuestions({ have, close }: { have: readonly Golden[]; close(): void }) {
  const { message } = App.useApp();
  const [text, setText] = useState("");
  const [refused, setRefused] = useState(nothing);
  const late = useDeferredValue(text);
  const { questions, bad, same } = useMemo(() => readQuestions(late, have), [late, have]);
  const ready = questions.filter((q) => !refused.has(q.line));
  const save = useAct((list: readonly PastedQuestion[]) => {
    const now = Date.now();
    return savePieces("golden", list.map((q, i) => {
      const id = newId(now, i);
      return { id, rev: 0, body: { id, text: q.text, ...expecting(q.expectation, q.entry) } };
    }));
  });
  const write = (next: string) => {
    setText(next);
    setRefused(nothing);
  };
  const submit = () =>
    save.mutate(ready, {
      onSuccess: () => {
        void message.success(w.done(ready.length));
        // What could not be added stays, to be mended.
        const left = new Set([...bad.map((b) => b.line), ...refused.keys()]);
        if (left.size === 0) close();
        else write(text.split(/\r\n|\r|\n/).filter((_, i) => left.has(i + 1)).join("\n"));
      },
      onError: (error) => {
        const wrong = faultsByEdit(error);
        if (wrong.size === 0) return void message.error(error.message);
        setRefused(new Map([...refused, ...[...wrong].map(([i, why]) => [ready[i]?.line ?? 0, why] as const)]));
      },
    });
  const named = questions.flatMap(({ line, text: said }) => {
    const wrong = refused.get(line);
    return wrong === undefined ? [] : [{ line, text: said, wrong }];
  });
  return (
    <Modal
      open title={w.title} width={640} onCancel={close} mask={{ closable: false }} okText={w.add(ready.length)}
      okButtonProps={{ disabled: ready.length === 0 || ready.length > mostEdits || late !== text, loading: save.isPending }} onOk={submit}
    >
      <p className="soft">{w.hint}</p>
      <Input.TextArea
        autoFocus rows={10} className="mono" value={text} aria-label={w.title} placeholder={w.example} spellCheck={false} disabled={save.isPending}
        onChange={(e) => write(e.target.value)}
      />
      <div className="und-pasted" role="status">
        {same > 0 && <p className="soft">{shared.pasting.same(same)}</p>}
        {ready.length > mostEdits && <p className="und-wrong">{w.tooMany(mostEdits)}</p>}
        {named.length > 0 && <BadLines title={w.refused(named.length, ready.length)} lines={named} />}
        {bad.length > 0 && <BadLines title={shared.pasting.bad(bad.length)} lines={bad} />}
      </div>
    </Modal>
  );
}
