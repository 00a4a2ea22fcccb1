import { Button, Pagination, Segmented } from "antd";
import { useState } from "react";
import { Mark } from "../../context/Mark";
import { tones } from "../../insight/ask/tones";
import { QuestionDialog } from "../../understanding/golden/QuestionDialog";
import type { Came, Replayed, ReplayItem } from "../api";
import * as api from "../api";
import { words as shared } from "../publish-words";
import { useShop } from "../queries";
import type { RoomName } from "../rooms";
import { words } from "./replay-words";
import { type Way, wayOf, ways, worthKeeping } from "./ways";

const size = 50;

interface ReplayListProps {
  result: Replayed;
  to(room: RoomName, rest?: string): void;
}

/** The questions whose answer changes, the most frequent first. */
export function ReplayList({ result, to }: ReplayListProps) {
  const [way, setWay] = useState<Way | "">("");
  const [page, setPage] = useState(1);
  const [kept, keep] = useState<ReplayItem>();
  const shown = way === "" ? result.items : result.items.filter((item) => wayOf(item) === way);
  const count = (of: Way) => result.items.filter((item) => wayOf(item) === of).length;
  return (
    <>
      <div className="publish-tools replay-ways">
        <Segmented<Way | "">
          aria-label={words.way} value={way} onChange={(next) => { setWay(next); setPage(1); }}
          options={[
            { value: "", label: words.count(words.all, result.items.length) },
            ...ways.map((value) => ({ value, label: words.count(words.ways[value], count(value)), disabled: count(value) === 0 })),
          ]}
        />
        {result.changed > result.items.length && <span className="soft">{words.most(result.items.length)}</span>}
      </div>
      <div className="replay-rows" tabIndex={0} role="region" aria-label={words.list}>
        <table>
          <thead>
            <tr>
              <th scope="col">{words.columns.text}</th><th scope="col" className="num">{words.columns.times}</th>
              <th scope="col">{words.columns.before}</th><th scope="col">{words.columns.after}</th><th scope="col">{words.columns.act}</th>
            </tr>
          </thead>
          <tbody>
            {shown.slice((page - 1) * size, page * size).map((item) => (
              <Row key={JSON.stringify([item.text, item.site])} item={item} to={to} keep={() => keep(item)} />
            ))}
          </tbody>
        </table>
      </div>
      {shown.length > size && <Pagination current={page} total={shown.length} pageSize={size} showSizeChanger={false} onChange={setPage} />}
      {kept && <QuestionDialog edited="new" begin={goldenOf(kept)} close={() => keep(undefined)} />}
    </>
  );
}

function Row({ item, to, keep }: { item: ReplayItem; to: ReplayListProps["to"]; keep(): void }) {
  const sites = useShop().data?.sites ?? [];
  const place = sites.length > 1 ? sites.find((s) => s.id === item.site) : undefined;
  const entry = (id: string) => to("entries", encodeURIComponent(id));
  return (
    <tr>
      <th scope="row">{item.text}{place && <span className="soft"> {place.name || place.id}</span>}</th>
      <td className="num">{item.times}</td>
      <td><CameOf came={item.before} entry={entry} /></td>
      <td><CameOf came={item.after} entry={entry} /></td>
      <td>
        <span className="page-do">
          <Button size="small" onClick={() => to("ask", api.query({ against: "draft", compare: 1, q: item.text, site: item.site }))}>{words.compare}</Button>
          <Button size="small" onClick={keep}>{words.keep}</Button>
        </span>
      </td>
    </tr>
  );
}

/** What came of a question, in words. */
function CameOf({ came: { outcome, entry: id, question }, entry }: { came: Came; entry(id: string): void }) {
  return (
    <>
      <Mark tone={tones[outcome as keyof typeof tones] ?? "plain"}>{shared.outcome(outcome)}</Mark>
      {id && <> <Button type="link" size="small" className="page-link" onClick={() => entry(id)}>{question || id}</Button></>}
    </>
  );
}

/** The editor looks at it before it is saved. */
function goldenOf(item: ReplayItem) {
  const { outcome, entry } = worthKeeping(item);
  const wants = outcome === "handoff" ? "handoff" : outcome === "clarify" && entry ? "offer" : undefined;
  return { id: "", text: item.text, ...(entry && wants !== "handoff" && { entry }), ...(wants && { wants }), ...(item.site && { site: item.site }) };
}
