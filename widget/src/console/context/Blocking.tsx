import { Alert, App, Button, Form, Input, Modal, Radio } from "antd";
import { useState } from "react";
import type { Staff } from "../api";
import { clock } from "../format";
import type { Block } from "../http";
import { useBlock, useUnblock } from "../queries";
import { strings } from "../strings";
import { Section } from "./Section";
import { words } from "./strings";

const hour = 3_600_000;
/** How long one can be kept out; null = for good. Whatever is longer than a day takes a supervisor. */
const spans = { h1: hour, h24: 24 * hour, d7: 7 * 24 * hour, ever: null } as const;
type Span = keyof typeof spans;

interface BlockingProps {
  conversation: string;
  block: Block | undefined;
  staff: Staff;
}

/** Whether the customer is kept out, and the ways to change it. */
export function Blocking({ conversation, block, staff }: BlockingProps) {
  const { message } = App.useApp();
  const [asking, setAsking] = useState(false);
  const lift = useUnblock();
  const w = words.block;
  if (!block) {
    return (
      <Section title={w.title}>
        <p className="soft">
          {w.none} <Button size="small" danger onClick={() => setAsking(true)}>{w.open}</Button>
        </p>
        <BlockDialog conversation={conversation} lead={staff.rights.includes("cases")} open={asking} close={() => setAsking(false)} />
      </Section>
    );
  }
  const mayLift = block.by === staff.id || staff.rights.includes("cases");
  const undo = () =>
    lift.mutate(conversation, { onSuccess: () => void message.success(w.lifted), onError: (error) => void message.error(error.message) });
  return (
    <Section title={w.title}>
      <Alert
        type="error"
        showIcon
        title={`${w.blocked} · ${block.until === undefined ? w.ever : w.till(clock(block.until, Date.now()))}`}
        description={
          <>
            <p>{block.reason}</p>
            <p className="soft">{w.by(block.name, clock(block.at, Date.now()))}</p>
          </>
        }
        action={mayLift && <Button size="small" loading={lift.isPending} onClick={undo}>{w.lift}</Button>}
      />
    </Section>
  );
}

interface Fields {
  reason: string;
  span: Span;
}

function BlockDialog({ conversation, lead, open, close }: { conversation: string; lead: boolean; open: boolean; close(): void }) {
  const { message } = App.useApp();
  const [form] = Form.useForm<Fields>();
  const change = useBlock(conversation);
  const w = words.block;
  const save = ({ reason, span }: Fields) => {
    const length = spans[span];
    change.mutate(
      { reason: reason.trim(), ...(length !== null && { until: Date.now() + length }) },
      {
        onSuccess: () => {
          message.success(w.done);
          close();
        },
        onError: (error) => void message.error(error.message),
      },
    );
  };
  return (
    <Modal
      open={open} title={w.open} okText={w.confirm} okButtonProps={{ danger: true }} cancelText={strings.cancel} destroyOnHidden
      confirmLoading={change.isPending} onOk={() => form.submit()} onCancel={close}
    >
      <p className="soft">{w.ask}</p>
      <Form<Fields> form={form} layout="vertical" preserve={false} initialValues={{ span: "h24" }} onFinish={save}>
        <Form.Item label={w.reason} name="reason" rules={[{ required: true, whitespace: true, message: w.reasonMissing }]}>
          <Input.TextArea rows={2} maxLength={200} autoFocus />
        </Form.Item>
        <Form.Item label={w.until} name="span" extra={lead ? undefined : w.limit}>
          <Radio.Group
            options={(Object.keys(spans) as Span[]).map((s) => ({
              value: s, label: w.spans[s], disabled: !lead && (spans[s] === null || spans[s] > spans.h24),
            }))}
          />
        </Form.Item>
      </Form>
    </Modal>
  );
}
