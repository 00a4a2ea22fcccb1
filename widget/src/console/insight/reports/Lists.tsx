import { Button, Empty, Pagination, Select, Spin } from "antd";
import { useState } from "react";
import { Mark, type Tone } from "../../context/Mark";
import { clock } from "../../format";
import { Nothing } from "../../knowledge/shared/Trouble";
import { useGaps, useStale } from "../queries";
import type { Gap, Stale } from "../shapes";
import { words } from "./words";

/** What customers ask for and no entry comes near. */
export function Gaps({ misses, tryOut, entry }: { misses(of: Gap): void; tryOut(q: string): void; entry(id: string): void }) {
  const asked = useGaps();
  const gaps = asked.data;
  return (
    <>
      <p className="soft">{words.gapsSay}</p>
      {asked.isPending && <Spin className="shell-wait" />}
      {!gaps && <Nothing asked={asked} />}
      {gaps?.length === 0 && <Empty description={words.gapsNone} />}
      {gaps && gaps.length > 0 && (
        <table className="plain-table card">
          <thead>
            <tr>
              <th scope="col">{words.gapColumns.label}</th><th scope="col" className="num">{words.gapColumns.size}</th><th scope="col" className="num">{words.gapColumns.people}</th>
              <th scope="col" className="num">{words.gapColumns.last}</th><th scope="col" className="wide">{words.gapColumns.near}</th><th scope="col" aria-label={words.handle} />
            </tr>
          </thead>
          <tbody>
            {gaps.map((g) => (
              <tr key={g.label}>
                <th scope="row">{g.label}{g.texts.length > 1 && <div className="soft report-texts">{g.texts.filter((t) => t !== g.label).join(" · ")}</div>}</th>
                <td className="num">{g.size}</td><td className="num">{g.people}</td><td className="num soft">{clock(g.last_at, Date.now())}</td>
                <td className="wide">{g.entry && <Button type="link" size="small" className="page-link" onClick={() => entry(g.entry?.id ?? "")}>{words.near(g.entry.question, g.entry.score.toFixed(2))}</Button>}</td>
                <td><span className="page-do"><Button size="small" onClick={() => misses(g)}>{words.handle}</Button><Button size="small" onClick={() => tryOut(g.label)}>{words.tryOut}</Button></span></td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}

const tones: Record<Stale["why"], Tone> = { expired: "bad", due: "warn", unused: "plain", unchanged: "plain" };

/** So many are shown at once: in a base that nobody looked after they may be all 20,000. */
const size = 50;

/** Entries that somebody should look after. */
export function StaleList({ entry }: { entry(id: string): void }) {
  const [days, setDays] = useState(90);
  const [page, setPage] = useState(1);
  const asked = useStale(days);
  const list = asked.data;
  return (
    <>
      <div className="insight-tools">
        <span className="soft">{words.staleSay}</span>
        <Select aria-label={words.staleLabel} value={days} onChange={(n) => { setDays(n); setPage(1); }} options={[30, 90, 180, 365].map((value) => ({ value, label: words.staleDays(value) }))} />
      </div>
      {asked.isPending && <Spin className="shell-wait" />}
      {!list && <Nothing asked={asked} />}
      {list?.length === 0 && <Empty description={words.staleNone} />}
      {list && list.length > size && (
        <Pagination current={page} total={list.length} pageSize={size} showSizeChanger={false} showTotal={words.total} onChange={setPage} />
      )}
      {list && list.length > 0 && (
        <table className="plain-table card">
          <thead><tr><th scope="col">{words.staleColumns.question}</th><th scope="col">{words.staleColumns.why}</th><th scope="col">{words.staleColumns.since}</th></tr></thead>
          <tbody>
            {list.slice((page - 1) * size, page * size).map((s) => (
              <tr key={s.id}>
                <th scope="row"><Button type="link" size="small" className="page-link" onClick={() => entry(s.id)}>{s.question}</Button></th>
                <td><Mark tone={tones[s.why]}>{words.whys[s.why]}</Mark></td><td className="soft">{s.since === 0 ? words.ever : clock(s.since, Date.now())}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}
