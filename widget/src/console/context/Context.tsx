import { Tabs } from "antd";
import { type ReactNode, useEffect, useMemo, useState } from "react";
import type { DeskSession } from "../../wire/desk";
import type { Row } from "../../wire/frames";
import type { Staff } from "../api";
import { onTicketForm } from "../desk/calls";
import { useLive } from "../live";
import { NewTicket } from "../pages/tickets/NewTicket";
import { useCustomer } from "../queries";
import { strings } from "../strings";
import { Card } from "./Card";
import { CustomerTab } from "./CustomerTab";
import { HistoryTab } from "./HistoryTab";
import { KnowledgeTab } from "./KnowledgeTab";
import { useNames } from "./names";
import { Asked } from "./Section";
import { words } from "./strings";
import { TicketsTab } from "./TicketsTab";
import { useUsedTags } from "./usedTags";
import "./context.css";

interface ContextProps {
  desk: DeskSession;
  row: Row;
  staff: Staff;
  /** Shows a place of the log. */
  jump(seq: number): void;
}

type TabName = keyof typeof words.tabs;

/** What is known of the open case and its customer, beside the conversation. Another conversation is another Context: it is to be keyed by it. */
export function Context({ desk, row, staff, jump }: ContextProps) {
  const [tab, setTab] = useState<TabName>("customer");
  const { conversation } = row;
  const thread = useMemo(() => desk.follow(conversation), [desk, conversation]);
  useLive(thread);
  const names = useNames();
  const customer = useCustomer(conversation, `${row.number} ${row.state} ${row.ticket} ${row.profile?.user} ${row.profile?.unproven}`);
  const used = useUsedTags(customer.data?.tags);
  const [filing, setFiling] = useState(false);
  useEffect(
    () =>
      onTicketForm((wanted) => {
        if (wanted !== conversation) return;
        setTab("tickets");
        setFiling(true);
      }),
    [conversation],
  );

  const log = thread.list();
  const panes: Record<TabName, ReactNode> = {
    customer: (
      <Asked asked={customer}>
        {(c) => <CustomerTab customer={c} staff={staff} used={used} busy={customer.isFetching} again={() => void customer.refetch()} />}
      </Asked>
    ),
    knowledge: <KnowledgeTab conversation={conversation} />,
    tickets: (
      <Asked asked={customer}>
        {({ tickets }) => <TicketsTab row={row} staff={staff} tickets={tickets} may={desk.online} create={() => setFiling(true)} />}
      </Asked>
    ),
    history: (
      <Asked asked={customer}>
        {({ cases }) => <HistoryTab jump={jump} cases={cases} current={row.number} thread={thread} names={names} />}
      </Asked>
    ),
  };
  return (
    <aside className="context" aria-label={strings.facts.title}>
      <Card row={row} log={log} names={names} jump={jump} showHistory={() => setTab("history")} showTickets={() => setTab("tickets")} />
      <Tabs
        tabBarGutter={20}
        size="small"
        activeKey={tab}
        onChange={(key) => setTab(key as TabName)}
        items={(Object.keys(panes) as TabName[]).map((key) => ({ key, label: words.tabs[key], children: <div className="pane">{panes[key]}</div> }))}
      />
      <NewTicket desk={desk} row={row} log={log} open={filing} close={() => setFiling(false)} />
    </aside>
  );
}
