import { Button, Collapse, Empty } from "antd";
import type { Row } from "../../wire/frames";
import type { Staff } from "../api";
import type { TicketHead } from "../http";
import { Detail, StateTags } from "../pages/tickets/Detail";
import { words } from "./strings";

interface TicketsTabProps {
  row: Row;
  staff: Staff;
  tickets: TicketHead[];
  /** Whether a ticket can be made now. */
  may: boolean;
  create(): void;
}

/** The customer's tickets, that of the open case first, each with its steps. */
export function TicketsTab({ row, staff, tickets, may, create }: TicketsTabProps) {
  const w = words.tickets;
  const own = (t: TicketHead) => (t.number === row.ticket ? 0 : 1);
  const sorted = tickets.toSorted((a, b) => own(a) - own(b) || b.changed_at - a.changed_at);
  return (
    <>
      {row.ticket ? (
        <p className="soft">{w.has(row.ticket)}</p>
      ) : (
        <Button size="small" type="primary" disabled={!may} onClick={create}>{w.create}</Button>
      )}
      {sorted.length === 0 ? (
        <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={w.none} />
      ) : (
        <Collapse
          key={row.ticket} // a ticket that has just been made is opened
          size="small"
          defaultActiveKey={row.ticket ? [row.ticket] : []}
          items={sorted.map((t) => ({
            key: t.number,
            label: <span className="mono">{t.number}</span>,
            extra: <StateTags ticket={t} />,
            children: <Detail number={t.number} staff={staff} />,
          }))}
        />
      )}
    </>
  );
}
