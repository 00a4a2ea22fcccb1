import { Segmented } from "antd";
import type { RoomProps } from "../knowledge/rooms";
import { RoomFrame } from "../knowledge/shared/Room";
import { strings } from "../strings";
import { Gaps, StaleList } from "./reports/Lists";
import { Table } from "./reports/Table";
import { placeOfQuestion } from "./misses/refs";
import { words } from "./reports/words";
import "../pages/pages.css";
import "./insight.css";
import "./reports/reports.css";

const tabs = ["table", "gaps", "stale"] as const;
type Tab = (typeof tabs)[number];

/** What customers asked, entry by entry (报表), what they asked in vain, and what lies untouched. */
export default function Reports({ rest, go, to }: RoomProps) {
  const tab: Tab = tabs.find((t) => t === rest) ?? "table";
  const entry = (id: string) => to("entries", encodeURIComponent(id));
  const tools = (
    <Segmented<Tab> aria-label={strings.rooms.reports} value={tab} onChange={(t) => go(t === "table" ? "" : t)} options={tabs.map((value) => ({ value, label: words.tabs[value] }))} />
  );
  return (
    <RoomFrame title={strings.rooms.reports} tools={tools} pending={() => to("publish")}>
      <div className="room-scroll reports">
        {tab === "table" && <Table entry={entry} misses={() => to("misses")} />}
        {tab === "gaps" && <Gaps entry={entry} misses={(g) => to("misses", placeOfQuestion(g))} tryOut={(q) => to("ask", `?${new URLSearchParams({ q })}`)} />}
        {tab === "stale" && <StaleList entry={entry} />}
      </div>
    </RoomFrame>
  );
}
