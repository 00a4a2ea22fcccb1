import { Alert, App, Button, Empty, Pagination, Popconfirm, Segmented, Spin } from "antd";
import { useState } from "react";
import { Mark, type Tone } from "../context/Mark";
import { clock } from "../format";
import { useAct, useVersions } from "../knowledge/queries";
import type { RoomProps } from "../knowledge/rooms";
import type { Twin } from "../knowledge/shapes";
import { JobView } from "../knowledge/shared/JobView";
import { RoomFrame } from "../knowledge/shared/Room";
import { Nothing } from "../knowledge/shared/Trouble";
import { strings } from "../strings";
import { findTwins } from "./api";
import { useLatestTwins } from "./queries";
import { clear, kinds, ordered } from "./twins-order";
import { words } from "./twins-words";
import { removeVariant } from "./variants";
import "../pages/pages.css";
import "./insight.css";
import "./twins.css";

const tones: Record<Twin["kind"], Tone> = { same: "bad", steals: "warn", near: "plain" };
const size = 50;

/** Entries that are in each other's way (重复与冲突): found by a job, shown by kind. */
export default function Twins({ to }: RoomProps) {
  const { message } = App.useApp();
  const latest = useLatestTwins();
  const live = useVersions(1).data?.items.find((v) => v.live)?.number;
  const begin = useAct(findTwins);
  const [job, setJob] = useState("");
  const [kind, setKind] = useState<Twin["kind"] | "">("");
  const [page, setPage] = useState(1);
  const [whole, setWhole] = useState(false);
  const [gone, setGone] = useState<ReadonlySet<string>>(new Set());

  const start = () => begin.mutate(undefined, { onSuccess: (started) => setJob(started.job), onError: (error) => void message.error(error.message) });
  const result = latest.data?.result;
  const pairs = (result?.pairs ?? []).filter((p) => !gone.has(keyOf(p)));
  const { all, first } = ordered(kind === "" ? pairs : pairs.filter((p) => p.kind === kind));
  const shown = whole ? all : first;
  const tools = <Button type="primary" loading={begin.isPending} onClick={start}>{latest.data ? words.again : words.find}</Button>;
  return (
    <RoomFrame title={strings.rooms.twins} tools={tools} pending={() => to("publish")}>
      <div className="room-scroll twins">
        <p className="soft">{words.intro}</p>
        {job !== "" && <JobView key={job} id={job} done={() => { setJob(""); setGone(new Set()); }} />}
        {latest.isPending && <Spin className="shell-wait" />}
        {latest.data === undefined && <Nothing asked={latest} />}
        {latest.data === null && job === "" && <Empty description={<><strong>{words.never.title}</strong><br />{words.never.text}</>} />}
        {latest.data && result && (
          <>
            <p className="soft">{words.result(result.entries, result.questions, result.version)} · {words.ranAt(latest.data.by_name, clock(latest.data.at, Date.now()))}</p>
            {live !== undefined && live > result.version && <Alert type="info" showIcon title={words.old(result.version, live)} />}
            {pairs.length === 0 ? <Empty description={words.none} /> : (
              <>
                <div className="insight-tools">
                  <Segmented<Twin["kind"] | "">
                    aria-label={words.kindLabel} value={kind} onChange={(k) => { setKind(k); setPage(1); }}
                    options={[{ value: "", label: words.all(pairs.length) }, ...kinds.map((value) => ({ value, label: words.kind(words.kinds[value], pairs.filter((p) => p.kind === value).length), title: words.kindHints[value] }))]}
                  />
                  <span className="soft">{kind !== "" && words.kindHints[kind]}</span>
                </div>
                <Pairs pairs={shown.slice((page - 1) * size, page * size)} entry={(id) => to("entries", encodeURIComponent(id))} removed={(p) => setGone(new Set([...gone, keyOf(p)]))} />
                {shown.length > size && <Pagination current={page} total={shown.length} pageSize={size} showSizeChanger={false} onChange={setPage} />}
                {shown.length < all.length && <p><Button onClick={() => setWhole(true)}>{words.rest(all.length - shown.length)}</Button> <span className="soft">{words.slight(clear)}</span></p>}
              </>
            )}
          </>
        )}
      </div>
    </RoomFrame>
  );
}

const keyOf = (p: Twin): string => JSON.stringify([p.kind, p.entry, p.text, p.other, p.other_text]);

interface PairsProps {
  pairs: readonly Twin[];
  entry(id: string): void;
  removed(pair: Twin): void;
}

function Pairs({ pairs, entry, removed }: PairsProps) {
  const { message } = App.useApp();
  const remove = useAct(({ entry, text }: Twin) => removeVariant(entry, text));
  const drop = (p: Twin) =>
    remove.mutateAsync(p).then(
      (had) => {
        void message.success(had ? words.removed : words.gone);
        removed(p);
      },
      (error: Error) => void message.error(error.message),
    );
  // Two tabs at once are what browsers take for advertising: one opens, the other is the page's own way.
  const both = (p: Twin) => {
    window.open(`/console/entries/${encodeURIComponent(p.other)}`, "_blank", "noopener");
    entry(p.entry);
  };
  return (
    <div className="twins-rows" tabIndex={0} role="region" aria-label={strings.rooms.twins}>
      <table className="plain-table">
        <thead>
          <tr>
            <th scope="col">{words.columns.kind}</th><th scope="col">{words.columns.text}</th><th scope="col">{words.columns.entry}</th><th scope="col">{words.columns.other}</th>
            <th scope="col" className="num">{words.columns.score}</th><th scope="col">{words.columns.act}</th>
          </tr>
        </thead>
        <tbody>
          {pairs.map((p) => (
            <tr key={keyOf(p)}>
              <td title={words.kindHints[p.kind]}><Mark tone={tones[p.kind]}>{words.kinds[p.kind]}</Mark></td>
              <th scope="row">{p.text}{p.text === p.question && <span className="soft"> {words.standard}</span>}</th>
              <td><Button type="link" size="small" className="page-link" onClick={() => entry(p.entry)}>{p.question}</Button></td>
              <td><Button type="link" size="small" className="page-link" onClick={() => entry(p.other)}>{p.other_question}</Button>{p.other_text && p.other_text !== p.other_question && <div className="soft">{words.like(p.other_text)}</div>}</td>
              <td className="num">{p.score.toFixed(2)}{p.gap ? <div className="soft">{words.gap(p.gap.toFixed(2))}</div> : null}</td>
              <td>
                <span className="page-do">
                  <Button size="small" onClick={() => both(p)}>{words.openBoth}</Button>
                  <Popconfirm title={words.removeAsk(p.text, p.question)} onConfirm={() => drop(p)} disabled={p.text === p.question}>
                    <Button size="small" danger disabled={p.text === p.question} title={p.text === p.question ? words.isStandard : ""}>{words.remove}</Button>
                  </Popconfirm>
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
