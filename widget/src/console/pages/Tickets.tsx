import { Button, Drawer, Input, Segmented, Select, Table, type TableColumnsType } from "antd";
import { useState } from "react";
import { SeverityMark } from "../context/Mark";
import { useNames } from "../context/names";
import { clock } from "../format";
import { maxQuery, type TicketFilter, type TicketHead } from "../http";
import { useTeams, useTickets } from "../queries";
import { Page } from "./Page";
import type { PageProps } from "./props";
import { words } from "./strings";
import { Detail, StateTags } from "./tickets/Detail";
import { Trouble } from "./Trouble";

type Name = keyof typeof words.tickets.filters;

/** What each of the tabs asks for. */
const filters: Record<Name, TicketFilter> = { open: { state: "open" }, mine: { owner: "me" }, all: {}, overdue: { overdue: true } };

const w = words.ticket;

/** All tickets that this person may see; one of them in full beside the list. */
export default function Tickets({ staff, open }: PageProps) {
  const [name, setName] = useState<Name>("open");
  const [rest, setRest] = useState<{ q?: string; team?: string; page: number }>({ page: 1 });
  const [shown, setShown] = useState<string>();
  const asked = useTickets({ ...filters[name], ...rest });
  const teams = useTeams();
  const names = useNames();
  const now = Date.now();

  const columns: TableColumnsType<TicketHead> = [
    {
      title: w.number, width: 190,
      render: (_, t) => <Button type="link" size="small" className="mono" onClick={() => setShown(t.number)}>{t.number}</Button>,
    },
    { title: w.state, width: 150, render: (_, t) => <StateTags ticket={t} /> },
    { title: w.matter, ellipsis: true, render: (_, t) => [t.info.order_no, t.info.story].filter(Boolean).join(" · ") },
    { title: w.severity, width: 90, render: (_, t) => <SeverityMark severity={t.severity} always /> },
    { title: w.team, width: 150, ellipsis: true, render: (_, t) => (t.team ? names.team(t.team) : "") },
    { title: w.owner, width: 110, ellipsis: true, render: (_, t) => t.owner_name ?? <span className="soft">{w.nobody}</span> },
    { title: w.due, width: 120, render: (_, t) => t.due_at && <span className={t.overdue ? "bad" : ""}>{clock(t.due_at, now)}</span> },
    { title: w.changed, width: 120, render: (_, t) => clock(t.changed_at, now) },
  ];
  return (
    <Page
      title={words.tickets.title}
      tools={
        <>
          <Segmented<Name>
            value={name}
            options={(Object.keys(filters) as Name[]).map((value) => ({ value, label: words.tickets.filters[value] }))}
            onChange={(value) => {
              setName(value);
              setRest({ ...rest, page: 1 });
            }}
          />
          <Select
            allowClear className="page-choice" placeholder={w.team} aria-label={w.team}
            options={(teams.data?.items ?? []).map((t) => ({ value: t.id, label: t.name }))}
            onChange={(team?: string) => setRest(({ team: _, ...r }) => ({ ...r, ...(team && { team }), page: 1 }))}
          />
          <Input.Search
            allowClear className="page-search" maxLength={maxQuery} placeholder={words.tickets.search} aria-label={words.tickets.search}
            onSearch={(q) => setRest({ ...rest, q: q.trim(), page: 1 })}
          />
          <span className="soft">{asked.data && words.total(asked.data.total)}</span>
        </>
      }
    >
      <Trouble asked={asked} />
      <Table<TicketHead>
        rowKey="number"
        size="small"
        columns={columns}
        dataSource={asked.data?.items ?? []}
        loading={asked.isPending || asked.isPlaceholderData}
        locale={{ emptyText: words.tickets.none }}
        scroll={{ x: 1060 }}
        pagination={{
          current: rest.page, pageSize: asked.data?.size ?? 50, total: asked.data?.total ?? 0, showSizeChanger: false, hideOnSinglePage: true,
          onChange: (page) => setRest({ ...rest, page }),
        }}
        onRow={(t) => ({ className: "page-row", onDoubleClick: () => setShown(t.number) })}
      />
      <Drawer open={shown !== undefined} title={words.tickets.title} size={560} destroyOnHidden onClose={() => setShown(undefined)}>
        {shown !== undefined && <Detail number={shown} staff={staff} open={open} />}
      </Drawer>
    </Page>
  );
}
