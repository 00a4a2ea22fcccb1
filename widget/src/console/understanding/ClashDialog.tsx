import { Alert, Button, Modal, Radio } from "antd";
import { useMemo, useState } from "react";
import { clock } from "../format";
import { Differences } from "./Differences";
import { differences, merge, type Path } from "./merge";
import { placeText, valueText } from "./shown";
import { words } from "./strings";
import type { Work } from "./work";

const w = words.clash;
const nameOf = (path: Path): string => JSON.stringify(path);

/** Tells who came between, and makes one of both edits: what does not touch is joined, the rest is asked. */
export function ClashDialog<B>({ work, report }: { work: Work<B>; report(saving: Promise<boolean>): void }) {
  const { theirs, base, body } = work;
  const [theirsAt, setTheirsAt] = useState<ReadonlySet<string>>(new Set());
  const other = theirs?.body ?? undefined;
  const merged = useMemo(
    () => (base === undefined || body === undefined || other === undefined
      ? undefined
      : merge(base, body, other, (path) => (theirsAt.has(nameOf(path)) ? "theirs" : "mine")).value),
    [base, body, other, theirsAt],
  );
  // All of them, whatever was chosen: a choice does not take its question away.
  const clashes = useMemo(() => (base === undefined || other === undefined ? [] : merge(base, body, other).clashes), [base, body, other]);
  const [they, I] = useMemo(() => [differences(base, other), differences(base, body)], [base, other, body]);
  if (!theirs) return null;

  const choose = (path: Path, whose: string) => {
    const next = new Set(theirsAt);
    if (whose === "theirs") next.add(nameOf(path));
    else next.delete(nameOf(path));
    setTheirsAt(next);
  };
  const settle = (result: B | undefined, save = false) => {
    setTheirsAt(new Set());
    const saving = work.settle(result ?? body, save);
    if (save) report(saving);
  };
  return (
    <Modal
      open width={720} title={w.title} onCancel={() => void work.settle()} mask={{ closable: false }}
      footer={[
        <Button key="later" onClick={() => void work.settle()}>{w.later}</Button>,
        other !== undefined && <Button key="theirs" danger onClick={() => settle(other)}>{w.takeTheirs}</Button>,
        <Button key="merge" onClick={() => settle(merged)}>{w.merge}</Button>,
        <Button key="save" type="primary" onClick={() => settle(merged, true)}>{w.mergeSave}</Button>,
      ]}
    >
      <div className="und-clash">
        <p>{w.who(theirs.by_name || w.someone, theirs.at === undefined ? "" : clock(theirs.at, Date.now()))}</p>
        {other === undefined ? <Alert type="warning" showIcon title={w.removed} /> : (
          <>
            {clashes.length === 0 ? <Alert type="success" showIcon title={w.apart} /> : <p><strong>{w.both(clashes.length)}</strong></p>}
            {clashes.map((c) => (
              <fieldset key={nameOf(c.path)}>
                <legend>{placeText(c.path) || words.fields["text"]}</legend>
                <Radio.Group
                  value={theirsAt.has(nameOf(c.path)) ? "theirs" : "mine"} onChange={(e) => choose(c.path, String(e.target.value))}
                  options={[
                    { value: "mine", label: <>{words.part(w.useMine, "")}<span>{c.mine === undefined ? w.gone : valueText(c.mine)}</span></> },
                    { value: "theirs", label: <>{words.part(w.useTheirs, "")}<span>{c.theirs === undefined ? w.gone : valueText(c.theirs)}</span></> },
                  ]}
                />
              </fieldset>
            ))}
            <h3>{w.theirs(they.length)}</h3>
            <Differences of={they} />
            <h3>{w.mine(I.length)}</h3>
            <Differences of={I} />
          </>
        )}
      </div>
    </Modal>
  );
}
