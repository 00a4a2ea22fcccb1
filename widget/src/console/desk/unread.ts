import { useEffect, useRef } from "react";
import type { DeskSession } from "../../wire/desk";
import { strings } from "../strings";

/**
 * Which of one's own cases have words of the customer that were not looked at,
 * and the number of these and of those who wait in the title of the tab. What
 * was looked at is known as long as the page lives.
 */
export function useUnread(desk: DeskSession, open: string): ReadonlySet<string> {
  const looked = useRef(new Map<string, number>());
  const mine = desk.lists.mine();
  const unread = new Set<string>();
  for (const row of mine) {
    if (row.conversation === open) looked.current.set(open, row.seq);
    else if (row.last_from === "customer" && row.seq > (looked.current.get(row.conversation) ?? 0)) unread.add(row.conversation);
  }
  const count = unread.size + desk.lists.waiting().length;
  useEffect(() => {
    document.title = strings.title(count);
  }, [count]);
  return unread;
}
