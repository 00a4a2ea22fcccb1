import { Button, Empty, Segmented, Spin, Switch } from "antd";
import { useState } from "react";
import { strings } from "../strings";
import type { RoomProps } from "../knowledge/rooms";
import { RoomFrame } from "../knowledge/shared/Room";
import { Nothing } from "../knowledge/shared/Trouble";
import { Chat } from "./ask/Chat";
import { Options } from "./ask/Options";
import { wantedIn } from "./ask/place";
import { Result } from "./ask/Result";
import { Sides } from "./ask/Sides";
import { useTalk } from "./ask/useTalk";
import { words } from "./ask/words";
import type { Against } from "./shapes";
import "../pages/pages.css";
import "./insight.css";
import "./ask/ask.css";

/** Trials (试问): talk to the bot, live or with the draft, and see why it answers so. */
export default function Ask({ rest, query, move, to }: RoomProps) {
  const wanted = wantedIn(rest, query);
  const talk = useTalk(wanted, move);
  const { trial } = talk.main;
  const [looked, look] = useState<{ trial: string; turn: number }>();
  const last = (trial?.turns.length ?? 0) - 1;
  const at = looked && looked.trial === trial?.id ? Math.min(looked.turn, last) : last;
  const entry = (id: string) => to("entries", encodeURIComponent(id));
  const tools = (
    <>
      <Segmented<Against>
        aria-label={words.whom} value={talk.against} onChange={(against) => talk.change({ against })}
        options={[{ value: "live", label: words.against.live }, { value: "draft", label: words.against.draft }]}
      />
      <label className="ask-compare"><Switch size="small" checked={talk.comparing} onChange={(comparing) => talk.change({ comparing })} aria-label={words.compare} /> {words.compare}</label>
      <Button disabled={!trial && !talk.waiting} onClick={talk.clear}>{words.anew}</Button>
    </>
  );
  return (
    <RoomFrame title={strings.rooms.ask} tools={tools} pending={() => to("publish")}>
      <div className="ask">
        <div className="ask-left">
          <Options talk={talk} />
          <Chat talk={talk} shown={at} show={(turn) => trial && look({ trial: trial.id, turn })} />
        </div>
        <div className="ask-right">
          {talk.loading.isLoading && !trial && <Spin className="shell-wait" />}
          {!trial && <Nothing asked={talk.loading} />}
          {!trial && wanted.id === "" && <Empty description={<><strong>{words.empty.title}</strong><br />{words.empty.text}</>} />}
          {trial && talk.comparing && talk.other && <Sides main={trial} other={talk.other} at={at} />}
          {trial && <Result key={`${trial.id}/${at}`} trial={trial} at={at} why={wanted.entry} entry={entry} />}
        </div>
      </div>
    </RoomFrame>
  );
}
