import { App, Button, Input, Modal, Popconfirm } from "antd";
import { useState } from "react";
import type { DeskSession } from "../../wire/desk";
import { maxText, runes } from "../../wire/frames";
import { strings } from "../strings";

/** What the owner of a case can do with it. */
export function Actions({ desk, conversation }: { desk: DeskSession; conversation: string }) {
  const { message } = App.useApp();
  const [closing, setClosing] = useState(false);
  const [summary, setSummary] = useState("");
  const [busy, setBusy] = useState(false);

  const act = async (command: Parameters<DeskSession["act"]>[0], done: string) => {
    setBusy(true);
    try {
      await desk.act(command, conversation);
      message.success(done);
    } catch (error) {
      message.error((error as Error).message);
    }
    setBusy(false);
    setClosing(false);
  };

  const text = summary.trim();
  const disabled = busy || !desk.online;
  return (
    <span className="actions">
      <Popconfirm
        title={strings.returnAsk}
        okText={strings.ok}
        cancelText={strings.cancel}
        onConfirm={() => void act({ type: "return" }, strings.returned)}
      >
        <Button disabled={disabled}>{strings.return}</Button>
      </Popconfirm>
      <Button danger disabled={disabled} onClick={() => setClosing(true)}>
        {strings.close}
      </Button>
      <Modal
        open={closing}
        title={strings.closeTitle}
        okText={strings.close}
        cancelText={strings.cancel}
        okButtonProps={{ danger: true, disabled: disabled || runes(text) > maxText }}
        confirmLoading={busy}
        onOk={() => void act({ type: "close", ...(text && { summary: text }) }, strings.closed)}
        onCancel={() => setClosing(false)}
      >
        <Input.TextArea
          rows={3}
          value={summary}
          placeholder={strings.closeSummary}
          aria-label={strings.closeSummary}
          count={{ max: maxText, strategy: runes }}
          onChange={(e) => setSummary(e.target.value)}
        />
      </Modal>
    </span>
  );
}
