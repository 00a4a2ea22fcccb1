import { App, AutoComplete, Button, Form, Input, Modal, Radio, Select, Switch } from "antd";
import type { TextAreaRef } from "antd/es/input/TextArea";
import { useRef } from "react";
import { maxText, runes } from "../../../wire/frames";
import type { Canned, CannedDraft, CannedScope, Upload } from "../../http";
import { useSaveCanned, useTeams } from "../../queries";
import { strings } from "../../strings";
import { words } from "../strings";
import { Picture } from "./Picture";

interface EditorProps {
  /** The reply that is changed, a new one, or none: then the editor is shut. */
  edited: Canned | "new" | undefined;
  /** Whether replies of teams and of everybody may be written. */
  lead: boolean;
  /** Headings there are. */
  groups: string[];
  close(): void;
}

interface Fields {
  scope: CannedScope;
  team?: string;
  group?: string;
  title: string;
  text?: string;
  picture?: Upload | null;
  opener?: boolean;
}

/** Longest title and heading, in code points. */
const maxTitle = 60;
const w = words.canned;

/** Writes a canned reply, or changes one. */
export function Editor({ edited, lead, groups, close }: EditorProps) {
  const { message } = App.useApp();
  const [form] = Form.useForm<Fields>();
  const save = useSaveCanned();
  const old = edited === "new" ? undefined : edited;
  const submit = (f: Fields) =>
    save.mutate({ draft: draftOf(f), ...(old && { id: old.id }) }, {
      onSuccess: () => {
        message.success(w.saved);
        close();
      },
      onError: (error) => void message.error(error.message),
    });
  return (
    <Modal
      open={edited !== undefined} title={old ? w.change : w.create} okText={words.save} cancelText={strings.cancel} destroyOnHidden width={600}
      confirmLoading={save.isPending} onOk={() => form.submit()} onCancel={close}
    >
      {edited && (
        <Form<Fields> form={form} layout="vertical" preserve={false} className="canned-form" onFinish={submit} initialValues={old ?? { scope: "personal", text: "", opener: false }}>
          <Parts form={form} lead={lead} groups={groups} />
        </Form>
      )}
    </Modal>
  );
}

function Parts({ form, lead, groups }: { form: ReturnType<typeof Form.useForm<Fields>>[0]; lead: boolean; groups: string[] }) {
  const teams = useTeams();
  const box = useRef<TextAreaRef>(null);
  const scope = Form.useWatch("scope", form);
  const insert = (variable: string) => {
    const area = box.current?.resizableTextArea?.textArea;
    const text = form.getFieldValue("text") ?? "";
    const [from, to] = area ? [area.selectionStart, area.selectionEnd] : [text.length, text.length];
    form.setFieldValue("text", text.slice(0, from) + variable + text.slice(to));
    area?.focus();
  };
  const most = { max: maxTitle, strategy: runes };
  return (
    <>
      <Form.Item className="half" label={w.name} name="title" rules={[{ required: true, whitespace: true, message: w.nameMissing }]}>
        <Input count={most} autoFocus />
      </Form.Item>
      <Form.Item className="half" label={w.group} name="group">
        <AutoComplete options={groups.map((value) => ({ value }))} maxLength={maxTitle} showSearch={{ filterOption: true }} />
      </Form.Item>
      <Form.Item
        label={w.text} name="text" dependencies={["picture"]}
        rules={[({ getFieldValue }) => ({
          validator: (_, text?: string) => ((text ?? "").trim() !== "" || getFieldValue("picture") ? Promise.resolve() : Promise.reject(new Error(w.textMissing))),
        })]}
      >
        <Input.TextArea ref={box} rows={5} count={{ max: maxText, strategy: runes }} />
      </Form.Item>
      <p className="soft page-variables">
        {w.variables}{" "}
        {w.variable.map((v) => <Button key={v} size="small" onClick={() => insert(v)}>{v}</Button>)}
      </p>
      <Form.Item label={w.picture} name="picture"><Picture /></Form.Item>
      <Form.Item className="half" label={w.scope} name="scope" extra={lead ? undefined : w.leads}>
        <Radio.Group options={(Object.keys(w.scopes) as CannedScope[]).map((value) => ({ value, label: w.scopes[value], disabled: !lead && value !== "personal" }))} />
      </Form.Item>
      <Form.Item className="half" label={w.opener} name="opener" valuePropName="checked" extra={w.openerHint}><Switch /></Form.Item>
      {scope === "team" && (
        <Form.Item label={w.team} name="team" rules={[{ required: true, message: w.teamMissing }]}>
          <Select options={(teams.data?.items ?? []).map((t) => ({ value: t.id, label: t.name }))} />
        </Form.Item>
      )}
    </>
  );
}

function draftOf({ scope, team, group, title, text, picture, opener }: Fields): CannedDraft {
  const heading = group?.trim();
  return {
    scope, title: title.trim(), text: (text ?? "").trim(), opener: opener === true,
    ...(scope === "team" && team && { team }), ...(heading && { group: heading }), ...(picture && { picture }),
  };
}
