import { Button, Input, Modal } from "antd";
import { useState } from "react";
import { words } from "./rules/strings";

interface NameDialogProps {
  title: string;
  ok: string;
  taken: readonly string[];
  create(id: string): void;
  close(): void;
}

/** The way to a new piece: a button, and the dialog that asks for its id. */
export function NewPiece({ create, ...dialog }: Omit<NameDialogProps, "close">) {
  const [open, setOpen] = useState(false);
  const made = (id: string) => {
    setOpen(false);
    create(id);
  };
  return (
    <>
      <Button size="small" type="primary" onClick={() => setOpen(true)}>{dialog.title}</Button>
      {open && <NameDialog {...dialog} create={made} close={() => setOpen(false)} />}
    </>
  );
}

/** Asks for the id of a new piece, which it keeps for ever. */
function NameDialog({ title, ok, taken, create, close }: NameDialogProps) {
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
