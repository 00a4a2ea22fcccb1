import { InboxOutlined } from "@ant-design/icons";
import { Alert, App, Button, Progress, Select } from "antd";
import { type DragEvent, useRef, useState } from "react";
import * as api from "../api";
import type { CheckedSheet, Imported, Product } from "../api";
import { useAct } from "../queries";
import type { RoomName } from "../rooms";
import { products } from "../shapes";
import { JobView } from "../shared/JobView";
import { words } from "../sheet-words";
import { Rows } from "./Rows";

interface ImportProps {
  /** The check that is shown; "" where none is. */
  job: string;
  /** The job that makes it so; "" until there is one. */
  stored: string;
  begin(job: string): void;
  store(job: string): void;
  to(room: RoomName, rest?: string): void;
}

/** The largest sheet that the server takes, in bytes. */
const most = 50 * 1024 * 1024;
const accepted = ".xlsx,.csv,.tsv,.txt,.yaml,.yml";
const w = words.in;

/** A sheet in three steps: upload and check, read what it would change, make it so. */
export function Import({ job, stored, begin, store, to }: ImportProps) {
  return (
    <section aria-label={w.title}>
      <h2>{w.title}</h2>
      {job === "" ? <Upload begin={begin} /> : (
        <>
          <Button size="small" onClick={() => begin("")}>{w.another}</Button>
          <JobView<CheckedSheet> id={job}>{(sheet, { state }) => state === "done" && <Checked sheet={sheet} job={stored} begun={store} to={to} />}</JobView>
        </>
      )}
    </section>
  );
}

function Upload({ begin }: { begin(job: string): void }) {
  const { message } = App.useApp();
  const input = useRef<HTMLInputElement>(null);
  const [product, setProduct] = useState<Product>("auto");
  const [over, setOver] = useState(false);
  const [share, setShare] = useState<number>();
  const [problem, setProblem] = useState("");
  const send = async (file: File | undefined) => {
    if (!file || share !== undefined) return;
    if (file.size > most) return setProblem(w.tooBig(file.name));
    if (file.size === 0) return setProblem(w.empty(file.name));
    setProblem("");
    setShare(0);
    try {
      begin((await api.checkSheet(file, product, setShare)).job);
    } catch (error) {
      setProblem((error as Error).message);
    }
    setShare(undefined);
  };
  const onDrop = (e: DragEvent) => {
    e.preventDefault();
    setOver(false);
    if (e.dataTransfer.files.length > 1) message.info(w.onlyOne);
    void send(e.dataTransfer.files[0]);
  };
  return (
    <>
      <p className="soft">
        {w.about} {words.template} {(["xlsx", "csv", "yaml"] as const).map((f) => <a key={f} className="sheets-link" href={api.templateURL(f)} download>{words.formats[f]}</a>)}
      </p>
      <div className="sheets-do">
        <label>
          {w.product}{" "}
          <Select value={product} aria-label={w.product} popupMatchSelectWidth={false} options={products.map((value) => ({ value, label: words.products[value] }))} onChange={setProduct} />
        </label>
      </div>
      <div
        className="sheets-drop" data-over={over} onDrop={onDrop} onDragLeave={() => setOver(false)}
        onDragOver={(e) => {
          e.preventDefault();
          setOver(true);
        }}
      >
        <InboxOutlined />
        <p>{w.drop}</p>
        <Button type="primary" loading={share !== undefined} onClick={() => input.current?.click()}>{w.choose}</Button>
        <p className="soft">{w.limits}</p>
        {share !== undefined && <Progress percent={Math.round(100 * share)} status="active" aria-label={w.uploading} />}
      </div>
      <input
        ref={input} type="file" accept={accepted} hidden aria-label={w.choose}
        onChange={(e) => {
          void send(e.target.files?.[0]);
          e.target.value = ""; // so that the same file can be chosen again, mended
        }}
      />
      {problem && <Alert type="error" showIcon title={problem} />}
    </>
  );
}

interface CheckedProps {
  sheet: CheckedSheet;
  job: string;
  begun(job: string): void;
  to: ImportProps["to"];
}

/** What a sheet would do, and the button that does it; what came of that, where it was pressed before. */
function Checked({ sheet, job, begun, to }: CheckedProps) {
  const commit = useAct(() => api.commitSheet(sheet.import, sheet.bad > 0));
  const change = sheet.add + sheet.change;
  return (
    <>
      <p><strong>{sheet.file}</strong> <span className="soft">{w.read(sheet.rows, sheet.format, (words.products as Record<string, string>)[sheet.product] ?? sheet.product, sheet.encoding ?? "")}</span></p>
      {sheet.notes?.map((n) => <Alert key={n} type="info" className="sheets-note" title={n} />)}
      <details className="sheets-columns" open={sheet.columns.some((c) => !c.field)}>
        <summary>{w.columns(sheet.columns.filter((c) => c.field).length, sheet.columns.length)}</summary>
        <ul>{sheet.columns.map((c, i) => <li key={i}><span>{c.header || w.noHeader(i + 1)}</span> → {c.field ? <strong>{words.fields[c.field] ?? c.field}</strong> : <span className="bad">{w.ignored}</span>}</li>)}</ul>
      </details>
      {job === "" ? (
        <p className="sheets-do">
          <Button type="primary" disabled={change === 0} loading={commit.isPending} onClick={() => commit.mutate(undefined, { onSuccess: (started) => begun(started.job) })}>
            {sheet.bad > 0 ? w.commitGood(change, sheet.bad) : w.commit(change)}
          </Button>
          <span className="soft">{change === 0 ? w.nothing : w.drafts}</span>
        </p>
      ) : (
        <JobView<Imported> id={job}>
          {(r, { state }) => (state === "done"
            ? <Alert type="success" showIcon title={w.done(r.added, r.changed, r.skipped)} action={<Button size="small" onClick={() => to("publish")}>{w.toChanges}</Button>} />
            : <ul>{r.conflicts?.map((c) => <li key={c.id}>{w.conflict(c.question || c.id, c.by_name)}</li>)}</ul>
          )}
        </JobView>
      )}
      {commit.error && <Alert type="error" showIcon title={commit.error.message} />}
      <Rows sheet={sheet} />
    </>
  );
}
