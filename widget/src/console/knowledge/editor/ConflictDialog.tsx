import { Button, Modal, Radio } from "antd";
import { useMemo, useState } from "react";
import { clock } from "../../format";
import { strings } from "../../strings";
import { differences, merge, type Path } from "../../understanding/merge";
import type { Entry, Theirs } from "../api";
import { Comparison } from "../shared/Comparison";
import { shown } from "../shared/names";
import { words } from "../words";

interface ConflictDialogProps {
  /** What both began with; undefined where it is not known. */
  base: Entry | undefined;
  mine: Entry;
  theirs: Theirs;
  close(): void;
  /** The entry to go on with: it is saved over theirs. */
  settle(entry: Entry): void;
  /** Theirs is taken as it is. */
  takeTheirs(): void;
}

type Side = "mine" | "theirs";

const w = words.conflict;
const keyOf = (path: Path) => path.join("/");

/** A colleague has saved the entry meanwhile: both versions side by side, and one of them, or both merged field by field. */
export function ConflictDialog({ base, mine, theirs, close, settle, takeTheirs }: ConflictDialogProps) {
  const [sides, setSides] = useState<Record<string, Side>>({});
  const other = theirs.entry;
  const { value, clashes } = useMemo(
    () => merge(base ?? ({} as Entry), mine, other ?? mine, (path) => sides[keyOf(path)] ?? "mine"),
    [base, mine, other, sides],
  );
  const joined = other ? differences(base ?? {}, other).filter((d) => !clashes.some((c) => keyOf(c.path) === keyOf(d.path))) : [];
  const footer = (
    <>
      <Button onClick={close}>{strings.cancel}</Button>
      <Button danger onClick={takeTheirs}>{w.takeTheirs}</Button>
      <Button onClick={() => settle(mine)}>{w.takeMine}</Button>
      {other && <Button type="primary" onClick={() => settle(value)}>{w.merge}</Button>}
    </>
  );
  return (
    <Modal open width={980} title={w.title} footer={footer} onCancel={close}>
      <p>{(other ? w.says : w.removed)(theirs.by_name, clock(theirs.at, Date.now()))}</p>
      {other && joined.length > 0 && <p className="soft">{w.joined([...new Set(joined.map((d) => shown("entry", d.path[0] ?? "")))].join(w.comma))}</p>}
      {clashes.map((c) => (
        <section key={keyOf(c.path)} className="clash">
          <h4>{shown("entry", c.path[0] ?? "")}</h4>
          <Radio.Group
            size="small" optionType="button" value={sides[keyOf(c.path)] ?? "mine"} options={[{ value: "mine", label: w.mine }, { value: "theirs", label: w.theirs(theirs.by_name) }]}
            aria-label={shown("entry", c.path[0] ?? "")} onChange={(e) => setSides({ ...sides, [keyOf(c.path)]: e.target.value as Side })}
          />
          <Comparison kind="entry" before={c.theirs} after={c.mine} names={[w.theirs(theirs.by_name), w.mine]} />
        </section>
      ))}
      {other && clashes.length === 0 && <p className="good">{w.noClash}</p>}
    </Modal>
  );
}
