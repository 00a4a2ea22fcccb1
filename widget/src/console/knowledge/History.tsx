import { App, Button, Drawer, Empty, Popconfirm, Select, Spin } from "antd";
import { type ReactNode, useState } from "react";
import { Mark } from "../context/Mark";
import { clock } from "../format";
import * as api from "./api";
import { useAct, useHistory } from "./queries";
import { Comparison } from "./shared/Comparison";
import { Nothing } from "./shared/Trouble";
import { words } from "./words";

interface HistoryProps {
  piece: api.Ref;
  /** Revision of the change that there is now, 0 where there is none: what a restore is based on. */
  rev: number;
  /** Something is not saved: a restore would not show it. */
  unsaved: boolean;
  /** What differs between two states of the piece, of which the earlier may not be; field by field where that is not given. */
  compare?(before: unknown, after: unknown): ReactNode;
  close(): void;
  /** An older revision is the draft again. */
  restored(): void;
}

const w = words.history;

/** What became of a piece of the content, who did it and when; two revisions side by side; an older one made the draft again. */
export function History({ piece, close, ...rest }: HistoryProps) {
  const asked = useHistory(piece);
  const items = asked.data ?? [];
  return (
    <Drawer open title={w.title} size={860} onClose={close} destroyOnHidden>
      {asked.isPending && <Spin className="shell-wait" />}
      {!asked.data && <Nothing asked={asked} />}
      {asked.data && items.length === 0 && <Empty description={w.none} />}
      {items.length > 0 && <Revisions piece={piece} items={items} {...rest} />}
    </Drawer>
  );
}

type RevisionsProps = Omit<HistoryProps, "close"> & { items: readonly api.Revision[] };

function Revisions({ piece, rev, unsaved, compare, items, restored }: RevisionsProps) {
  const { message } = App.useApp();
  const [chosen, setChosen] = useState(items[0]?.rev ?? 0);
  const [against, setAgainst] = useState<number>();
  const restore = useAct((to: number) => api.restore(piece, to, rev));
  const at = Math.max(0, items.findIndex((r) => r.rev === chosen));
  const after = items[at];
  const before = items.find((r) => r.rev === against) ?? items[at + 1];
  if (!after) return null;
  const back = () =>
    restore.mutate(after.rev, {
      onSuccess: () => {
        message.success(w.restored);
        restored();
      },
      onError: (error) => void message.error(error.message),
    });
  return (
    <div className="history">
      <ol aria-label={w.title}>
        {items.map((r) => (
          <li key={r.rev}>
            <button type="button" aria-current={r === after} onClick={() => setChosen(r.rev)}>
              <span><strong>{w.steps[r.step]}</strong> {r.version !== undefined && <Mark>{words.live.version(r.version)}</Mark>}</span>
              <span className="soft">{words.at(r.by_name, clock(r.at, Date.now()))}</span>
              {r.note && <span>{r.note}</span>}
            </button>
          </li>
        ))}
      </ol>
      <div>
        <div className="history-do">
          <span>{w.against}</span>
          <Select
            size="small" aria-label={w.against} value={before?.rev ?? null} placeholder={w.nothing} popupMatchSelectWidth={false} onChange={(v) => setAgainst(v ?? undefined)}
            options={items.filter((r) => r !== after).map((r) => ({ value: r.rev, label: `${w.steps[r.step]} · ${words.at(r.by_name, clock(r.at, Date.now()))}` }))}
          />
          {at > 0 && after.body !== undefined && (
            <Popconfirm title={unsaved ? w.restoreUnsaved : w.restoreAsk} okButtonProps={{ disabled: unsaved }} onConfirm={back}><Button size="small" loading={restore.isPending}>{w.restore}</Button></Popconfirm>
          )}
        </div>
        {compare ? compare(before?.body, after.body) : <Comparison kind={piece.kind} before={before?.body} after={after.body} />}
      </div>
    </div>
  );
}
