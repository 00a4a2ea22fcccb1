import { App, Button, Dropdown } from "antd";
import { useState } from "react";
import type { Bulk, BulkAction, EntryFilter, EntryPage, Moved } from "../api";
import * as api from "../api";
import { useAct } from "../queries";
import { words } from "../words";
import { BulkDialog, type ValueAction, valueActions } from "./BulkDialog";
import { all, count, nothing, type Selection, target } from "./selection";

interface BulkBarProps {
  selection: Selection;
  filter: EntryFilter;
  page: EntryPage;
  select(next: Selection): void;
}

const w = words.bulk;
const plainActions = ["submit", "approve", "on", "off"] as const satisfies BulkAction[];
// What takes work away is asked for first, with the number.
const graveActions = ["discard", "remove"] as const satisfies BulkAction[];

/** What can be done with the entries that are chosen; nothing where none are. */
export function BulkBar({ selection, filter, page, select }: BulkBarProps) {
  const { modal } = App.useApp();
  const [dialog, setDialog] = useState<ValueAction>();
  const { run, busy } = useBulk(() => select(nothing));
  const n = count(selection, page.total);
  if (n === 0) return null;
  const act = (action: BulkAction, value?: string) => run({ ...target(selection, filter), action, ...(value !== undefined && { value }) });
  const ask = (action: (typeof graveActions)[number]) =>
    modal.confirm({
      title: w.ask[action](n), content: w.asked[action], okText: w.actions[action], okButtonProps: { danger: true }, onOk: () => act(action),
    });
  return (
    <div className="bulk" role="toolbar" aria-label={w.title}>
      <strong>{w.chosen(n)}</strong>
      {n < page.total && <Button type="link" size="small" onClick={() => select(all)}>{w.all(page.total)}</Button>}
      <Button type="link" size="small" onClick={() => select(nothing)}>{w.none}</Button>
      <span className="bulk-acts">
        {plainActions.map((a) => <Button key={a} size="small" loading={busy === a} disabled={busy !== undefined} onClick={() => void act(a)}>{w.actions[a]}</Button>)}
        <Dropdown
          trigger={["click"]} disabled={busy !== undefined}
          menu={{ items: valueActions.map((key) => ({ key, label: w.actions[key] })), onClick: ({ key }) => setDialog(key as ValueAction) }}
        >
          <Button size="small">{w.more}</Button>
        </Dropdown>
        {graveActions.map((a) => <Button key={a} size="small" danger disabled={busy !== undefined} onClick={() => ask(a)}>{w.actions[a]}</Button>)}
      </span>
      {dialog && <BulkDialog action={dialog} n={n} facets={page.facets} close={() => setDialog(undefined)} done={(value) => act(dialog, value)} />}
    </div>
  );
}

/** Changes many entries, and says what became of it: those that were left out with their reasons. */
function useBulk(done: () => void) {
  const { message, modal } = App.useApp();
  const bulk = useAct(api.bulk);
  const run = async (change: Bulk) => {
    try {
      const moved = await bulk.mutateAsync(change);
      if (moved.skipped.length === 0) message.success(w.done(moved.changed));
      else modal.info({ title: w.partly(moved.changed, moved.skipped.length), content: <Skipped moved={moved} />, width: 560 });
      done();
    } catch (error) {
      message.error((error as Error).message);
    }
  };
  return { run, busy: bulk.isPending ? bulk.variables.action : undefined };
}

/** At most so many reasons are listed: nobody reads more. */
const most = 100;

function Skipped({ moved: { skipped } }: { moved: Moved }) {
  return (
    <ul className="bulk-skipped" tabIndex={0}>
      {skipped.slice(0, most).map((s) => <li key={`${s.kind ?? ""}/${s.id}`}><span className="mono">{s.id}</span> {s.reason}</li>)}
      {skipped.length > most && <li className="soft">{w.moreSkipped(skipped.length - most)}</li>}
    </ul>
  );
}
