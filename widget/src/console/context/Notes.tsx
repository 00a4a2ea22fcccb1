import { App, Button, Input, Popconfirm } from "antd";
import { useState } from "react";
import { runes } from "../../wire/frames";
import type { Staff } from "../api";
import { clock } from "../format";
import type { CustomerNote } from "../http";
import { useAddNote, useDeleteNote } from "../queries";
import { Section } from "./Section";
import { words } from "./strings";

/** The longest note that the server takes, in code points. */
const longest = 500;

/** What colleagues wrote about the customer, for all cases to come. */
export function Notes({ conversation, notes, staff }: { conversation: string; notes: CustomerNote[]; staff: Staff }) {
  const { message } = App.useApp();
  const [text, setText] = useState("");
  const add = useAddNote(conversation);
  const remove = useDeleteNote(conversation);
  const lead = staff.rights.includes("cases");
  const failed = (error: Error) => void message.error(error.message);
  const save = () => {
    const clean = text.trim();
    if (clean === "" || add.isPending) return;
    add.mutate(clean, { onSuccess: () => setText(""), onError: failed });
  };
  return (
    <Section title={words.notes.title}>
      <Input.TextArea
        autoSize={{ minRows: 1, maxRows: 6 }}
        value={text}
        count={{ max: longest, strategy: runes }}
        aria-label={words.notes.title}
        placeholder={words.notes.hint}
        onChange={(e) => setText(e.target.value)}
        onKeyDown={(e) => {
          if (e.key === "Enter" && (e.ctrlKey || e.metaKey) && !e.nativeEvent.isComposing && e.keyCode !== 229) save();
        }}
      />
      {text.trim() !== "" && (
        <Button size="small" type="primary" loading={add.isPending} disabled={runes(text) > longest} onClick={save}>{words.notes.add}</Button>
      )}
      {notes.length === 0 && text === "" && <p className="soft">{words.notes.none}</p>}
      <ul className="notes">
        {notes.map((n) => (
          <li key={n.id}>
            <p>{n.text}</p>
            <span className="soft">
              {n.name} · {clock(n.at, Date.now())}
              {(n.by === staff.id || lead) && (
                <Popconfirm title={words.notes.removeAsk} onConfirm={() => remove.mutate(n.id, { onError: failed })}>
                  <Button size="small" type="link" danger>{words.notes.remove}</Button>
                </Popconfirm>
              )}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
