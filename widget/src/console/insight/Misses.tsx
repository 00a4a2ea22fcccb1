import { App, Button, Drawer, Empty, Pagination, Popover, Segmented, Select, Spin } from "antd";
import { useEffect, useRef, useState } from "react";
import { Mark } from "../context/Mark";
import { clock } from "../format";
import { useAct } from "../knowledge/queries";
import type { RoomProps } from "../knowledge/rooms";
import { RoomFrame } from "../knowledge/shared/Room";
import { Nothing } from "../knowledge/shared/Trouble";
import { Excerpt } from "../pages/Excerpt";
import { Trouble } from "../pages/Trouble";
import { strings } from "../strings";
import { actOnMisses, undoMisses } from "./api";
import { Detail } from "./misses/Detail";
import { useKeys } from "./misses/keys";
import { Spark } from "./misses/Spark";
import { type Done, useDone } from "./misses/undone";
import { words } from "./misses/words";
import { useEditors, useLimits, useMisses } from "./queries";
import { type AskedRef, type Miss, type MissAction, type MissFilter, type MissState, missStates, type Why, whys } from "./shapes";
import { words as shared } from "./words";
import "../pages/pages.css";
import "./insight.css";
import "./misses/misses.css";

/** How long an undo is offered, in seconds; it stays in the list besides. */
const offered = 10;
/** As sure an entry must be to be proposed, until the limit of the base is known. */
const nearly = 0.13;

/** Questions that found no answer, or one that did not help (未解决): grouped, and what can be made of them. */
export default function Misses({ staff, desk, rest, move, to }: RoomProps) {
  const { message } = App.useApp();
  const [filter, setFilter] = useState<MissFilter>({ days: 30, state: "open" });
  const [page, setPage] = useState(1);
  const [held, hold] = useState(false);
  const asked = useMisses(filter, page, held);
  const near = useLimits().data?.live.suggest ?? nearly;
  const { done, add, drop } = useDone(staff.id);
  const act = useAct(({ refs, action }: { refs: AskedRef[]; action: MissAction }) => actOnMisses(refs, action));
  const take = useAct(undoMisses);
  const [looking, setLooking] = useState<AskedRef>();

  const items = asked.data?.items ?? [];
  const shown = items.find((m) => m.key === rest) ?? items[0];
  const found = asked.isPlaceholderData ? undefined : shown?.key;
  useEffect(() => {
    // What is looked at stays so when others move up.
    if (found !== undefined && found !== rest) move(found);
  }, [found, rest, move]);
  const narrow = (next: Partial<MissFilter>) => {
    setFilter((f) => {
      const all = { ...f, ...next };
      if (!all.why) delete all.why;
      return all;
    });
    setPage(1);
  };
  const step = (by: number) => {
    const next = items[Math.max(0, items.indexOf(shown as Miss) + by)];
    if (next) move(next.key);
  };
  useKeys({ j: () => step(1), k: () => step(-1) });

  const undo = (d: Done) =>
    take.mutate(d.undo, {
      onSuccess: () => {
        drop(d.undo);
        message.destroy(d.undo);
        void message.success(words.undone);
      },
      onError: (error) => void message.error(error.message),
    });
  // Who has left the page is not brought back by what comes of it.
  const here = useRef(true);
  useEffect(() => {
    here.current = true;
    return () => void (here.current = false);
  }, []);
  const settle = async (refs: AskedRef[], action: MissAction): Promise<boolean> => {
    const { label, key } = shown as Miss;
    const next = items[items.findIndex((m) => m.key === key) + 1];
    try {
      const { undo: number, changed, added } = await act.mutateAsync({ refs, action });
      const d = { undo: number, what: words.did[action.action](changed, added, label), at: Date.now() };
      add(d);
      void message.open({ key: number, type: "success", duration: offered, content: <>{d.what} <Button type="link" size="small" onClick={() => undo(d)}>{shared.undo}</Button></> });
      if (next && here.current) move(next.key);
      return true;
    } catch (error) {
      void message.error((error as Error).message);
      return false;
    }
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
      {asked.data && items.length === 0 && (
        <Empty description={<><strong>{filter.state === "open" ? words.empty.open : words.empty.others}</strong><br />{words.empty.text}</>} />
      )}
      {shown && asked.data && (
        <div className="misses">
          <div className="miss-list">
            <ul aria-label={words.list}>{items.map((m) => <Row key={m.key} miss={m} current={m.key === shown.key} choose={() => move(m.key)} />)}</ul>
            {asked.data.total > asked.data.size && <Pagination simple current={page} total={asked.data.total} pageSize={asked.data.size} showSizeChanger={false} onChange={setPage} />}
          </div>
          <Detail
            key={`${filter.state}/${shown.key}`} hold={hold} miss={shown} state={filter.state} near={near} busy={act.isPending} error={act.error?.message ?? ""} act={settle} look={desk && setLooking}
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
