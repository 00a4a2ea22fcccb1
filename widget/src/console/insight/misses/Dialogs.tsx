import { Alert, Button, Drawer, Input, Modal, Radio } from "antd";
import { useState } from "react";
import { useEditors } from "../queries";
import { words } from "./words";

interface CreateProps {
  question: string;
  answer: string;
  /** How many messages become similar questions. */
  count: number;
  busy: boolean;
  /** Why it was refused. */
  error: string;
  create(entry: { question: string; answer: string; category?: string }): void;
  close(): void;
}

const w = words.create;

/** A new entry of what customers asked and what an agent answered. */
export function CreateDrawer({ question: q, answer: a, count, busy, error, create, close }: CreateProps) {
  const [question, setQuestion] = useState(q);
  const [answer, setAnswer] = useState(a);
  const [category, setCategory] = useState("");
  const whole = question.trim() !== "" && answer.trim() !== "";
  const save = () => create({ question: question.trim(), answer: answer.trim(), ...(category.trim() && { category: category.trim() }) });
  return (
    <Drawer
      open title={w.title} size={480} onClose={close}
      footer={
        <div className="page-do">
          <Button type="primary" disabled={!whole} title={whole ? "" : w.need} loading={busy} onClick={save}>{w.ok}</Button>
          <Button onClick={close}>{w.cancel}</Button>
        </div>
      }
    >
      <div className="miss-form">
        {error !== "" && <Alert type="error" showIcon title={error} />}
        <p className="soft">{w.says(count)}</p>
        <label>{w.question}<Input autoFocus maxLength={200} value={question} onChange={(e) => setQuestion(e.target.value)} /></label>
        <label>{w.answer}<Input.TextArea autoSize={{ minRows: 5, maxRows: 16 }} maxLength={20_000} value={answer} onChange={(e) => setAnswer(e.target.value)} /></label>
        <label>{w.category}<Input maxLength={200} value={category} placeholder={w.categoryHint} onChange={(e) => setCategory(e.target.value)} /></label>
      </div>
    </Drawer>
  );
}

/** Chooses the colleague who takes care of it. */
export function GiveDialog({ busy, give, close }: { busy: boolean; give(to: string): void; close(): void }) {
  const editors = useEditors();
  const [to, setTo] = useState("");
  return (
    <Modal open title={words.give.title} okText={words.give.ok} cancelText={w.cancel} okButtonProps={{ disabled: to === "" }} confirmLoading={busy} onOk={() => give(to)} onCancel={close}>
      {editors.error && <Alert type="error" showIcon title={editors.error.message} />}
      <Radio.Group
        vertical value={to} aria-label={words.give.title} onChange={(e) => setTo(e.target.value as string)}
        options={(editors.data ?? []).map((e) => ({ value: e.id, label: e.name }))}
      />
    </Modal>
  );
}
