import { Button } from "antd";
import { memo, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { Virtualizer, type VirtualizerHandle } from "virtua";
import type { DeskSession } from "../../wire/desk";
import type { Thread } from "../../wire/thread";
import { strings } from "../strings";
import { onJump } from "./calls";
import { useShortcut } from "./keys/shortcuts";
import { Line } from "./Line";
import { Spoken } from "./Spoken";
import { talk, type Quote, type Reader, type TalkItem } from "./talk";
import { words } from "./talk-words";

interface TalkLogProps {
  desk: DeskSession;
  thread: Thread;
  conversation: string;
  reader: Reader;
  /** Quotes a message in the composer; absent where nothing can be answered. */
  quote?: ((quote: Quote) => void) | undefined;
}

/** So close to the end or the beginning, in pixels, counts as being there. */
const near = 80;
/** The height of what stands before the first message, in pixels, as the style has it. */
const margin = 44;
/** So many of the newest items stay on the page: they are found by a search of the browser's and by screen readers. */
const kept = 60;
/** How long a place that was jumped to is marked, in milliseconds. */
const markFor = 2_500;

/** The conversation from top to bottom; it stays at the end while its reader is there. */
export function TalkLog({ desk, thread, conversation, reader, quote }: TalkLogProps) {
  const items = useMemo(
    () => talk(thread.list(), desk.outbox.list(conversation), reader),
    [thread, thread.version, desk.outbox, desk.outbox.version, conversation, reader],
  );
  const scroll = useScroll(items);
  const [marked, jump] = useJump(thread, items, scroll.to);
  useEffect(() => onJump((to) => to.conversation === conversation && jump(to.seq)), [conversation, jump]);
  useShortcut({ id: "talk.end", keys: ["Alt+End"], label: words.keys.end, group: "case", run: scroll.toEnd });
  const seen = thread.readBy("customer");

  return (
    <div className="talk-log-box">
      <div
        className="talk-log"
        role="log"
        aria-label={strings.log}
        tabIndex={0}
        ref={scroll.box}
        onScroll={() => {
          if (scroll.moved() < near && thread.older === "idle") void thread.fetchOlder();
        }}
      >
        <div className="talk-before">
          {thread.hasOlder ? (
            <Button size="small" type="text" loading={thread.older === "loading"} onClick={() => void thread.fetchOlder()}>
              {thread.older === "failed" ? strings.olderFailed : strings.older}
            </Button>
          ) : (
            <span className="soft">{words.beginning}</span>
          )}
        </div>
        <Virtualizer
          ref={scroll.list}
          scrollRef={scroll.box}
          data={items}
          shift={scroll.shift}
          startMargin={margin}
          keepMounted={useNewest(items.length)}
        >
          {(item) => (
            <Item
              key={item.key}
              item={item}
              desk={desk}
              conversation={conversation}
              marked={"seq" in item && item.seq > 0 && item.seq === marked}
              read={"seq" in item && item.seq > 0 && item.seq <= seen}
              quote={quote}
              jump={jump}
            />
          )}
        </Virtualizer>
      </div>
      {scroll.below && (
        <Button className="talk-below" shape="round" size="small" onClick={scroll.toEnd}>{strings.newMessages}</Button>
      )}
    </div>
  );
}

const useNewest = (length: number): number[] =>
  useMemo(() => Array.from({ length: Math.min(kept, length) }, (_, i) => Math.max(0, length - kept) + i), [length]);

interface ItemProps {
  item: TalkItem;
  desk: DeskSession;
  conversation: string;
  marked: boolean;
  read: boolean;
  quote: ((quote: Quote) => void) | undefined;
  jump(seq: number): void;
}

const Item = memo(function Item({ item, desk, conversation, marked, read, quote, jump }: ItemProps) {
  if (item.kind !== "said") return <Line item={item} marked={marked} />;
  return (
    <Spoken
      item={item}
      conversation={conversation}
      marked={marked}
      read={read}
      retry={() => desk.outbox.again(item.key)}
      discard={() => desk.outbox.remove(item.key)}
      recall={() => desk.act({ type: "recall", of: item.seq }, conversation)}
      quote={quote}
      jump={jump}
    />
  );
}, same);

// The items are built anew with every sign of typing; what they say mostly is not.
function same(a: ItemProps, b: ItemProps): boolean {
  return (
    a.marked === b.marked && a.read === b.read && a.desk === b.desk && a.conversation === b.conversation &&
    a.quote === b.quote && a.jump === b.jump && JSON.stringify(a.item) === JSON.stringify(b.item)
  );
}

interface Scroll {
  box: React.RefObject<HTMLDivElement | null>;
  list: React.RefObject<VirtualizerHandle | null>;
  /** Whether the newest change put items in front. */
  shift: boolean;
  /** Whether something new is below what is looked at. */
  below: boolean;
  toEnd(): void;
  to(index: number): void;
  /** Call when it was scrolled; returns how far it is from the beginning, in pixels. */
  moved(): number;
}

/** Keeps the reader where he is: at the end while he is there, else at what he reads. */
function useScroll(items: readonly TalkItem[]): Scroll {
  const box = useRef<HTMLDivElement>(null);
  const list = useRef<VirtualizerHandle>(null);
  const was = useRef({ first: "", last: "", top: 0, atEnd: true });
  const [below, setBelow] = useState(false);
  const [first, last] = [items.find((i) => "seq" in i)?.key ?? "", items.at(-1)?.key ?? ""];
  const shift = was.current.first !== "" && first !== was.current.first && last === was.current.last;

  const toEnd = useCallback(() => {
    was.current.atEnd = true;
    setBelow(false);
    const el = box.current;
    if (el) el.scrollTop = el.scrollHeight;
  }, []);
  useLayoutEffect(() => {
    const before = was.current;
    if (before.atEnd) toEnd();
    else if (last !== before.last) setBelow(true);
    was.current = { ...before, first, last };
  }, [first, last, toEnd]);
  useEffect(() => {
    // Sizes are known only after drawing, and the pane grows and shrinks with what is written below it.
    const el = box.current;
    if (!el) return;
    const observer = new ResizeObserver(() => was.current.atEnd && toEnd());
    observer.observe(el);
    for (const child of el.children) observer.observe(child);
    return () => observer.disconnect();
  }, [toEnd]);

  const moved = () => {
    const el = box.current;
    if (!el) return Infinity;
    // Only who goes up leaves the end: the log also grows under a reader who does nothing.
    if (el.scrollHeight - el.scrollTop - el.clientHeight < near) {
      was.current.atEnd = true;
      setBelow(false);
    } else if (el.scrollTop < was.current.top - 1) {
      was.current.atEnd = false;
    }
    was.current.top = el.scrollTop;
    return el.scrollTop;
  };
  const to = useCallback((index: number) => {
    was.current.atEnd = false;
    list.current?.scrollToIndex(index, { align: "center" });
  }, []);
  return { box, list, shift, below, toEnd, to, moved };
}

/** Shows the place of a seq, which may first have to be fetched, and marks it for a moment. */
function useJump(thread: Thread, items: readonly TalkItem[], to: (index: number) => void): [number, (seq: number) => void] {
  const [target, setTarget] = useState(0);
  const [marked, setMarked] = useState(0);
  const there = target > 0 ? items.findIndex((i) => "seq" in i && i.seq >= target) : -1;
  // What is there may be a later item, as long as the earlier ones are not fetched.
  const reached = there >= 0 && (!thread.hasOlder || items.some((i) => "seq" in i && i.seq > 0 && i.seq <= target));
  useEffect(() => {
    if (target === 0) return;
    if (!reached) {
      if (thread.hasOlder && thread.older === "idle") void thread.fetchOlder();
      else if (thread.older === "failed" || !thread.hasOlder) setTarget(0);
      return;
    }
    to(there);
    setMarked(target);
    setTarget(0);
  }, [target, reached, there, thread, thread.older, thread.hasOlder, to]);
  useEffect(() => {
    if (marked === 0) return;
    const timer = setTimeout(() => setMarked(0), markFor);
    return () => clearTimeout(timer);
  }, [marked]);
  return [marked, setTarget];
}
