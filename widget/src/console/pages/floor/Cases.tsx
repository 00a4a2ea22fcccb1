import { App, Button, Popconfirm, Popover, Select, Table, type TableColumnsType } from "antd";
import { useState } from "react";
import type { DeskSession } from "../../../wire/desk";
import type { Row } from "../../../wire/frames";
import type { Staff } from "../../api";
import { stand } from "../../context/Clocks";
import { MoodMark, SeverityMark } from "../../context/Mark";
import { useNames } from "../../context/names";
import { words as context } from "../../context/strings";
import { nameOf } from "../../desk/lists/view";
import { span } from "../../format";
import { useColleagues } from "../../queries";
import { strings } from "../../strings";
import { words } from "../strings";

interface CasesProps {
  rows: Row[];
  desk: DeskSession;
  staff: Staff;
  now: number;
  open(conversation: string): void;
}

const w = words.floor;

/** Every live case, with whom it is and the ways into it. */
export function Cases({ rows, desk, staff, now, open }: CasesProps) {
  const names = useNames();
  const columns: TableColumnsType<Row> = [
    {
      title: w.customer, width: 196, ellipsis: true,
      render: (_, r) => (
        <>
          {nameOf(r)} <MoodMark mood={r.mood} />
          <SeverityMark severity={r.severity} />
        </>
      ),
    },
    { title: w.where, width: 100, ellipsis: true, render: (_, r) => where(r) },
    { title: w.teams, width: 90, ellipsis: true, render: (_, r) => (r.team ? names.team(r.team) : "") },
    { title: w.wait, width: 132, render: (_, r) => <Wait row={r} now={now} /> },
    { title: w.words, ellipsis: true, render: (_, r) => newest(r) },
    { title: "", width: 218, fixed: "right", render: (_, r) => <Ways row={r} desk={desk} staff={staff} open={open} /> },
  ];
  return (
    <section className="floor-cases" aria-labelledby="floor-cases">
      <h2 id="floor-cases">{w.cases} <span className="soft">{rows.length}</span></h2>
      <Table<Row>
        rowKey="conversation" size="small" columns={columns} dataSource={rows} locale={{ emptyText: w.noCases }} scroll={{ x: 880 }}
        pagination={{ pageSize: 50, showSizeChanger: false, hideOnSinglePage: true }}
      />
    </section>
  );
}

/** What a person said last. Over the bot's own words go the customer's: as the lists of the desk have it. */
function newest(r: Row): string {
  const spoken = r.last_from === "customer" || r.last_from === "agent";
  return (spoken ? r.last : r.asked) || r.last || "";
}

/** In whose hands a case is. */
function where(r: Row): string {
  if (r.state === "offered") return w.offered(r.offer?.agent_name ?? "");
  if (r.state === "waiting") return w.line;
  return r.state === "bot" ? w.bot : (r.agent ?? "");
}

/** The promise that matters now, or else how long the customer has been in the line. */
function Wait({ row, now }: { row: Row; now: number }) {
  const due = (row.clocks ?? []).filter((c) => !["met", "late"].includes(c.state)).sort((a, b) => a.due_ms - b.due_ms)[0];
  if (due) {
    const late = stand(due, now) === "broken";
    return <span className={late ? "bad" : ""}>{late ? context.clock.over(span(now - due.due_ms)) : context.clock.left(span(due.due_ms - now))}</span>;
  }
  const inLine = row.state === "waiting" || row.state === "offered";
  return inLine && row.waiting_since ? <>{strings.waited(span(now - row.waiting_since))}</> : null;
}

function Ways({ row, desk, staff, open }: { row: Row; desk: DeskSession; staff: Staff; open(conversation: string): void }) {
  const { message } = App.useApp();
  const [busy, setBusy] = useState(false);
  const give = async (agent: string, done: string) => {
    setBusy(true);
    try {
      await desk.act({ type: "assign", agent }, row.conversation);
      message.success(done);
      if (agent === staff.id) open(row.conversation);
    } catch (error) {
      message.warning((error as Error).message);
    }
    setBusy(false);
  };
  const off = busy || !desk.online;
  return (
    <span className="page-do floor-ways">
      <Button size="small" onClick={() => open(row.conversation)}>{row.agent_id === staff.id ? words.open : w.watch}</Button>
      {row.agent_id !== staff.id && (
        <Popconfirm title={w.takeAsk} onConfirm={() => void give(staff.id, w.taken)}>
          <Button size="small" disabled={off}>{w.takeover}</Button>
        </Popconfirm>
      )}
      <Popover trigger="click" title={w.assignTo} destroyOnHidden content={<Assign without={row.agent_id} give={(agent) => void give(agent, w.assigned)} />}>
        <Button size="small" disabled={off}>{w.assign}</Button>
      </Popover>
    </span>
  );
}

function Assign({ without, give }: { without: string | undefined; give(agent: string): void }) {
  const { data } = useColleagues();
  return (
    <Select
      autoFocus className="page-choice" showSearch={{ optionFilterProp: "label" }} placeholder={w.assignSearch} aria-label={w.assignTo}
      options={(data?.items ?? []).filter((c) => c.id !== without).map((c) => ({
        value: c.id, label: `${c.name} · ${w.states[c.state]} · ${c.load}/${c.limit}`,
      }))}
      onChange={give}
    />
  );
}
