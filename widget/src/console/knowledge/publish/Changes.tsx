import { Alert, App, Button, Segmented, Select, Table, type TableColumnsType } from "antd";
import { useState } from "react";
import type { Staff } from "../../api";
import { clock } from "../../format";
import { differences } from "../../understanding/merge";
import type { Change, ChangeState, Difference, MoveStep } from "../api";
import * as api from "../api";
import { words } from "../publish-words";
import { useAct, useChanges, useDifference, useShop } from "../queries";
import { placeOfPiece, type RoomName } from "../rooms";
import { Comparison } from "../shared/Comparison";
import { ChangeMark } from "../shared/Marks";
import { kindName } from "../shared/names";
import { Nothing } from "../shared/Trouble";
import { words as shared } from "../words";
import { NoteDialog } from "./NoteDialog";

const states: readonly ChangeState[] = ["draft", "review", "approved"];
const next: Record<ChangeState, readonly MoveStep[]> = { draft: ["submit", "approve", "discard"], review: ["approve", "return", "discard"], approved: ["return", "discard"] };
const kinds = ["entry", "rule", "smalltalk", "mood", "talk", "replies", "settings", "synonyms", "dictionary", "stopwords", "homophones", "golden", "flow"];

const keyOf = (c: Change) => `${c.kind}/${c.id}`;
const w = words.list;

/** What differs from what is live, how far each change has come, and the way on. */
export function Changes({ staff, to }: { staff: Staff; to(room: RoomName, rest?: string): void }) {
  const [state, setState] = useState<ChangeState>();
  const [kind, setKind] = useState<string>();
  const [page, setPage] = useState(1);
  const [picked, setPicked] = useState<Change[]>([]);
  const asked = useChanges({ ...(state && { state }), ...(kind && { kind }) }, page);
  const review = useShop().data?.review === true;
  const { step, busy } = useSteps(() => setPicked([]));
  const { data } = asked;
  if (!data && asked.error) return <Nothing asked={asked} />;

  const columns: TableColumnsType<Change> = [
    { title: w.kind, width: 90, render: (_, c) => kindName(c.kind) },
    { title: w.title, ellipsis: true, render: (_, c) => <Title change={c} to={to} /> },
    { title: w.state, width: 110, render: (_, c) => <ChangeMark state={c.state} what={c.what} /> },
    { title: w.what, width: 70, render: (_, c) => words.what[c.what] },
    { title: w.by, width: 140, ellipsis: true, render: (_, c) => shared.at(c.by_name, clock(c.at, Date.now())) },
    { title: w.note, width: 130, ellipsis: true, render: (_, c) => c.note },
    { title: "", width: 170, render: (_, c) => <RowSteps change={c} barred={review && c.by === staff.id} step={step} busy={busy} /> },
  ];
  return (
    <>
      <div className="publish-tools">
        <Segmented
          value={state ?? ""} onChange={(v) => { setState((v || undefined) as ChangeState | undefined); setPage(1); setPicked([]); }}
          options={[{ value: "", label: w.all }, ...states.map((s) => ({ value: s, label: w.count(shared.states[s], data?.counts[s] ?? 0) }))]}
        />
        <Select
          allowClear placeholder={w.kind} aria-label={w.kind} value={kind ?? null} popupMatchSelectWidth={false} options={kinds.map((value) => ({ value, label: kindName(value) }))}
          onChange={(k?: string) => { setKind(k ?? undefined); setPage(1); setPicked([]); }}
        />
        <Many state={state} picked={picked} all={data?.counts} step={step} busy={busy} />
      </div>
      <Alert type="info" className="publish-rule" title={review ? words.fourEyes : words.twoEyes} />
      <div className="publish-wide">
        <Table<Change>
          rowKey={keyOf} size="small" columns={columns} dataSource={data?.items ?? []} loading={asked.isPending || asked.isPlaceholderData}
          locale={{ emptyText: state ? w.noneOf(shared.states[state]) : w.none }}
          rowSelection={{ selectedRowKeys: picked.map(keyOf), preserveSelectedRowKeys: true, onChange: (_, rows) => setPicked(rows) }}
          expandable={{ expandedRowRender: (c) => <Shown change={c} /> }}
          pagination={{ current: page, pageSize: data?.size ?? 50, total: data?.total ?? 0, showSizeChanger: false, hideOnSinglePage: true, onChange: setPage }}
        />
      </div>
    </>
  );
}

