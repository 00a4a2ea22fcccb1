import type { Choice, LogEvent, Summary } from "../../wire/frames";
import type { Hole } from "../../wire/log";
import type { Entry } from "../../wire/outbox";
import { strings } from "../strings";

/** Something said: by the customer, the bot, an agent, or among staff. */
export interface Said {
  kind: "said";
  /** The id it was sent with, or its seq: the same before and after it is stored. */
  key: string;
  from: "customer" | "bot" | "agent" | "note";
  /** Of the agent who looks. */
  own: boolean;
  name: string;
  at: number;
  text: string;
  state: "sent" | "pending" | "failed";
  problem: string;
  choices: Choice[];
  /** Keys among choices that the customer tapped. */
  chosen: string[];
}

export type TalkItem =
  | Said
  | { kind: "line"; key: string; text: string; at: number }
  | { kind: "hole"; key: string };

/**
 * A conversation as an agent reads it: the stored log, then what is on its way.
 * Pure. Each message is there once, as in the customer's own view.
 */
export function talk(log: readonly (LogEvent | Hole)[], entries: readonly Entry[], me: string): TalkItem[] {
  const items: TalkItem[] = [];
  const have = new Set<string>();
  const taps = new Map<number, string[]>();
  for (const e of log) {
    if (e.kind === "hole") {
      items.push({ kind: "hole", key: `h${e.from}` });
      continue;
    }
    if (e.cid !== undefined) have.add(e.cid);
    if (e.kind === "message" && e.re !== undefined && e.choice !== undefined) {
      taps.set(e.re, [...(taps.get(e.re) ?? []), e.choice]);
    }
    const item = stored(e, me);
    if (item) items.push(item);
  }
  for (const item of items) {
    if (item.kind === "said" && item.choices.length > 0) item.chosen = taps.get(Number(item.key.slice(1))) ?? [];
  }
  return [...items, ...entries.filter((e) => !have.has(e.id)).flatMap((e) => unstored(e, me))];
}

function stored(e: LogEvent, me: string): TalkItem | null {
  switch (e.kind) {
    case "message":
    case "note":
      return said(e, me);
    case "handoff":
      return line(e, strings.events.handoff(strings.reasons[e.reason]));
    case "assigned":
      return line(e, strings.events.assigned(e.agent));
    case "returned":
      return line(e, strings.events.returned(who(e)));
    case "closed":
      return line(e, [strings.events.closed(who(e)), summaryOf(e.summary)]);
    case "rated":
      return line(e, [
        strings.events.rated(e.stars),
        e.solved === undefined ? undefined : e.solved ? strings.events.solved : strings.events.unsolved,
        e.text,
      ]);
    default:
      return null;
  }
}

function summaryOf(s: Summary | undefined): string | undefined {
  const text = typeof s === "string" ? s : s?.text;
  return text && strings.events.summary(text);
}

function said(e: Extract<LogEvent, { kind: "message" | "note" }>, me: string): Said {
  const agent = e.from.kind === "agent";
  const own = agent && e.from.name === me;
  return {
    kind: "said", key: e.cid ?? `s${e.seq}`, own, at: e.at, text: e.text, state: "sent", problem: "", chosen: [],
    from: e.kind === "note" ? "note" : agent ? "agent" : e.from.kind === "customer" ? "customer" : "bot",
    name: own ? strings.you : (e.from.name ?? strings.from[e.from.kind]),
    choices: (e.kind === "message" && e.choices) || [],
  };
}

function unstored(entry: Entry, me: string): Said[] {
  const { command, state } = entry;
  if (command.type !== "say" && command.type !== "note") return [];
  return [{
    kind: "said", key: entry.id, from: command.type === "note" ? "note" : "agent", own: true, at: entry.at,
    name: me && strings.you, text: command.text, state: state === "stored" ? "sent" : state,
    problem: entry.problem ?? "", choices: [], chosen: [],
  }];
}

const who = (e: LogEvent): string => e.from.name ?? strings.from[e.from.kind];

function line(e: LogEvent, text: string | (string | undefined)[]): TalkItem {
  return { kind: "line", key: `s${e.seq}`, at: e.at, text: Array.isArray(text) ? text.filter(Boolean).join(" · ") : text };
}
