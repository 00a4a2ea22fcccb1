import type { CaseState, Choice, LogEvent } from "../wire/frames";
import type { Hole } from "../wire/log";
import type { Entry } from "../wire/outbox";
import { handoffLine, strings } from "./strings";

/** A message on the screen. */
export interface MessageItem {
  kind: "message";
  /** The id it was sent with, or its seq: the same before and after it is stored. */
  key: string;
  from: "customer" | "bot" | "agent";
  name: string;
  text: string;
  /** Markdown, not the words of a person. */
  rich: boolean;
  /** Begins a run of one sender's messages. */
  first: boolean;
  state: "sent" | "pending" | "failed";
  problem?: string;
  seq: number;
  choices: Choice[];
  /** Keys among choices that were tapped. */
  chosen: string[];
}

/** What the log shows, from top to bottom. */
export type Item =
  | MessageItem
  | { kind: "time"; key: string; at: number }
  | { kind: "line"; key: string; text: string }
  | { kind: "hole"; key: string }
  /** A command that shows no words of its own was refused. */
  | { kind: "refused"; key: string; text: string }
  | { kind: "rate"; key: string; sending: boolean };

/** A pause in the talk that is long enough to show the time after it. */
const pause = 5 * 60_000;

/**
 * Puts the stored log and what is still on its way together. Pure. Each message
 * is there once: the event of a command takes its place, with the same key.
 */
export function screen(log: readonly (LogEvent | Hole)[], entries: readonly Entry[], state: CaseState): Item[] {
  const items: Item[] = [];
  const taps = new Map<number, string[]>();
  let at = 0;
  for (const e of log) {
    if (e.kind === "message" && e.re !== undefined && e.choice !== undefined) {
      taps.set(e.re, [...(taps.get(e.re) ?? []), e.choice]);
    }
    const item = stored(e);
    if (!item) continue;
    if (e.kind !== "hole" && e.at - at > pause) items.push({ kind: "time", key: `t${e.seq}`, at: e.at });
    if (e.kind !== "hole") at = e.at;
    items.push(item);
  }
  const have = new Set(log.flatMap((e) => (e.kind !== "hole" && e.cid !== undefined ? [e.cid] : [])));
  for (const entry of entries) {
    const item = have.has(entry.id) ? null : unstored(entry, log);
    if (item) items.push(item);
    if (entry.command.type === "choose" && entry.state !== "failed") {
      const { of, choice } = entry.command;
      taps.set(of, [...(taps.get(of) ?? []), choice]);
    }
  }
  finish(items, taps);
  const card = rating(log, entries, state);
  return card ? [...items, card] : items;
}

function stored(e: LogEvent | Hole): Item | null {
  switch (e.kind) {
    case "message":
      return message(e);
    case "handoff":
      return line(e, handoffLine(e.reason));
    case "assigned":
      return line(e, strings.assigned(e.agent));
    case "transferred":
      return line(e, strings.transferred);
    case "returned":
      return line(e, strings.returned);
    case "closed":
      return line(e, strings.closed);
    case "rated":
      return line(e, strings.rated(e.stars));
    case "hole":
      return { kind: "hole", key: `h${e.from}` };
    default:
      return null;
  }
}

const line = (e: LogEvent, text: string): Item => ({ kind: "line", key: `s${e.seq}`, text });

function message(e: Extract<LogEvent, { kind: "message" }>): MessageItem {
  const from = e.from.kind === "customer" || e.from.kind === "agent" ? e.from.kind : "bot";
  const name = from === "customer" ? strings.mine : (e.from.name ?? (from === "agent" ? strings.agent : strings.bot));
  return {
    kind: "message", key: e.cid ?? `s${e.seq}`, from, name, text: e.text, rich: from === "bot", first: true,
    state: "sent", seq: e.seq, choices: e.choices ?? [], chosen: [],
  };
}

/** A command whose event is not here: shown where it was said, at the end. */
function unstored(entry: Entry, log: readonly (LogEvent | Hole)[]): Item | null {
  const text = words(entry, log);
  if (text === null) {
    return entry.state === "failed" ? { kind: "refused", key: entry.id, text: entry.problem ?? "" } : null;
  }
  return {
    kind: "message", key: entry.id, from: "customer", name: strings.mine, text, rich: false, first: true,
    state: entry.state === "stored" ? "sent" : entry.state, seq: 0, choices: [], chosen: [],
    ...(entry.problem !== undefined && { problem: entry.problem }),
  };
}

function words({ command }: Entry, log: readonly (LogEvent | Hole)[]): string | null {
  if (command.type === "say") return command.text;
  if (command.type !== "choose") return null;
  const offer = log.find((e) => e.kind === "message" && e.seq === command.of);
  const choices = offer?.kind === "message" ? offer.choices : undefined;
  return choices?.find((c) => c.key === command.choice)?.label ?? null;
}

/** Marks where runs of one sender begin, and what was tapped. */
function finish(items: Item[], taps: Map<number, string[]>): void {
  let before: Item | undefined;
  for (const item of items) {
    if (item.kind === "message") {
      item.first = !(before?.kind === "message" && before.from === item.from && before.name === item.name);
      item.chosen = taps.get(item.seq) ?? [];
    }
    before = item;
  }
}

/** The card that asks for a rating: after the case was closed, until it is rated or the next one begins. */
function rating(log: readonly (LogEvent | Hole)[], entries: readonly Entry[], state: CaseState): Item | null {
  if (state !== "closed") return null;
  const end = log.findLast((e) => e.kind === "closed" || e.kind === "rated");
  if (end?.kind !== "closed") return null;
  const open = entries.filter((e) => e.state !== "failed");
  if (open.some((e) => e.command.type === "say")) return null;
  return { kind: "rate", key: `r${end.seq}`, sending: open.some((e) => e.command.type === "rate") };
}
