import { Modal } from "antd";
import { useState } from "react";
import { strings } from "../../strings";
import { words } from "../words";
import { People } from "./People";

interface PersonDialogProps {
  title: string;
  hint?: string;
  ok: string;
  without: readonly string[];
  busy: boolean;
  done(id: string): void;
  close(): void;
}

/** Asks for one colleague. */
export function PersonDialog({ title, hint, ok, without, busy, done, close }: PersonDialogProps) {
  const [id, setId] = useState("");
  return (
    <Modal
      open title={title} okText={ok} cancelText={strings.cancel} confirmLoading={busy} onCancel={close} onOk={() => done(id)}
      okButtonProps={{ disabled: id === "", title: id === "" ? words.chooseTarget : undefined }}
    >
      {hint && <p className="soft">{hint}</p>}
      <People without={without} value={id} change={setId} />
    </Modal>
  );
}
