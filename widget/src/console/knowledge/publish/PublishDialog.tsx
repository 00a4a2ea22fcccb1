import { Alert, Button, Input, Modal } from "antd";
import { useState } from "react";
import { runes } from "../../../wire/frames";
import { strings } from "../../strings";
import type { Published } from "../api";
import * as api from "../api";
import { words } from "../publish-words";
import { useAct } from "../queries";
import type { RoomName } from "../rooms";
import { JobView } from "../shared/JobView";
import { Checked } from "./Checked";
import { longestNote } from "./NoteDialog";

interface PublishDialogProps {
  approved: number;
  to(room: RoomName, rest?: string): void;
  close(): void;
}

const w = words.dialog;

/** Publishes the approved changes: what is said of them, how far it is, and (where golden questions fail) whether to do it all the same. */
export function PublishDialog({ approved, to, close }: PublishDialogProps) {
  const [note, setNote] = useState("");
  const [job, setJob] = useState("");
  const [live, setLive] = useState(false);
  const start = useAct((override: string | undefined) => api.publish(note.trim(), override));
  const run = (override?: string) => start.mutate(override, { onSuccess: (begun) => setJob(begun.job) });
  return (
    <Modal
      open title={w.title} width={620} onCancel={close}
      footer={
        <>
          <Button onClick={close}>{job ? w.close : strings.cancel}</Button>
          {!job && <Button type="primary" loading={start.isPending} disabled={runes(note) > longestNote} onClick={() => run()}>{words.publish(approved)}</Button>}
        </>
      }
    >
      {start.error && <Alert type="error" showIcon title={start.error.message} />}
      {job === "" ? (
        <>
          <p>{w.about(approved)}</p>
          <p className="soft">{w.replay} <Button type="link" size="small" className="page-link" onClick={() => { close(); to("publish", "replay"); }}>{words.replay}</Button></p>
          <label>
            {w.note}
            <Input.TextArea autoFocus rows={3} value={note} placeholder={w.noteHint} count={{ max: longestNote, strategy: runes }} onChange={(e) => setNote(e.target.value)} />
          </label>
        </>
      ) : (
        <JobView<Published> key={job} id={job} done={() => setLive(true)}>
          {(result, { state }) => (
            <>
              {live && <Alert type="success" showIcon title={w.live(result.version ?? 0, result.changed ?? 0)} description={w.times(result.built_ms, result.activated_ms)} />}
              {result.golden && result.golden.total > 0 && <Checked golden={result.golden} to={to} />}
              {state === "failed" && result.golden && result.golden.failed.length > 0 && <Override busy={start.isPending} run={run} />}
            </>
          )}
        </JobView>
      )}
    </Modal>
  );
}

function Override({ busy, run }: { busy: boolean; run(reason: string): void }) {
  const [reason, setReason] = useState("");
  const fit = reason.trim() !== "" && runes(reason) <= longestNote;
  return (
    <section className="override">
      <label>
        {w.override}
        <Input.TextArea rows={2} value={reason} placeholder={w.overrideHint} count={{ max: longestNote, strategy: runes }} onChange={(e) => setReason(e.target.value)} />
      </label>
      <Button danger disabled={!fit} loading={busy} onClick={() => run(reason.trim())}>{w.overrideGo}</Button>
    </section>
  );
}
