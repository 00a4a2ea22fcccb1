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
  /** It was the same person, in another window. */
  own: boolean;
  close(): void;
  /** The entry to go on with: it is saved over theirs. */
  settle(entry: Entry): void;
  /** Theirs is taken as it is. */
  takeTheirs(): void;
}

type Side = "mine" | "theirs";

const w = words.conflict;
const keyOf = (path: Path) => path.join("/");

/** A colleague, or oneself in another window, has saved the entry meanwhile: both versions side by side, and one of them, or both merged field by field. */
export function ConflictDialog({ base, mine, theirs, own, close, settle, takeTheirs }: ConflictDialogProps) {
  const [sides, setSides] = useState<Record<string, Side>>({});
  const other = theirs.entry;
  const who = own ? w.self : theirs.by_name;
  const their = own ? w.elsewhere : w.theirs(theirs.by_name);
  const { value, clashes } = useMemo(
    () => merge(base ?? ({} as Entry), mine, other ?? mine, (path) => sides[keyOf(path)] ?? "mine"),
    [base, mine, other, sides],
  );
  const joined = other ? differences(base ?? {}, other).filter((d) => !clashes.some((c) => keyOf(c.path) === keyOf(d.path))) : [];
  const footer = (
    <>
      <Button onClick={close}>{strings.cancel}</Button>
      <Button danger onClick={takeTheirs}>{own ? w.takeElsewhere : w.takeTheirs}</Button>
      <Button onClick={() => settle(mine)}>{w.takeMine}</Button>
      {other && <Button type="primary" onClick={() => settle(value)}>{w.merge}</Button>}
    </>
  );
  return (
    <Modal open width={980} title={own ? w.ownTitle : w.title} footer={footer} onCancel={close}>
      <p>{(other ? w.says : w.removed)(who, clock(theirs.at, Date.now()))}</p>
      {other && joined.length > 0 && <p className="soft">{(own ? w.ownJoined : w.joined)([...new Set(joined.map((d) => shown("entry", d.path[0] ?? "")))].join(w.comma))}</p>}
      {clashes.map((c) => (
        <section key={keyOf(c.path)} className="clash">
          <h4>{shown("entry", c.path[0] ?? "")}</h4>
          <Radio.Group
            size="small" optionType="button" value={sides[keyOf(c.path)] ?? "mine"} options={[{ value: "mine", label: w.mine }, { value: "theirs", label: their }]}
            aria-label={shown("entry", c.path[0] ?? "")} onChange={(e) => setSides({ ...sides, [keyOf(c.path)]: e.target.value as Side })}
          />
          <Comparison kind="entry" before={c.theirs} after={c.mine} names={[their, w.mine]} />
        </section>
      ))}
      {other && clashes.length === 0 && <p className="good">{own ? w.ownNoClash : w.noClash}</p>}
    </Modal>
  );
}
