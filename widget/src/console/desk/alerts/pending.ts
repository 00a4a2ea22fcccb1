// What an agent is to be told about now: pure, out of the lists as they are.
import type { DeskLists } from "../../../wire/lists";
import type { ListName, Row } from "../../../wire/frames";
import { nameOf } from "../lists/view";
import type { AlertKind } from "../settings";

/** Something that wants to be looked at. */
export interface Alert {
  /** Of the event: the same until something new happens. */
  key: string;
  kind: AlertKind;
  conversation: string;
  /** The customer's name. */
  who: string;
  /** Of a case that was given or taken: the name of who did it. */
  by?: string;
  /** Of a case that was taken for somebody else: his name. */
  to?: string;
}

/** Whether opening the conversation is looking at it. An offer is to be answered; that a case was taken is said, wherever one is. */
export const opened = (a: Alert): boolean => a.kind !== "offer" && a.kind !== "taken";

/** Who is told: supervisors hear of everybody's broken promises. */
export interface Listener {
  id: string;
  supervisor: boolean;
}

/** All that wants to be looked at, seen or not. Each comes once. */
export function pending(lists: Pick<DeskLists, "list">, me: Listener, now: number): Alert[] {
  const alerts: Alert[] = [];
  const tell = (kind: AlertKind, row: Row, what: string | number, doing: Pick<Alert, "by" | "to"> = {}) =>
    alerts.push({ key: `${kind}:${row.conversation}:${what}`, kind, conversation: row.conversation, who: nameOf(row), ...doing });

  for (const row of lists.list("mine")) {
    if (row.state === "offered") {
      if (row.offer && row.offer.agent === me.id && row.offer.until_ms > now) tell("offer", row, row.offer.until_ms);
      continue;
    }
    if (row.last_from === "customer") tell("message", row, row.last_at ?? row.seq);
    if (row.given && row.given.by !== me.id) tell("assigned", row, row.given.seq, { by: row.given.name });
    if (row.whisper_seq !== undefined) tell("whisper", row, row.whisper_seq);
    for (const c of row.clocks ?? []) if (c.state === "soon") tell("soon", row, `${c.kind}:${c.due_ms}`);
  }
  for (const row of lists.list("team")) {
    const { given } = row;
    if (given?.from !== me.id || given.by === me.id) continue;
    tell("taken", row, given.seq, { by: given.name, ...(given.by !== row.agent_id && { to: row.agent ?? "" }) });
  }
  for (const row of lists.list("mentioned")) {
    if (row.mentioned?.includes(me.id)) tell("mention", row, row.number);
  }
  const watched: ListName[] = me.supervisor ? ["mine", "team", "waiting"] : ["mine"];
  for (const row of watched.flatMap((name) => lists.list(name))) {
    for (const c of row.clocks ?? []) if (c.state === "broken") tell("broken", row, `${c.kind}:${c.due_ms}`);
  }
  return [...new Map(alerts.map((a) => [a.key, a])).values()];
}

/** Conversations with something that was not looked at; an offer is its own mark. */
export function unreadOf(alerts: readonly Alert[], seen: { has(key: string): boolean }): Set<string> {
  return new Set(alerts.filter((a) => a.kind !== "offer" && !seen.has(a.key)).map((a) => a.conversation));
}
