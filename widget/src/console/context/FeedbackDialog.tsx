import { App, Form, Input, Modal, Radio } from "antd";
import { maxText, runes } from "../../wire/frames";
import type { FeedbackKind } from "../http";
import { useSendFeedback } from "../queries";
import { strings } from "../strings";
import { words } from "./strings";

/** What is known of a complaint about the knowledge before the agent has said anything. */
export interface FeedbackDraft {
  kind: FeedbackKind;
  /** The customer's words. */
  question: string;
  /** The entry that answered. */
  entry?: string;
  /** The message that is meant. */
  seq?: number;
}

interface Fields {
  kind: FeedbackKind;
  question: string;
  text: string;
}

/** Tells the editors that an answer is wrong or missing. It is open while there is a draft. */
export function FeedbackDialog({ conversation, draft, close }: { conversation: string; draft: FeedbackDraft | undefined; close(): void }) {
  const { message } = App.useApp();
  const [form] = Form.useForm<Fields>();
  const send = useSendFeedback();
  const w = words.feedback;
  const submit = ({ kind, question, text }: Fields) => {
    send.mutate(
      {
        kind, conversation, question: question.trim(), text: text.trim(),
        ...(draft?.entry !== undefined && { entry: draft.entry }), ...(draft?.seq !== undefined && { seq: draft.seq }),
      },
      {
        onSuccess: () => {
          message.success(w.done);
          close();
        },
        onError: (error) => void message.error(error.message),
      },
    );
  };
  const counted = { max: maxText, strategy: runes };
  return (
    <Modal
      open={draft !== undefined} title={w.title} okText={w.send} cancelText={strings.cancel} destroyOnHidden
      confirmLoading={send.isPending} onOk={() => form.submit()} onCancel={close}
    >
      {draft && (
        <Form<Fields>
          form={form} layout="vertical" preserve={false} onFinish={submit}
          initialValues={{ kind: draft.kind, question: draft.question, text: "" }}
        >
          <Form.Item label={w.kind} name="kind">
            <Radio.Group options={(["wrong", "missing"] as const).map((value) => ({ value, label: w.kinds[value] }))} />
          </Form.Item>
          <Form.Item label={w.question} name="question" rules={[{ required: true, whitespace: true, message: w.questionMissing }]}>
            <Input.TextArea autoSize={{ minRows: 1, maxRows: 4 }} count={counted} />
          </Form.Item>
          {draft.entry !== undefined && <p className="soft">{w.entry} <span className="mono">{draft.entry}</span></p>}
          <Form.Item label={w.text} name="text" rules={[{ required: true, whitespace: true, message: w.textMissing }]}>
            <Input.TextArea rows={3} count={counted} autoFocus />
          </Form.Item>
        </Form>
      )}
    </Modal>
  );
}
