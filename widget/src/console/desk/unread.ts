import { useRef } from "react";
import type { DeskSession } from "../../wire/desk";
import { useTitle, useVisible } from "../live";
import { strings } from "../strings";

/**
 * Which of one's own cases have words of the customer that were not looked at,
 * and the number of these and of those who wait in the title of the tab. What
 * was looked at is known as long as the page lives.
 */
export function useUnread(desk: DeskSession, open: string): ReadonlySet<string> {
  const looked = useRef(new Map<string, number>());
  const visible = useVisible();
  const unread = new Set<string>();
  for (const row of desk.lists.mine()) {
    if (visible && row.conversation === open) looked.current.set(open, row.seq);
    const seen = looked.current.get(row.conversation) ?? 0;
    if (row.last_from === "customer" && row.seq > seen) unread.add(row.conversation);
  }
  useTitle(strings.title(unread.size + desk.lists.waiting().length));
  return unread;
}
