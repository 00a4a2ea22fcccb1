import { PhoneOutlined } from "@ant-design/icons";
import { App, Button, Input, type InputRef, Select } from "antd";
import { useDeferredValue, useMemo, useRef, useState } from "react";
import type { DeskSession } from "../../wire/desk";
import type { ListName, Row } from "../../wire/frames";
import { useNames } from "../context/names";
import { useNow } from "../live";
import { useTeams } from "../queries";
import { strings } from "../strings";
import { useShortcut } from "./keys/shortcuts";
import { CaseCard } from "./lists/CaseCard";
import { Closed } from "./lists/Closed";
import { Rows } from "./lists/Rows";
import { narrow, neighbour } from "./lists/view";
import { type TabName, words } from "./words";

const tabs: readonly TabName[] = ["waiting", "mine", "bot", "team", "closed", "mentioned"];
const isLive = (tab: TabName): tab is ListName => tab !== "closed";

interface CaseListProps {
  desk: DeskSession;
  me: string;
  tab: TabName;
  show(tab: TabName): void;
  open: string;
  unread: ReadonlySet<string>;
  select(row: Row): void;
  accept(conversation: string): void;
}

/** The six lists: the line, one's own cases, those of the bot and of colleagues, what is closed, and where one is wanted. */
export function CaseList({ desk, me, tab, show, open, unread, select, accept }: CaseListProps) {
  const now = useNow(1_000);
  const [text, setText] = useState("");
  const [team, setTeam] = useState("");
  const [query, setQuery] = useState("");
  const search = useRef<InputRef>(null);
  const names = useNames();
  const { data: teams } = useTeams();

  const all = isLive(tab) ? desk.lists.list(tab) : [];
  const wanted = useDeferredValue(text);
  const rows = useMemo(() => narrow(all, { text: wanted, team }), [all, wanted, team]);

  const step = (by: 1 | -1) => {
    const row = neighbour(rows, open, by);
    if (!row) return false;
    select(row);
    return true;
  };
  useShortcut({ id: "down", keys: ["j", "Alt+ArrowDown"], label: words.keys.down, group: "lists", run: () => step(1) });
  useShortcut({ id: "up", keys: ["k", "Alt+ArrowUp"], label: words.keys.up, group: "lists", run: () => step(-1) });
  useShortcut({ id: "search", keys: ["Alt+L"], label: words.keys.search, group: "lists", run: () => search.current?.focus() });
  const next = useNext(desk, show, select);

  const card = (row: Row) => (
    <CaseCard
      row={row} now={now} open={row.conversation === open} unread={unread.has(row.conversation)} me={me} select={select} online={desk.online}
      team={row.team ? names.team(row.team) : ""} accept={takes(tab, row, me) ? accept : undefined}
    />
  );
  return (
    <aside className="cases" aria-label={words.lists}>
      <div className="case-tabs" role="tablist" aria-label={words.lists}>
        {tabs.map((name, i) => <Tab key={name} {...{ name, i, desk, unread, show }} chosen={name === tab} />)}
      </div>
      <div className="case-bar">
        <Input
          ref={search} size="small" allowClear maxLength={100} value={text} aria-label={isLive(tab) ? words.search : words.searchClosed}
          placeholder={isLive(tab) ? words.search : words.searchClosed}
          onChange={(e) => {
            setText(e.target.value);
            if (e.target.value === "") setQuery("");
          }}
          onPressEnter={(e) => !e.nativeEvent.isComposing && e.keyCode !== 229 && setQuery(text.trim())}
        />
        <Select
          size="small" value={team} aria-label={words.filterTeam} onChange={setTeam} popupMatchSelectWidth={false}
          options={[{ value: "", label: words.allTeams }, ...(teams?.items ?? []).map((t) => ({ value: t.id, label: t.name }))]}
        />
      </div>
      <section className="case-panel" aria-label={words.titles[tab]}>
        <header>
          <h2>
            {words.titles[tab]} {rows.length !== all.length && <span>{words.some(rows.length, all.length)}</span>}
          </h2>
          {tab === "waiting" && (
            <Button size="small" icon={<PhoneOutlined />} disabled={!desk.online} loading={next.busy} title={words.nextHint} onClick={next.take}>
              {words.next}
            </Button>
          )}
        </header>
        {isLive(tab) ? (
          <Rows key={tab} rows={rows} open={open} empty={all.length > 0 ? words.emptyFiltered : words.empty[tab]}>{card}</Rows>
        ) : (
          <Closed q={query} team={team} open={open}>{card}</Closed>
        )}
      </section>
    </aside>
  );
}

/** Whether a row of this list has the button that takes it. */
const takes = (tab: TabName, row: Row, me: string): boolean =>
  tab === "waiting" ? row.state === "waiting" : tab === "mine" && row.state === "offered" && row.offer?.agent === me;

interface TabProps {
  name: TabName;
  /** From 0. */
  i: number;
  desk: DeskSession;
  unread: ReadonlySet<string>;
  chosen: boolean;
  show(tab: TabName): void;
}

function Tab({ name, i, desk, unread, chosen, show }: TabProps) {
  useShortcut({ id: `tab${i}`, keys: [`Alt+${i + 1}`], label: words.keys.tab(words.titles[name]), group: "lists", run: () => show(name) });
  const rows = isLive(name) ? desk.lists.list(name) : [];
  const fresh = name === "mine" ? rows.some((r) => unread.has(r.conversation) || r.state === "offered") : name === "mentioned" && rows.some((r) => unread.has(r.conversation));
  return (
    <button type="button" role="tab" className="case-tab" aria-selected={chosen} title={`Alt+${i + 1}`} onClick={() => show(name)}>
      {words.tabs[name]}
      {isLive(name) && <b {...(fresh && { "data-mark": "new" })}>{rows.length}</b>}
    </button>
  );
}

/** Takes the next case of the line and opens it. */
function useNext(desk: DeskSession, show: (tab: TabName) => void, select: (row: Row) => void): { busy: boolean; take(): void } {
  const { message } = App.useApp();
  const [busy, setBusy] = useState(false);
  const take = async () => {
    if (busy || !desk.online) return;
    setBusy(true);
    try {
      const conversation = await desk.next();
      show("mine");
      if (conversation) select(desk.lists.get(conversation) ?? { conversation, number: 0, state: "assigned", seq: 0 });
      message.success(strings.accepted);
    } catch (error) {
      message.warning((error as Error).message);
    }
    setBusy(false);
  };
  useShortcut({ id: "next", keys: ["Alt+N"], label: words.keys.next, group: "lists", run: () => void take() });
  return { busy, take: () => void take() };
}
