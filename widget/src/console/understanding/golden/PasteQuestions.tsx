import { useQueryClient } from "@tanstack/react-query";
import { Alert, App, Input, Modal } from "antd";
import { useDeferredValue, useMemo, useState } from "react";
import { touch } from "../../knowledge/queries";
import { faultsOf, savePiece } from "../api";
import type { Golden } from "../shapes";
import { words as shared } from "../strings";
import { type BadQuestion, expecting, newId, readQuestions } from "./expect";
import { words } from "./strings";

const w = words.pasteDialog;

/** Golden questions from lines. Each is saved by itself; those that the server refuses stay in the box with its reasons. */
export function PasteQuestions({ have, close }: { have: readonly Golden[]; close(): void }) {
  const { message } = App.useApp();
  const client = useQueryClient();
  const [text, setText] = useState("");
  const [saved, setSaved] = useState<number>();
  const [refused, setRefused] = useState<BadQuestion[]>([]);
  const late = useDeferredValue(text);
  const { questions, bad, same } = useMemo(() => readQuestions(late, have), [late, have]);
  const save = async () => {
    const now = Date.now();
    const left: BadQuestion[] = [];
    const lines: string[] = [];
    setSaved(0);
    for (const [i, q] of questions.entries()) {
      const body: Golden = { id: newId(now, i), text: q.text, ...expecting(q.expectation, q.entry) };
      try {
        await savePiece("golden", body.id, { body, rev: 0, position: have.length + i });
      } catch (error) {
        const line = [q.text, q.expectation === "answer" ? q.entry : q.expectation].join(" | ");
        left.push({ line: left.length + 1, text: line, wrong: faultsOf(error)[0]?.message ?? (error as Error).message });
        lines.push(line);
      }
      setSaved(i + 1);
    }
    setSaved(undefined);
    await touch(client);
    if (questions.length > left.length) void message.success(w.done(questions.length - left.length));
    setRefused(left);
    setText([...lines, ...bad.map((b) => b.text)].join("\n"));
    if (left.length + bad.length === 0) close();
  };
  return (
    <Modal
      open title={w.title} width={640} onCancel={close} mask={{ closable: false }} okText={saved === undefined ? w.add(questions.length) : w.progress(saved, questions.length)}
      okButtonProps={{ disabled: questions.length === 0 || late !== text, loading: saved !== undefined }} onOk={() => void save()}
    >
      <p className="soft">{w.hint}</p>
      <Input.TextArea
        autoFocus rows={10} className="mono" value={text} aria-label={w.title} placeholder={w.example} spellCheck={false} disabled={saved !== undefined}
        onChange={(e) => {
          setText(e.target.value);
          setRefused([]);
        }}
      />
      <div className="und-pasted" role="status">
        {same > 0 && <p className="soft">{shared.pasting.same(same)}</p>}
        {refused.length > 0 && <Faulty title={w.refused(refused.length)} lines={refused} />}
        {bad.length > 0 && <Faulty title={shared.pasting.bad(bad.length)} lines={bad} />}
      </div>
    </Modal>
  );
}

function Faulty({ title, lines }: { title: string; lines: readonly BadQuestion[] }) {
  return (
    <Alert
      type="warning" showIcon title={title}
      description={<ul>{lines.map((b) => <li key={b.line}><strong>{shared.pasting.line(b.line)}</strong> {b.wrong}<span className="soft"> {b.text}</span></li>)}</ul>}
    />
  );
}
