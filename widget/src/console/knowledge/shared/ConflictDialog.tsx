import { Button, Modal, Radio } from "antd";
import { type ReactNode, useMemo, useState } from "react";
import { clock } from "../../format";
import { strings } from "../../strings";
import { type Difference, differences, merge, type Path } from "../../understanding/merge";
import { words } from "../words";
import { Comparison } from "./Comparison";

interface ConflictDialogProps<B> {
  kind: string;
  /** What both began with; undefined where it is not known. */
  base: B | undefined;
  mine: B;
  /** What the other made of it; undefined where it was removed. */
  theirs: B | undefined;
  /** Who the other is, "" where that is not known, and when it was saved. */
  by: { name: string; at: number | undefined };
  /** It was the same person, in another window. */
  own: boolean;
  /** What people call a place. */
  placeOf(path: Path): string;
  close(): void;
  /** What to go on with; where it is to be saved, over theirs. */
  settle(value: B, save: boolean): void;
  /** Theirs is taken as it is. */
  takeTheirs(): void;
  /** What they changed and nobody else, where it is not enough to name the places. */
  theirsOnly?(of: Difference[]): ReactNode;
}

type Side = "mine" | "theirs";

const w = words.conflict;
const keyOf = (path: Path) => JSON.stringify(path);

/** A colleague, or oneself in another window, has saved a piece meanwhile: both versions side by side, and one of them, or both merged place by place. */
export function ConflictDialog<B>({ kind, base, mine, theirs, by, own, placeOf, close, settle, takeTheirs, theirsOnly }: ConflictDialogProps<B>) {
  const [sides, setSides] = useState<Record<string, Side>>({});
  const who = own ? w.self : by.name || w.someone;
  const their = own ? w.elsewhere : w.theirs(by.name);
  const { value, clashes } = useMemo(
    () => merge(base ?? ({} as B), mine, theirs ?? mine, (path) => sides[keyOf(path)] ?? "mine"),
    [base, mine, theirs, sides],
  );
  const joined = theirs ? differences(base ?? {}, theirs).filter((d) => !clashes.some((c) => keyOf(c.path) === keyOf(d.path))) : [];
  const footer = (
    <>
      <Button onClick={close}>{strings.cancel}</Button>
      <Button danger onClick={takeTheirs}>{own ? w.takeElsewhere : w.takeTheirs}</Button>
      <Button onClick={() => settle(mine, true)}>{w.takeMine}</Button>
      {theirs && <Button onClick={() => settle(value, false)}>{w.look}</Button>}
      {theirs && <Button type="primary" onClick={() => settle(value, true)}>{w.merge}</Button>}
    </>
  );
  return (
    <Modal open width={980} title={own ? w.ownTitle : w.title} footer={footer} onCancel={close} mask={{ closable: false }}>
      <p>{(theirs ? w.says : w.removed)(who, by.at === undefined ? "" : clock(by.at, Date.now()))}</p>
      {joined.length > 0 && (
        <div className="soft">
          {(own ? w.ownJoined : w.joined)(theirsOnly ? "" : [...new Set(joined.map((d) => placeOf(d.path.slice(0, 1))))].join(w.comma))}
          {theirsOnly?.(joined)}
        </div>
      )}
      {clashes.map((c) => (
        <section key={keyOf(c.path)} className="clash">
          <h4>{placeOf(c.path)}</h4>
          <Radio.Group
            size="small" optionType="button" value={sides[keyOf(c.path)] ?? "mine"} options={[{ value: "mine", label: w.mine }, { value: "theirs", label: their }]}
            aria-label={placeOf(c.path)} onChange={(e) => setSides({ ...sides, [keyOf(c.path)]: e.target.value as Side })}
          />
          <Comparison kind={kind} before={c.theirs} after={c.mine} names={[their, w.mine]} />
        </section>
      ))}
      {theirs && clashes.length === 0 && <p className="good">{own ? w.ownNoClash : w.noClash}</p>}
    </Modal>
  );
}
