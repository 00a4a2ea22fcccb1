import { Alert, Input, Modal } from "antd";
import { useDeferredValue, useMemo, useState } from "react";
import { words } from "../strings";
import { type Codec, readLines } from "./codecs";

/** As many bad lines are listed; more are counted. */
const most = 100;

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
          {bad.length > 0 && (
            <Alert
              type="warning" showIcon title={w.bad(bad.length)}
              description={
                <ul>
                  {bad.slice(0, most).map((b) => <li key={b.line}><strong>{w.line(b.line)}</strong> {b.wrong}<span className="soft"> {b.text}</span></li>)}
                  {bad.length > most && <li>{words.faultsMore(bad.length - most)}</li>}
                </ul>
              }
            />
          )}
        </div>
      )}
    </Modal>
  );
}
