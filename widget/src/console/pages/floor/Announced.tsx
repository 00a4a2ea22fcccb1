import { App, Button, Modal, Popconfirm } from "antd";
import { useState } from "react";
import { Mark } from "../../context/Mark";
import { clock } from "../../format";
import { momentOf } from "../../moments";
import { useAnnouncements, useEndAnnouncement } from "../../queries";
import type { Announcement } from "../../shapes";
import { words } from "../strings";
import { Trouble } from "../Trouble";
import { AnnounceForm } from "./AnnounceForm";

const w = words.floor.announced;

/** What customers are told now (公告) and will be, the ways to say something else or nothing, and what was said before and by whom. */
export function Announced() {
  const asked = useAnnouncements();
  const [draft, setDraft] = useState<{ of?: Announcement }>();
  const { items = [], sites = [], may = false, zone = "UTC" } = asked.data ?? {};
  const [standing, past] = [items.filter((a) => a.live), items.filter((a) => !a.live && !a.planned)];
  const planned = items.filter((a) => a.planned).sort((a, b) => a.from - b.from);
  const shown = (a: Announcement) => <Standing key={a.id} item={a} sites={sites} zone={zone} may={may} change={() => setDraft({ of: a })} />;
  return (
    <section className="floor-announced" aria-labelledby="floor-announced">
      <h2 id="floor-announced">{w.title}</h2>
      <Trouble asked={asked} />
      {asked.data && standing.length === 0 && <p className="soft">{w.none}</p>}
      <ul className="floor-people">{standing.map(shown)}</ul>
      {standing.length > 1 && <p className="soft">{w.one}</p>}
      {planned.length > 0 && (
        <>
          <h3>{w.planned}</h3>
          <ul className="floor-people">{planned.map(shown)}</ul>
        </>
      )}
      {may && <Button size="small" onClick={() => setDraft({})}>{w.add}</Button>}
      {past.length > 0 && (
        <details className="floor-teams">
          <summary>{w.before}</summary>
          <ul className="floor-people">
            {past.map((a) => (
              <li key={a.id}>
                <span className="floor-teams">
                  {a.text} <span className="soft">{w.from(a.by, clock(a.made, Date.now()))} · {over(a)}</span>
                </span>
              </li>
            ))}
          </ul>
        </details>
      )}
      <Modal open={draft !== undefined} title={draft?.of ? w.change : w.add} footer={null} destroyOnHidden onCancel={() => setDraft(undefined)}>
        {draft && <AnnounceForm of={draft.of} sites={sites} zone={zone} done={() => setDraft(undefined)} />}
      </Modal>
    </section>
  );
}

const over = (a: Announcement): string =>
  a.ended !== undefined ? w.over(a.ended_by ?? "", clock(a.ended, Date.now())) : w.overAlone(clock(a.until ?? a.from, Date.now()));

interface StandingProps {
  item: Announcement;
  sites: { id: string; name: string }[];
  zone: string;
  may: boolean;
  change(): void;
}

/** One that runs, or is planned. */
function Standing({ item: a, sites, zone, may, change }: StandingProps) {
  const { message } = App.useApp();
  const end = useEndAnnouncement();
  const stop = a.planned ? w.takeBack : w.end;
  const where = a.sites?.map((id) => sites.find((s) => s.id === id)?.name ?? id).join("、") ?? w.everywhere;
  return (
    <li>
      <span className="floor-teams"><Mark {...(a.level === "warning" && { tone: "warn" as const })}>{w.levels[a.level]}</Mark> {a.text}</span>
      <span className="floor-teams soft">{a.planned ? w.plan(a.by, momentOf(a.from, zone)) : w.from(a.by, clock(a.made, Date.now()))} · {a.until === undefined ? w.ever : w.till(momentOf(a.until, zone))} · {where}</span>
      {may && (
        <span className="floor-teams">
          <Button size="small" onClick={change}>{w.change}</Button>{" "}
          <Popconfirm
            title={a.planned ? w.takeBackAsk : w.endAsk} okText={stop}
            onConfirm={() => end.mutate(a.id, { onSuccess: () => void message.success(a.planned ? w.takenBack : w.ended), onError: (error) => void message.error(error.message) })}
          >
            <Button size="small" danger loading={end.isPending}>{stop}</Button>
          </Popconfirm>
        </span>
      )}
    </li>
  );
}
