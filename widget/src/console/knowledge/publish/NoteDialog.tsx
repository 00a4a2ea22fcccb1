import { Input, Modal } from "antd";
import { useState } from "react";
import { runes } from "../../../wire/frames";
import { strings } from "../../strings";

interface NoteDialogProps {
  title: string;
  label: string;
  close(): void;
  done(note: string): void;
}

/** The longest note, in code points. */
export const longestNote = 500;

/** Asks for a few words with a step. */
export function NoteDialog({ title, label, close, done }: NoteDialogProps) {
  const [note, setNote] = useState("");
  return (
    <Modal
      open title={title} okText={strings.ok} cancelText={strings.cancel} okButtonProps={{ disabled: runes(note) > longestNote }} onCancel={close}
      onOk={() => {
        done(note.trim());
        close();
      }}
    >
      <label>
        {label}
        <Input.TextArea autoFocus rows={3} value={note} count={{ max: longestNote, strategy: runes }} onChange={(e) => setNote(e.target.value)} />
      </label>
    </Modal>
  );
}