/** What a change is about, and the way to where it is changed. */
function Title({ change, to }: { change: Change; to(room: RoomName, rest?: string): void }) {
  const { kind, id, title } = change;
  const settings = useDifference(change, kind === "settings").data; // what of them differs decides on the way
  const [room, place] = placeOfPiece(kind, id, settings && onlyField(settings));
  const name = id === kind ? kindName(kind) : title || id; // of a word list there is one
  if (!room) return name;
  return <Button type="link" size="small" className="page-link" onClick={() => to(room, place)}>{name}</Button>;
}

/** The one field in which two states of a piece differ; none where there are several. */
function onlyField({ before, after }: Difference): string | undefined {
  const [first, ...more] = new Set(differences(before, after).map(({ path }) => path[0]));
  return more.length === 0 ? first : undefined;
}

function Shown({ change }: { change: Change }) {
  const asked = useDifference(change);
  if (!asked.data) return asked.error ? <p className="bad">{asked.error.message}</p> : <p className="soft">{words.loading}</p>;
  return <Comparison kind={change.kind} before={asked.data.before} after={asked.data.after} names={[words.live, words.draft]} none={shared.diff.order} />;
}

type Step = (which: Parameters<typeof api.moveChanges>[0], step: MoveStep, note?: string) => void;

/** The ways on of one change. Where four eyes are needed, whoever saved it last may not let it pass. */
function RowSteps({ change, barred, step, busy }: { change: Change; barred: boolean; step: Step; busy: boolean }) {
  const [asks, setAsks] = useState(false);
  const refs = { refs: [{ kind: change.kind, id: change.id, rev: change.rev }] };
  return (
    <span className="publish-steps">
      {next[change.state].filter((s) => s !== "discard").map((s) => (
        <Button
          key={s} size="small" disabled={busy || (s === "approve" && barred)} title={s === "approve" && barred ? words.fourEyes : undefined}
          onClick={() => (s === "return" ? setAsks(true) : step(refs, s))}
        >
          {shared.steps[s]}
        </Button>
      ))}
      {asks && <NoteDialog title={shared.steps.return} label={w.returnNote} close={() => setAsks(false)} done={(note) => step(refs, "return", note)} />}
    </span>
  );
}

interface ManyProps {
  state: ChangeState | undefined;
  picked: readonly Change[];
  all: Record<ChangeState, number> | undefined;
  step: Step;
  busy: boolean;
}

/** Steps with all that are picked, or with all of a state. */
function Many({ state, picked, all, step, busy }: ManyProps) {
  const { modal } = App.useApp();
  const n = picked.length > 0 ? picked.length : state ? (all?.[state] ?? 0) : 0;
  if (n === 0) return null;
  const which = picked.length > 0 ? { refs: picked.map(({ kind, id, rev }) => ({ kind, id, rev })) } : { all: state as ChangeState };
  const steps = picked.length > 0 ? (["submit", "approve", "return", "discard"] as const).filter((s) => picked.some((c) => next[c.state].includes(s))) : next[state as ChangeState];
  const act = (s: MoveStep) =>
    s === "discard"
      ? modal.confirm({ title: shared.bulk.ask.discard(n), content: shared.bulk.asked.discard, okText: shared.steps.discard, okButtonProps: { danger: true }, onOk: () => step(which, s) })
      : step(which, s);
  return (
    <span className="publish-steps">
      <span className="soft">{picked.length > 0 ? shared.bulk.chosen(n) : w.allOf(n)}</span>
      {steps.map((s) => <Button key={s} size="small" danger={s === "discard"} disabled={busy} onClick={() => act(s)}>{shared.steps[s]}</Button>)}
    </span>
  );
}

/** Takes a step with changes, and says what was left out and why. */
function useSteps(done: () => void): { step: Step; busy: boolean } {
  const { message, modal } = App.useApp();
  const act = useAct((v: { which: Parameters<Step>[0]; step: MoveStep; note: string | undefined }) => api.moveChanges(v.which, v.step, v.note));
  const step: Step = (which, s, note) =>
    act.mutate({ which, step: s, note }, {
      onSuccess: ({ changed, skipped }) => {
        if (skipped.length === 0) message.success(shared.bulk.done(changed));
        else {
          modal.info({
            title: shared.bulk.partly(changed, skipped.length), width: 560,
            content: <ul className="bulk-skipped" tabIndex={0}>{skipped.slice(0, 100).map((x) => <li key={`${x.kind}/${x.id}`}><span className="mono">{x.id}</span> {x.reason}</li>)}</ul>,
          });
        }
        done();
      },
      onError: (error) => void message.error(error.message),
    });
  return { step, busy: act.isPending };
}
