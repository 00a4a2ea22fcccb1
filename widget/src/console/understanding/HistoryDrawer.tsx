import { App, Button, Drawer, Empty, Popconfirm, Spin } from "antd";
import { useState } from "react";
import { Mark } from "../context/Mark";
import { clock } from "../format";
import { restore as restoreRevision } from "../knowledge/api";
import { useAct, useHistory } from "../knowledge/queries";
import { Trouble } from "../pages/Trouble";
import { Differences } from "./Differences";
import { differences } from "./merge";
import type { Kind } from "./shapes";
import { words } from "./strings";

interface HistoryProps {
  kind: Kind;
  id: string;
  /** The revision that a restore is based on. */
  rev: number;
  /** Something is not saved: a restore would not show it. */
  unsaved: boolean;
  close(): void;
}

/** Everything that was ever done to a piece: who, when, what; and the way back. */
export function HistoryDrawer({ kind, id, rev, unsaved, close }: HistoryProps) {
  const { message } = App.useApp();
  const asked = useHistory({ kind, id });
  const [open, setOpen] = useState<number>();
  const restore = useAct((to: number) => restoreRevision({ kind, id }, to, rev));
  const list = asked.data ?? [];
  const doRestore = (to: number) =>
    restore.mutate(to, {
      onSuccess: () => {
        void message.success(words.restored);
        close();
      },
      onError: (error) => void message.error(error.message || words.failed),
    });
  return (
    <Drawer open title={words.history} onClose={close} size={560}>
      <Trouble asked={asked} />
      {asked.isPending && <Spin className="shell-wait" />}
      {asked.data && list.length === 0 && <Empty description={words.historyNone} />}
      <ol className="und-history">
        {list.map((r, i) => (
          <li key={r.rev}>
            <div className="und-history-top">
              <Mark tone={r.step === "publish" || r.step === "rollback" ? "good" : "plain"}>{words.historySteps[r.step]}</Mark>
              {r.version !== undefined && r.version > 0 && <span>{words.version(r.version)}</span>}
              <span>{words.byAt(r.by_name, clock(r.at, Date.now()))}</span>
              <Button size="small" type="link" aria-expanded={open === r.rev} onClick={() => setOpen(open === r.rev ? undefined : r.rev)}>{words.compared}</Button>
              {i > 0 && r.body !== undefined && r.body !== null && (
                <Popconfirm
                  title={unsaved ? words.restoreUnsaved : words.restoreAsk} okButtonProps={{ disabled: unsaved }} onConfirm={() => doRestore(r.rev)}
                >
                  <Button size="small" loading={restore.isPending && restore.variables === r.rev}>{words.restore}</Button>
                </Popconfirm>
              )}
            </div>
            {r.note && <p className="soft">{r.note}</p>}
            {open === r.rev && <Differences of={differences(list[i + 1]?.body ?? undefined, r.body ?? undefined)} />}
          </li>
        ))}
      </ol>
    </Drawer>
  );
}
