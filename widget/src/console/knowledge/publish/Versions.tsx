import { App, Button, Input, Modal, Table, type TableColumnsType } from "antd";
import { useState } from "react";
import { runes } from "../../../wire/frames";
import { Mark } from "../../context/Mark";
import { clock } from "../../format";
import { strings } from "../../strings";
import type { Published, Version } from "../api";
import * as api from "../api";
import { words } from "../publish-words";
import { useAct, useVersions } from "../queries";
import { JobView } from "../shared/JobView";
import { Nothing } from "../shared/Trouble";
import { longestNote } from "./NoteDialog";
import { VersionDiff } from "./VersionDiff";

const w = words.versionList;

/** Every publish there was, what each changed, and the way back to it. */
export function Versions() {
  const [page, setPage] = useState(1);
  const [looked, setLooked] = useState<Version>();
  const [back, setBack] = useState<Version>();
  const asked = useVersions(page);
  const { data } = asked;
  if (!data && asked.error) return <Nothing asked={asked} />;
  const columns: TableColumnsType<Version> = [
    { title: w.number, width: 130, render: (_, v) => <>{v.number} {v.live && <Mark tone="good">{w.live}</Mark>}</> },
    { title: w.at, width: 190, render: (_, v) => words.by(v.by_name, clock(v.at, Date.now())) },
    {
      title: w.note, ellipsis: true,
      render: (_, v) => <>{v.of !== undefined && <Mark tone="blue">{w.of(v.of)}</Mark>} {v.reason && <Mark tone="warn">{w.forced}</Mark>} {[v.note, v.reason].filter(Boolean).join(" · ")}</>,
    },
    { title: w.entries, width: 90, align: "right", render: (_, v) => v.entries },
    { title: w.changed, width: 90, align: "right", render: (_, v) => v.changed },
    {
      title: "", width: 220,
      render: (_, v) => (
        <span className="publish-steps">
          <Button size="small" onClick={() => setLooked(v)}>{w.diff}</Button>
          {!v.live && <Button size="small" onClick={() => setBack(v)}>{w.restore}</Button>}
        </span>
      ),
    },
  ];
  return (
    <>
      <Table<Version>
        rowKey="number" size="small" columns={columns} dataSource={data?.items ?? []} loading={asked.isPending || asked.isPlaceholderData} locale={{ emptyText: w.none }}
        scroll={{ x: 860 }}
        pagination={{ current: page, pageSize: data?.size ?? 50, total: data?.total ?? 0, showSizeChanger: false, hideOnSinglePage: true, onChange: setPage }}
      />
      {looked && <VersionDiff version={looked.number} others={data?.items.map((v) => v.number) ?? []} close={() => setLooked(undefined)} />}
      {back && <RestoreDialog version={back} close={() => setBack(undefined)} />}
    </>
  );
}

/** Asks before an older version goes live again, and shows how that goes. */
function RestoreDialog({ version, close }: { version: Version; close(): void }) {
  const { message } = App.useApp();
  const [note, setNote] = useState("");
  const [job, setJob] = useState("");
  const start = useAct(() => api.restoreVersion(version.number, note.trim()));
  const run = () => start.mutate(undefined, { onSuccess: (begun) => setJob(begun.job), onError: (error) => void message.error(error.message) });
  return (
    <Modal
      open title={w.restoreTitle(version.number)} onCancel={close}
      footer={
        <>
          <Button onClick={close}>{job ? words.dialog.close : strings.cancel}</Button>
          {!job && <Button type="primary" danger loading={start.isPending} disabled={runes(note) > longestNote} onClick={run}>{w.restore}</Button>}
        </>
      }
    >
      {job === "" ? (
        <>
          <p>{w.restoreAsk(version.number)}</p>
          <label>
            {words.dialog.note}
            <Input.TextArea autoFocus rows={2} value={note} count={{ max: longestNote, strategy: runes }} onChange={(e) => setNote(e.target.value)} />
          </label>
        </>
      ) : (
        <JobView<Published> id={job}>{(r) => r.version !== undefined && <p className="good">{w.restored(version.number, r.version)}</p>}</JobView>
      )}
    </Modal>
  );
}
