import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { RefObject } from "preact";
import type { Item } from "./screen";

/** So close to the end, in pixels, counts as being there. */
const near = 80;

/** So close to the beginning asks for what came before. */
const nearTop = 40;

/** Brings a message of the log into view and marks it for a moment. Does nothing where it is not loaded. */
export function jumpTo(seq: number): void {
  const row = document.querySelector(`[data-seq="${seq}"]`);
  row?.scrollIntoView({ block: "center" });
  row?.classList.add("found");
  setTimeout(() => row?.classList.remove("found"), 1_600);
}

/** Where to scroll to for the beginning of a message that the log cannot show whole, else 0. */
function tall(log: HTMLElement, seq: number): number {
  const row = log.querySelector(`[data-seq="${seq}"]`)?.getBoundingClientRect();
  if (!row || row.height <= log.clientHeight) return 0;
  return Math.max(1, log.scrollTop + row.top - log.getBoundingClientRect().top - margin);
}

/** The room above a message that is read from its beginning, in pixels. */
const margin = 8;

interface Scrolling {
  /** The box that scrolls; its only child grows with the log. */
  ref: RefObject<HTMLDivElement | null>;
  onScroll(): void;
  /** Whether something new is below what is on the screen. */
  below: boolean;
  toEnd(): void;
}

/**
 * Keeps a log where its reader wants it: at the end when he is there or has just
 * said something, and with the same line under his eyes when older messages
 * appear above it. A log without any message shows its beginning: the welcome may
 * be longer than the screen.
 */
export function useScrolling(items: readonly Item[], atTop: () => void): Scrolling {
  const ref = useRef<HTMLDivElement>(null);
  const before = useRef({ first: "", last: "", height: 0, top: 0, atEnd: true });
  const [below, setBelow] = useState(false);

  const toEnd = () => {
    const el = ref.current;
    if (el) el.scrollTop = el.scrollHeight;
    setBelow(false);
  };

  const [first, last] = [items[0]?.key ?? "", items.at(-1)?.key ?? ""];
  useLayoutEffect(() => {
    const el = ref.current;
    if (!el) return;
    const was = before.current;
    const tail = items.at(-1);
    const own = last !== was.last && tail?.kind === "message" && tail.from === "customer";
    const long = was.atEnd && !own && last !== was.last && was.last !== "" && tail?.kind === "message" ? tall(el, tail.seq) : 0;
    if (long > 0) el.scrollTop = long;
    else if (last !== "" && (was.atEnd || own)) toEnd();
    else if (first !== was.first) el.scrollTop += el.scrollHeight - was.height;
    else if (last !== was.last) setBelow(true);
    before.current = { first, last, height: el.scrollHeight, top: el.scrollTop, atEnd: (was.atEnd || own) && long === 0 };
  }, [items]);

  // The keyboard changes the height of the log, an opened card that of what is
  // in it: the end stays the end.
  useLayoutEffect(() => {
    const el = ref.current;
    if (!el || typeof ResizeObserver === "undefined") return;
    const watch = new ResizeObserver(() => {
      const { last, atEnd } = before.current;
      if (last !== "" && atEnd) el.scrollTop = el.scrollHeight;
    });
    watch.observe(el);
    if (el.firstElementChild) watch.observe(el.firstElementChild);
    return () => watch.disconnect();
  }, []);

  const onScroll = () => {
    const el = ref.current;
    if (!el) return;
    const was = before.current;
    // Only who goes up leaves the end: what opens below, as the wait does, may have made the log lower since it was brought there.
    was.atEnd = el.scrollHeight - el.scrollTop - el.clientHeight < near || (was.atEnd && el.scrollTop >= was.top);
    was.top = el.scrollTop;
    if (was.atEnd) setBelow(false);
    if (el.scrollTop < nearTop) atTop();
  };
  return { ref, onScroll, below, toEnd };
}
