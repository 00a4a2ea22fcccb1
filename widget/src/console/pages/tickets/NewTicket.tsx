import { App, Checkbox, Form, Input, Modal, Select } from "antd";
import { useEffect, useState } from "react";
import type { DeskSession } from "../../../wire/desk";
import { type Info, type LogEvent, maxText, type Row, runes, type Severity } from "../../../wire/frames";
import type { Hole } from "../../../wire/log";
import { words as context } from "../../context/strings";
import { useCustomer, useTeams } from "../../queries";
import { strings } from "../../strings";
import { words } from "../strings";
import { prefill } from "./prefill";
import "./tickets.css";

interface Fields {
  order_no?: string;
  when?: string;
  story: string;
  error?: string;
  tried?: string;
  contact?: string;
  phone?: string;
  team?: string;
  severity: Severity;
  files: string[];
}

interface NewTicketProps {
  desk: DeskSession;
  row: Row;
  log: readonly (LogEvent | Hole)[];
  open: boolean;
  close(): void;
}

const w = words.newTicket;
const severities: readonly Severity[] = ["low", "normal", "high", "urgent"];

/** The form that makes a ticket of a conversation, filled in with what the conversation tells. */
export function NewTicket({ desk, row, log, open, close }: NewTicketProps) {
  const { message } = App.useApp();
  const [form] = Form.useForm<Fields>();
  const [busy, setBusy] = useState(false);

  const submit = async (fields: Fields) => {
    setBusy(true);
    try {
      const { team, severity } = fields;
      const phone = fields.phone?.trim();
      await desk.act({ type: "file", severity, info: infoOf(fields), ...(team && { team }), ...(phone && { phone }) }, row.conversation);
      message.success(w.done);
      close();
    } catch (error) {
      message.error((error as Error).message);
    }
    setBusy(false);
  };
  return (
    <Modal
      open={open} title={w.title} okText={w.submit} cancelText={strings.cancel} destroyOnHidden width={560}
      confirmLoading={busy} okButtonProps={{ disabled: !desk.online }} onOk={() => form.submit()} onCancel={close}
    >
      {open && <Pack form={form} row={row} log={log} submit={(f) => void submit(f)} />}
    </Modal>
  );
}

type PackProps = Pick<NewTicketProps, "row" | "log"> & { form: ReturnType<typeof Form.useForm<Fields>>[0]; submit(fields: Fields): void };

/** The info pack (信息包): what whoever works on it would ask for first. */
function Pack({ form, row, log, submit }: PackProps) {
  const [draft] = useState(() => prefill(row, log)); // as it was when the form was opened
  const teams = useTeams();
  const known = useCustomer(row.conversation).data?.profile?.phone;
  useEffect(() => {
    if (known && !known.includes("*") && !draft.phone && !form.isFieldTouched("phone")) form.setFieldValue("phone", known);
  }, [known]);
  const { info } = draft;
  const line = (name: "order_no" | "when" | "error" | "contact") => (
    <Form.Item label={words.info[name]} name={name}><Input maxLength={200} /></Form.Item>
  );
  return (
    <Form<Fields>
      form={form} layout="vertical" size="small" preserve={false} className="ticket-form" onFinish={submit}
      initialValues={{ ...info, tried: info.tried?.join("\n"), phone: draft.phone, team: draft.team, severity: draft.severity, files: draft.files.map((f) => f.id) }}
    >
      <Form.Item className="wide" label={words.info.story} name="story" rules={[{ required: true, whitespace: true, message: w.storyMissing }]}>
        <Input.TextArea autoSize={{ minRows: 2, maxRows: 8 }} count={{ max: maxText, strategy: runes }} />
      </Form.Item>
      {line("order_no")}
      {line("when")}
      {line("error")}
      {line("contact")}
      <Form.Item className="wide" label={words.info.tried} name="tried">
        <Input.TextArea autoSize={{ minRows: 1, maxRows: 6 }} placeholder={w.triedHint} />
      </Form.Item>
      <Form.Item label={words.ticket.team} name="team">
        <Select allowClear options={(teams.data?.items ?? []).map((t) => ({ value: t.id, label: t.name }))} />
      </Form.Item>
      <Form.Item label={words.ticket.severity} name="severity">
        <Select options={severities.map((s) => ({ value: s, label: context.severities[s] }))} />
      </Form.Item>
      <Form.Item
        className="wide" label={w.phone} name="phone" extra={w.phoneHint}
        rules={[{ pattern: /^\s*(\+?[\d\s-]{7,20})?\s*$/, message: w.phoneBad }]}
      >
        <Input inputMode="tel" maxLength={32} />
      </Form.Item>
      {draft.files.length > 0 && (
        <Form.Item className="wide" label={w.from} name="files">
          <Checkbox.Group options={draft.files.map((f) => ({ value: f.id, label: f.name }))} />
        </Form.Item>
      )}
    </Form>
  );
}

/** Most steps that are told of what was tried, and most files: the server's limits. */
const [mostTried, mostFiles] = [20, 9];

function infoOf(f: Fields): Info {
  const tried = (f.tried ?? "").split("\n").map((l) => l.trim()).filter((l) => l !== "").slice(0, mostTried);
  const files = (f.files ?? []).slice(0, mostFiles);
  const info: Info = { story: f.story.trim() };
  for (const name of ["order_no", "when", "error", "contact"] as const) {
    const value = f[name]?.trim();
    if (value) info[name] = value;
  }
  return { ...info, ...(tried.length > 0 && { tried }), ...(files.length > 0 && { files }) };
}
