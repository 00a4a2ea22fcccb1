import { Button, Drawer, Empty, Pagination, Popover, Segmented, Select, Spin } from "antd";
import { useState } from "react";
import { Mark } from "../context/Mark";
import { clock } from "../format";
import type { RoomProps } from "../knowledge/rooms";
import { RoomFrame } from "../knowledge/shared/Room";
import { Nothing } from "../knowledge/shared/Trouble";
import { Excerpt } from "../pages/Excerpt";
import { Trouble } from "../pages/Trouble";
import { strings } from "../strings";
import { Detail } from "./misses/Detail";
import { useKeys } from "./misses/keys";
import { Spark } from "./misses/Spark";
import { useGroups } from "./misses/useGroups";
import { useSettling } from "./misses/useSettling";
import { words } from "./misses/words";
import { useEditors, useLimits } from "./queries";
import { type AskedRef, type Miss, type MissAction, type MissState, missStates, type Why, whys } from "./shapes";
import { words as shared } from "./words";
import "../pages/pages.css";
import "./insight.css";
import "./misses/misses.css";

/** As sure an entry must be to be proposed, until the limit of the base is known. */
const nearly = 0.13;

/** Questions that found no answer, or one that did not help (未解决): grouped, and what can be made of them. */
export default function Misses({ staff, desk, rest, query, move, to }: RoomProps) {
  const { filter, narrow, page, setPage, asked, items, shown, hold } = useGroups(rest, query, move);
  const near = useLimits().data?.live.suggest ?? nearly;
  const { done, undo, settle, busy, error } = useSettling(staff.id);
  const [looking, setLooking] = useState<AskedRef>();
  const step = (by: number) => {
    const next = items[Math.max(0, items.findIndex((m) => m.key === shown?.key) + by)];
    if (next) move(next.key);
  };
  useKeys({ j: () => step(1), k: () => step(-1) });

  const act = (refs: AskedRef[], action: MissAction, entry: string) => {
    const { label, key } = shown as Miss;
    const next = items[items.findIndex((m) => m.key === key) + 1];
    return settle({ refs, state: filter.state, action }, { label, entry }, () => next && move(next.key));
  };
  const tools = (
    <>
      <span className="soft miss-keys">{words.keys}</span>
      {done.length > 0 && (
        <Popover
          trigger="click" title={words.recentTitle}
          content={<ul className="miss-done">{done.map((d) => <li key={d.undo}><span className="soft">{clock(d.at, Date.now())}</span> {d.what} <Button type="link" size="small" onClick={() => undo(d)}>{shared.undo}</Button></li>)}</ul>}
        >
          <Button>{words.recent(done.length)}</Button>
        </Popover>
      )}
    </>
  );
  return (
    <RoomFrame title={strings.rooms.misses} tools={tools} pending={() => to("publish")}>
      <div className="insight-tools">
        <Segmented<MissState>
          aria-label={words.stateLabel} value={filter.state} onChange={(state) => narrow({ state })}
          options={missStates.map((value) => ({ value, label: words.state(words.states[value], asked.data?.counts[value]) }))}
        />
        <Select aria-label={words.daysLabel} value={filter.days} onChange={(days) => narrow({ days })} options={[7, 30, 90, 365].map((value) => ({ value, label: words.days(value) }))} />
        <Select<Why>
          allowClear aria-label={words.why} placeholder={words.why} className="miss-why" value={filter.why ?? null} onChange={(why) => narrow({ why })}
          options={whys.map((value) => ({ value, label: shared.whys[value] }))}
        />
        {asked.data && <Spark days={asked.data.days} label={words.trend(asked.data.days.reduce((n, d) => n + d.count, 0))} />}
      </div>
      {asked.isPending && <Spin className="shell-wait" />}
      {!asked.data && <Nothing asked={asked} />}
      {asked.data && <Trouble asked={asked} />}
      {asked.data && !shown && (
        <Empty description={<><strong>{filter.state === "open" ? words.empty.open : words.empty.others}</strong><br />{words.empty.text}</>} />
      )}
      {shown && asked.data && (
        <div className="misses">
          <div className="miss-list">
            <ul aria-label={words.list}>{items.map((m) => <Row key={m.key} miss={m} current={m.key === shown.key} choose={() => move(m.key)} />)}</ul>
            {asked.data.total > asked.data.size && <Pagination simple current={page} total={asked.data.total} pageSize={asked.data.size} showSizeChanger={false} onChange={setPage} />}
          </div>
          <Detail
            key={`${filter.state}/${shown.key}`} hold={hold} miss={shown} state={filter.state} near={near} busy={busy} error={error} act={act} look={desk && setLooking}
            entry={(id) => to("entries", encodeURIComponent(id))} tryOut={(q) => to("ask", `?${new URLSearchParams({ q, against: "draft" })}`)}
          />
        </div>
      )}
      <Drawer open={looking !== undefined} title={words.conversation} size={560} destroyOnHidden onClose={() => setLooking(undefined)}>
        {looking && desk && <Excerpt desk={desk} staff={staff} conversation={looking.conversation} seq={looking.seq} />}
      </Drawer>
    </RoomFrame>
  );
}

function Row({ miss, current, choose }: { miss: Miss; current: boolean; choose(): void }) {
  const editors = useEditors().data;
  const reasons = [...new Set(miss.texts.flatMap((t) => t.whys))];
  return (
    <li>
      <button type="button" className="miss-row" aria-current={current} onClick={choose} ref={(el) => { if (current) el?.scrollIntoView?.({ block: "nearest" }); }}>
        <span className="miss-label">{miss.label}</span>
        <span className="miss-size">{words.size(miss.size)}</span>
        <span className="marks">
          {reasons.map((y) => <Mark key={y} tone={y === "downvote" ? "bad" : "plain"}>{shared.whys[y]}</Mark>)}
          {miss.owner && <Mark tone="blue">{words.owner(editors?.find((e) => e.id === miss.owner)?.name ?? miss.owner)}</Mark>}
        </span>
        <span className="soft miss-people">{words.people(miss.people)}</span>
        <Spark days={miss.trend} label={words.trend(miss.size)} />
      </button>
    </li>
  );
}
