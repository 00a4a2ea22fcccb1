import { App, Button, Select, Timeline, Typography } from "antd";
import type { Staff } from "../../api";
import { Mark, SeverityMark, type Tone } from "../../context/Mark";
import { Asked } from "../../context/Section";
import { useNames } from "../../context/names";
import { clock } from "../../format";
import { fileURL, type Ticket, type TicketEntry, type TicketHead, type TicketInfo, type TicketState } from "../../http";
import { useColleagues, useMoveTicket, useTicket } from "../../queries";
import { words } from "../strings";
import { Step } from "./Step";
import "./tickets.css";

const w = words.ticket;

const tones: Record<TicketState, Tone> = {
  open: "bad", doing: "blue", waiting: "warn", solved: "good", closed: "plain", reopened: "bad",
};

/** Where a ticket stands, and whether its promise is broken. */
export function StateTags({ ticket }: { ticket: Pick<TicketHead, "state" | "overdue"> }) {
  return (
    <>
      <Mark tone={tones[ticket.state]}>{w.states[ticket.state]}</Mark>
      {ticket.overdue && <Mark tone="bad">{w.overdue}</Mark>}
    </>
  );
}

interface DetailProps {
  number: string;
  staff: Staff;
  /** Opens its conversation; absent where that is open already. */
  open?: ((conversation: string) => void) | undefined;
}

/** One ticket in full: what it is about, what was done, what can be done. */
export function Detail({ number, staff, open }: DetailProps) {
  const asked = useTicket(number);
  return (
    <Asked asked={asked}>
      {(t) => (
        <div className="ticket" tabIndex={0} role="group" aria-label={number}>
          <Head ticket={t.ticket} open={open} />
          <Info info={t.ticket.info} />
          <Step key={`${t.ticket.state} ${t.ticket.owner}`} ticket={t.ticket} staff={staff} />
          <Steps entries={t.entries} />
          <Assign ticket={t} staff={staff} />
        </div>
      )}
    </Asked>
  );
}

function Head({ ticket: t, open }: { ticket: TicketHead; open: DetailProps["open"] }) {
  const names = useNames();
  const now = Date.now();
  const facts: [name: string, value: string | undefined, late?: boolean][] = [
    [w.owner, t.owner_name ?? w.nobody],
    [w.team, t.team && names.team(t.team)],
    [w.created, clock(t.created_at, now)],
    [w.due, t.due_at === undefined ? undefined : clock(t.due_at, now), t.overdue],
    [w.states.reopened, t.reopened > 0 ? w.reopened(t.reopened) : undefined],
  ];
  return (
    <>
      <p className="ticket-head">
        <Typography.Text strong className="mono" copyable={{ text: t.number, tooltips: [words.copy, w.copied] }}>{t.number}</Typography.Text>
        {open && <StateTags ticket={t} />}
        <SeverityMark severity={t.severity} />
        {open && <Button size="small" type="link" onClick={() => open(t.conversation)}>{words.open}</Button>}
      </p>
      <dl className="ticket-facts">
        {facts.map(([name, value, late]) => value && (
          <div key={name}>
            <dt>{name}</dt>
            <dd className={late ? "bad" : ""}>{value}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}

/** What is known of the matter. */
function Info({ info }: { info: TicketInfo }) {
  const { files = [], tried = [], ...rest } = info;
  const facts = (["order_no", "when", "story", "error", "contact"] as const).filter((k) => rest[k]);
  return (
    <dl className="ticket-info">
      {facts.map((k) => (
        <div key={k}>
          <dt>{words.info[k]}</dt>
          <dd>{rest[k]}</dd>
        </div>
      ))}
      {tried.length > 0 && (
        <div>
          <dt>{words.info.tried}</dt>
          <dd><ol>{tried.map((step, i) => <li key={i}>{step}</li>)}</ol></dd>
        </div>
      )}
      {files.length > 0 && (
        <div>
          <dt>{words.info.files}</dt>
          <dd><Files ids={files} /></dd>
        </div>
      )}
    </dl>
  );
}

/** Uploads by id: what is a picture shows itself, all can be opened. */
export function Files({ ids }: { ids: readonly string[] }) {
  return (
    <span className="files">
      {ids.map((id, i) => (
        <a key={id} href={fileURL(id)} target="_blank" rel="noopener noreferrer" title={w.file(i + 1)}>
          <img src={fileURL(id)} alt="" loading="lazy" onError={(e) => e.currentTarget.remove()} />
          <span>{w.file(i + 1)}</span>
        </a>
      ))}
    </span>
  );
}

function Steps({ entries }: { entries: readonly TicketEntry[] }) {
  const now = Date.now();
  return (
    <section aria-label={w.steps_title}>
      <h3>{w.steps_title}</h3>
      <Timeline
        items={entries.toReversed().map((e, i) => ({
          key: i,
          color: e.public ? "blue" : "gray",
          content: (
            <div className="step" data-public={e.public}>
              <p>
                <strong>{w.steps[e.move] ?? e.move}</strong> <span className="soft">{e.by.name ?? w.by[e.by.kind] ?? e.by.kind} · {clock(e.at, now)}</span>
                {!e.public && <Mark>{w.internal}</Mark>}
              </p>
              {e.owner_name && <p className="soft">{w.to(e.owner_name)}</p>}
              {e.text && <p className="said">{e.text}</p>}
              {e.files && e.files.length > 0 && <Files ids={e.files} />}
            </div>
          ),
        }))}
      />
    </section>
  );
}

/** Gives the ticket to a colleague: supervisors. */
function Assign({ ticket, staff }: { ticket: Ticket; staff: Staff }) {
  const { message } = App.useApp();
  const lead = staff.rights.includes("cases");
  const colleagues = useColleagues(lead);
  const move = useMoveTicket(ticket.ticket.number);
  if (!lead || ticket.ticket.state === "solved" || ticket.ticket.state === "closed") return null;
  return (
    <label className="ticket-assign">
      <span className="soft">{w.for}</span>
      <Select
        size="small"
        showSearch={{ optionFilterProp: "label" }}
        value={ticket.ticket.owner ?? null}
        placeholder={w.nobody}
        aria-label={w.for}
        loading={move.isPending}
        options={(colleagues.data?.items ?? []).map((c) => ({ value: c.id, label: c.name }))}
        onChange={(owner) =>
          owner && move.mutate({ move: "take", owner }, {
            onSuccess: () => void message.success(w.done), onError: (error) => void message.error(error.message),
          })
        }
      />
    </label>
  );
}
