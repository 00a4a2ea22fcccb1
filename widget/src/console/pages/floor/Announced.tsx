import { App, Button, Modal, Popconfirm } from "antd";
import { useState } from "react";
import { Mark } from "../../context/Mark";
import { clock } from "../../format";
import { useAnnouncements, useEndAnnouncement } from "../../queries";
import type { Announcement } from "../../shapes";
import { words } from "../strings";
import { Trouble } from "../Trouble";
import { AnnounceForm } from "./AnnounceForm";

const w = words.floor.announced;

/** What customers are told now (公告), the ways to say something else or nothing, and what was said before and by whom. */
export function Announced() {
  const asked = useAnnouncements();
  const [draft, setDraft] = useState<{ of?: Announcement }>();
  const { items = [], sites = [], may = false } = asked.data ?? {};
  const [standing, past] = [items.filter((a) => a.live), items.filter((a) => !a.live)];
  return (
    <section className="floor-announced" aria-labelledby="floor-announced">
      <h2 id="floor-announced">{w.title}</h2>
      <Trouble asked={asked} />
      {asked.data && standing.length === 0 && <p className="soft">{w.none}</p>}
      <ul className="floor-people">
        {standing.map((a) => <Standing key={a.id} item={a} sites={sites} may={may} change={() => setDraft({ of: a })} />)}
      </ul>
      {may && <Button size="small" onClick={() => setDraft({})}>{w.add}</Button>}
      {past.length > 0 && (
        <details className="floor-teams">
          <summary>{w.before}</summary>
          <ul className="floor-people">
            {past.map((a) => (
              <li key={a.id}>
                <span className="floor-teams">
                  {a.text} <span className="soft">{w.from(a.by, clock(a.from, Date.now()))} · {over(a)}</span>
                </span>
              </li>
            ))}
          </ul>
        </details>
      )}
      <Modal open={draft !== undefined} title={draft?.of ? w.change : w.add} footer={null} destroyOnHidden onCancel={() => setDraft(undefined)}>
        {draft && <AnnounceForm of={draft.of} sites={sites} done={() => setDraft(undefined)} />}
      </Modal>
    </section>
  );
}

const over = (a: Announcement): string =>
  a.ended !== undefined ? w.over(a.ended_by ?? "", clock(a.ended, Date.now())) : w.overAlone(clock(a.until ?? a.from, Date.now()));

interface StandingProps {
  item: Announcement;
  sites: { id: string; name: string }[];
  may: boolean;
  change(): void;
}

function Standing({ item: a, sites, may, change }: StandingProps) {
  const { message } = App.useApp();
  const end = useEndAnnouncement();
  const where = a.sites?.map((id) => sites.find((s) => s.id === id)?.name ?? id).join("、") ?? w.everywhere;
  return (
    <li>
      <span className="floor-teams"><Mark {...(a.level === "warning" && { tone: "warn" as const })}>{w.levels[a.level]}</Mark> {a.text}</span>
      <span className="floor-teams soft">{w.from(a.by, clock(a.from, Date.now()))} · {a.until === undefined ? w.ever : w.till(clock(a.until, Date.now()))} · {where}</span>
      {may && (
        <span className="floor-teams">
          <Button size="small" onClick={change}>{w.change}</Button>{" "}
          <Popconfirm
            title={w.endAsk} okText={w.end}
            onConfirm={() => end.mutate(a.id, { onSuccess: () => void message.success(w.ended), onError: (error) => void message.error(error.message) })}
          >
            <Button size="small" danger loading={end.isPending}>{w.end}</Button>
          </Popconfirm>
        </span>
      )}
    </li>
  );
}
