import { Form, Input, Modal } from "antd";
import { strings } from "../../strings";
import { words } from "../words";
import type { Link } from "./markdown";

interface LinkDialogProps {
  film: boolean;
  /** What is selected. */
  text: string;
  close(): void;
  done(link: Link): void;
}

const w = words.markdown;

/** Asks where a link leads. Only pages of the web: nothing else is a link for customers. */
export function LinkDialog({ film, text, close, done }: LinkDialogProps) {
  const [form] = Form.useForm<Link>();
  return (
    <Modal open title={film ? w.film : w.link} okText={strings.ok} cancelText={strings.cancel} onOk={() => form.submit()} onCancel={close}>
      <Form<Link> form={form} layout="vertical" initialValues={{ text, href: "https://" }} onFinish={done}>
        <Form.Item name="text" label={film ? w.filmName : w.linkText} rules={[{ required: true, whitespace: true, message: w.textMissing }]}>
          <Input maxLength={200} autoFocus />
        </Form.Item>
        <Form.Item name="href" label={w.address} rules={[{ pattern: /^https?:\/\/[^\s]+\.[^\s]+$/, message: w.addressBad }]}>
          <Input maxLength={1000} inputMode="url" />
        </Form.Item>
      </Form>
    </Modal>
  );
}
