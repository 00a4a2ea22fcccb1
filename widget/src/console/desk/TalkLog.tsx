import { Button } from "antd";
import { useLayoutEffect, useRef, useState } from "react";
import type { DeskSession } from "../../wire/desk";
import type { Thread } from "../../wire/thread";
import { clock } from "../format";
import { strings } from "../strings";
import { Spoken } from "./Spoken";
import { talk, type TalkItem } from "./talk";

interface TalkLogProps {
  desk: DeskSession;
  thread: Thread;
  conversation: string;
  me: string;
}

/** So close to the end, in pixels, counts as being there. */
const near = 80;

/** The conversation from top to bottom; it stays at the end while its reader is there. */
export function TalkLog({ desk, thread, conversation, me }: TalkLogProps) {
  const items = talk(thread.list(), desk.outbox.list(conversation), me);
  const box = useRef<HTMLDivElement>(null);
  const was = useRef({ first: "", last: "", height: 0, atEnd: true });
  const [below, setBelow] = useState(false);
  const [first, last] = [items[0]?.key ?? "", items.at(-1)?.key ?? ""];

  const toEnd = () => {
    const el = box.current;
    if (el) el.scrollTop = el.scrollHeight;
    setBelow(false);
  };
  useLayoutEffect(() => {
    const el = box.current;
    if (!el) return;
    const before = was.current;
    if (before.atEnd) el.scrollTop = el.scrollHeight;
    else if (first !== before.first) el.scrollTop += el.scrollHeight - before.height;
    else if (last !== before.last) setBelow(true);
    was.current = { ...before, first, last, height: el.scrollHeight };
  });

  return (
    <div className="talk-log-box">
      <div
        className="talk-log"
        role="log"
        aria-label={strings.log}
        tabIndex={0}
        ref={box}
        onScroll={(e) => {
          const el = e.currentTarget;
          was.current.atEnd = el.scrollHeight - el.scrollTop - el.clientHeight < near;
          if (was.current.atEnd) setBelow(false);
        }}
      >
        {thread.hasOlder && (
          <Button size="small" type="text" loading={thread.older === "loading"} onClick={() => void thread.fetchOlder()}>
            {thread.older === "failed" ? strings.olderFailed : strings.older}
          </Button>
        )}
        {items.map((item) => <Item key={item.key} item={item} desk={desk} />)}
        {thread.typing && <p className="talk-line" role="status">{strings.typing}</p>}
      </div>
      {below && <Button className="talk-below" shape="round" size="small" onClick={toEnd}>{strings.newMessages}</Button>}
    </div>
  );
}

function Item({ item, desk }: { item: TalkItem; desk: DeskSession }) {
  switch (item.kind) {
    case "said":
      return (
        <Spoken item={item} retry={() => desk.outbox.again(item.key)} discard={() => desk.outbox.remove(item.key)} />
      );
    case "line":
      return <p className="talk-line">{clock(item.at, Date.now())} {item.text}</p>;
    case "hole":
      return <p className="talk-line">{strings.hole}</p>;
  }
}
