import { Input, Modal } from "antd";
import { useDeferredValue, useMemo, useState } from "react";
import { BadLines } from "../BadLines";
import { words } from "../strings";
import { type Codec, readLines } from "./codecs";

interface PasteProps<R> {
  codec: Codec<R>;
  have: readonly R[];
  pasteHint: string;
  pasteExample: string;
  add(rows: R[]): void;
  close(): void;
}

/** Many lines at once: each that cannot be taken is named with its number and what is wrong with it. */
export function PasteDialog<R>({ codec, have, pasteHint, pasteExample, add, close }: PasteProps<R>) {
  const [text, setText] = useState("");
  const late = useDeferredValue(text);
  const { rows, bad, same } = useMemo(() => readLines(codec, late, have), [codec, late, have]);
  const w = words.pasting;
  return (
    <Modal
      open title={w.title} width={640} onCancel={close} mask={{ closable: false }} okText={w.add(rows.length)} okButtonProps={{ disabled: rows.length === 0 || late !== text }}
      onOk={() => {
        add(rows);
        close();
      }}
    >
      <p className="soft">{pasteHint}</p>
      <Input.TextArea
        autoFocus rows={10} className="mono" value={text} aria-label={w.title} placeholder={pasteExample} spellCheck={false}
        onChange={(e) => setText(e.target.value)}
      />
      {late.trim() !== "" && (
        <div className="und-pasted" role="status">
          {rows.length > 0 && <p>{w.ready(rows.length)}</p>}
          {same > 0 && <p className="soft">{w.same(same)}</p>}
          {rows.length + same + bad.length === 0 && <p className="soft">{w.empty}</p>}
          {bad.length > 0 && <BadLines title={w.bad(bad.length)} lines={bad} />}
        </div>
      )}
    </Modal>
  );
}
