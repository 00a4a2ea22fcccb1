import { Alert, Empty } from "antd";
import { useMemo } from "react";
import type { DeskSession } from "../../wire/desk";
import type { Staff } from "../api";
import { span } from "../format";
import { useLive, useNow } from "../live";
import { useColleagues } from "../queries";
import { Announced } from "./floor/Announced";
import { Blocked } from "./floor/Blocked";
import { Cases } from "./floor/Cases";
import { type Figures, figures, live } from "./floor/live";
import { People } from "./floor/People";
import { Page } from "./Page";
import type { PageProps } from "./props";
import { words } from "./strings";

const w = words.floor;

/** The floor (现场), for supervisors: who is there, who waits, what is late, and the way into every case. */
export default function Floor({ staff, desk, open }: PageProps) {
  return (
    <Page title={w.title}>
      {desk ? <Live desk={desk} staff={staff} open={open} /> : <Empty description={w.noDesk} />}
    </Page>
  );
}

function Live({ desk, staff, open }: { desk: DeskSession; staff: Staff; open(conversation: string): void }) {
  const version = useLive(desk);
  const now = useNow(1_000);
  // The lists change in place, and the version with them.
  const rows = useMemo(() => live(desk.lists), [desk, version]);
  const colleagues = useColleagues();
  const online = (colleagues.data?.items ?? []).filter((c) => c.state === "online").length;
  return (
    <>
      {!desk.online && <Alert banner type="warning" title={w.offline} role="status" />}
      <Numbers figures={figures(rows, now)} online={online} />
      <div className="floor">
        <Cases rows={rows} desk={desk} staff={staff} now={now} open={open} />
        <aside className="floor-side">
          <Announced />
          <People asked={colleagues} now={now} />
          <Blocked open={open} />
        </aside>
      </div>
    </>
  );
}

function Numbers({ figures: f, online }: { figures: Figures; online: number }) {
  const all: [name: string, value: string, bad: boolean][] = [
    [w.waiting, String(f.waiting), f.waiting > 0],
    [w.longest, f.waiting > 0 ? span(f.longest) : "—", false],
    [w.broken, String(f.broken), f.broken > 0],
    [w.serving, String(f.serving), false],
    [w.online, String(online), online === 0],
  ];
  return (
    <dl className="numbers">
      {all.map(([name, value, bad]) => (
        <div key={name} data-bad={bad}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
