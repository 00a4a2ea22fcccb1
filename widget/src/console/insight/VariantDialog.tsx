import { Alert, App, Modal } from "antd";
import { useState } from "react";
import { useAct } from "../knowledge/queries";
import { EntryPick } from "../understanding/EntryPick";
import { useEntryName } from "../understanding/queries";
import { addVariant } from "./variants";
import { words } from "./ask/words";
import { words as shared } from "./words";

/** Makes a question a similar question of an entry; it goes to the entry's draft. */
export function VariantDialog({ text, entry: begin, close }: { text: string; entry: string; close(): void }) {
  const { message } = App.useApp();
  const [entry, setEntry] = useState(begin);
  const name = useEntryName(entry).data ?? entry;
  const add = useAct((id: string) => addVariant(id, text));
  const save = () =>
    add.mutate(entry, {
      onSuccess: (added) => {
        void message.success(added ? words.variantAdded(name) : words.variantKnown(name));
        close();
      },
    });
  return (
    <Modal
      open title={words.variantTo(text)} okText={words.add} cancelText={words.cancel} okButtonProps={{ disabled: entry === "" }} confirmLoading={add.isPending}
      onOk={save} onCancel={close}
    >
      {add.error && <Alert type="error" showIcon title={add.error.message} />}
      <EntryPick value={entry} label={shared.pick} change={setEntry} />
    </Modal>
  );
}
