import { Input, Modal } from "antd";
import { useState } from "react";
import { words } from "./rules/strings";

interface NameDialogProps {
  title: string;
  ok: string;
  taken: readonly string[];
  create(id: string): void;
  close(): void;
}

/** Asks for the id of a new piece, which it keeps for ever. */
export function NameDialog({ title, ok, taken, create, close }: NameDialogProps) {
  const [id, setId] = useState("");
  const wrong = id === "" ? "" : !/^[a-z0-9-]{1,64}$/.test(id) ? words.idWrong : taken.includes(id) ? words.idTaken : "";
  const right = id !== "" && wrong === "";
  return (
    <Modal open title={title} okText={ok} okButtonProps={{ disabled: !right }} onOk={() => create(id)} onCancel={close}>
      <Input
        autoFocus maxLength={64} value={id} placeholder={words.id} aria-label={words.id} status={wrong === "" ? "" : "error"} onChange={(e) => setId(e.target.value.trim())}
        onPressEnter={(e) => right && !e.nativeEvent.isComposing && create(id)}
      />
      <p className={wrong === "" ? "soft" : "und-wrong"}>{wrong === "" ? words.idHint : wrong}</p>
    </Modal>
  );
}
