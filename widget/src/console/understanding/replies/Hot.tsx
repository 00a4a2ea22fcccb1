import { Button } from "antd";
import type { Fault } from "../api";
import { EntryPick } from "../EntryPick";
import { moved } from "../moved";
import { faultOf } from "../shown";
import { words as shared } from "../strings";
import { words } from "./strings";

const w = words.hot;
/** More than a phone shows at once. */
const most = 8;

/** The hot questions, in their order. */
export function Hot({ ids, faults, change }: { ids: readonly string[]; faults: readonly Fault[]; change(ids: string[]): void }) {
  return (
    <section className="und-card und-sentence" aria-label={w.title}>
      <header>
        <strong>{w.title}</strong>
        <span className="soft">{ids.length >= most ? w.full : w.where}</span>
      </header>
      <ol className="und-hot">
        {ids.map((id, i) => (
          <li key={id}>
            <EntryPick value={id} label={`${w.title} ${i + 1}`} change={(next) => change(next === "" ? ids.filter((_, k) => k !== i) : ids.map((v, k) => (k === i ? next : v)))} />
            <Button size="small" disabled={i === 0} aria-label={`${w.up} ${i + 1}`} title={w.up} onClick={() => change(moved(ids, i, -1))}>↑</Button>
            <Button size="small" disabled={i === ids.length - 1} aria-label={`${w.down} ${i + 1}`} title={w.down} onClick={() => change(moved(ids, i, 1))}>↓</Button>
            <Button size="small" type="text" danger aria-label={`${shared.list.remove} ${i + 1}`} title={shared.list.remove} onClick={() => change(ids.filter((_, k) => k !== i))}>×</Button>
            {faultOf(faults, i) && <span className="und-wrong">{faultOf(faults, i)}</span>}
          </li>
        ))}
      </ol>
      {ids.length < most && <EntryPick value="" label={w.add} change={(id) => id !== "" && !ids.includes(id) && change([...ids, id])} />}
    </section>
  );
}
