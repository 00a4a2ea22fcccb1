import type { Attachment, Card, CaseState, Choice, Form, LogEvent } from "../wire/frames";
import { oneLine } from "../markup/plain";
import { card } from "../wire/card";
import type { Hole } from "../wire/log";
import type { Entry } from "../wire/outbox";
import { strings } from "./strings";

/** What a message says that it answers. */
export interface Quote {
  seq: number;
  name: string;
  /** Its beginning; "" where it is not loaded. */
  text: string;
}

/** A form to be filled in, or what was filled in. */
export interface FormItem {
  form: Form;
  conversation: string;
  /** "open": may be filled in. "sending", "sent": was, with `values`. */
  state: "open" | "sending" | "sent";
  values: Record<string, string>;
  files?: readonly Attachment[];
  /** When what was filled in was refused: why, and the id of that command. */
  problem?: string;
  refused?: string;
}

/** A message on the screen. */
export interface MessageItem {
  kind: "message";
  /** The id it was sent with, or its seq: the same before and after it is stored. */
  key: string;
  from: "customer" | "bot" | "agent";
  name: string;
  at: number;
  text: string;
  /** Markdown, not the words of a person. */
  rich: boolean;
  /** Begins a run of one sender's messages. */
  first: boolean;
  /** Among the last few: what can be done with it is reached by the keyboard. */
  recent: boolean;
  state: "sent" | "pending" | "failed";
  problem?: string;
  /** A person has read it; only on the customer's last message. */
  read: boolean;
  seq: number;
  choices: Choice[];
  /** Keys among choices that were tapped. */
  chosen: string[];
  files: readonly Attachment[];
  /** Of the shop's page. */
  card?: Card;
  quote?: Quote;
  /** Id of the picture of the agent who says it. */
  face?: string;
  form?: FormItem;
  /** Number of the ticket that it is about. */
  ticket?: string;
  /** What the customer says of this answer, "" = nothing so far; only of one of the last few that may be judged. */
  vote?: Vote;
}

/** A customer's judgement of an answer. */
export type Vote = "" | "yes" | "no";

/** What the log shows, from top to bottom. */
export type Item =
  | MessageItem
  | { kind: "time"; key: string; at: number }
  | { kind: "line"; key: string; text: string }
  /** A rating; `until` is when it cannot be changed any more, 0 = it is not the last. */
  | { kind: "rated"; key: string; text: string; until: number; rating: Rating }
  /** A ticket that no message tells of. */
  | { kind: "ticket"; key: string; number: string }
  | { kind: "hole"; key: string }
  /** A command that shows no words of its own was refused. */
  | { kind: "refused"; key: string; text: string }
  | { kind: "rate"; key: string; sending: boolean };

/** What a customer said of the service. */
export interface Rating {
  stars: number;
  solved?: boolean;
  reasons?: readonly string[];
  text?: string;
}

/** A pause in the talk that is long enough to show the time after it. */
const pause = 5 * 60_000;

/** So long after it was given a rating may be changed. */
const editable = 30 * 60_000;

/** So many of the last messages can be reached by the keyboard to be quoted or taken back. */
const reached = 5;

/** So many of the last answers can be judged. */
const judged = 3;

/** So much of a quoted message is shown, in code points. */
const excerpt = 60;

type Log = readonly (LogEvent | Hole)[];
type Message = Extract<LogEvent, { kind: "message" }>;

/**
 * Puts the stored log and what is still on its way together. Pure. Each message
 * is there once: the event of a command takes its place, with the same key.
 * `read` is how far people have looked.
 */
export function screen(log: Log, entries: readonly Entry[], state: CaseState, read = 0): Item[] {
  const items: Item[] = [];
  const past = look(log);
  votes(entries, past);
  let at = 0;
  for (const e of log) {
    const item = stored(e, past, entries);
    if (!item) continue;
    if (e.kind !== "hole" && e.at - at > pause) items.push({ kind: "time", key: `t${e.seq}`, at: e.at });
    if (e.kind !== "hole") at = e.at;
    items.push(item);
  }
  for (const entry of entries) {
    const item = past.cids.has(entry.id) ? null : unstored(entry, past);
    if (item) items.push(item);
    if (entry.command.type === "choose" && entry.state !== "failed") tap(past.taps, entry.command.of, entry.command.choice);
  }
  finish(items, past.taps, read);
  const card = rating(log, entries, state);
  return card ? [...items, card] : items;
}

/** What an event's look depends on besides itself. */
interface Past {
  cids: Set<string>;
  messages: Map<number, Message>;
  taps: Map<number, string[]>;
  /** What was filled in, by the seq of the form. */
  filled: Map<number, { values: Record<string, string>; files: readonly Attachment[] }>;
  /** The newest form of each id, by its seq: older ones have been replaced. */
  forms: Map<string, number>;
  /** Tickets that a message tells of. */
  tickets: Set<string>;
  /** The last rating of each case, by its seq. */
  ratings: Map<number, number>;
  /** The last votes, by the seq of the answer. */
  votes: Map<number, Vote>;
}

function look(log: Log): Past {
  const past: Past = {
    cids: new Set(), messages: new Map(), taps: new Map(), filled: new Map(), forms: new Map(), tickets: new Set(), ratings: new Map(),
    votes: new Map(),
  };
  for (const e of log) {
    if (e.kind === "hole") continue;
    if (e.cid !== undefined) past.cids.add(e.cid);
    if (e.kind === "filled") past.filled.set(e.of, { values: e.values, files: e.attachments ?? [] });
    if (e.kind === "voted") past.votes.set(e.of, e.helpful ? "yes" : "no");
    if (e.kind === "rated") past.ratings.set(e.case, e.seq);
    if (e.kind !== "message") continue;
    past.messages.set(e.seq, e);
    if (e.re !== undefined && e.choice !== undefined) tap(past.taps, e.re, e.choice);
    if (e.form) past.forms.set(e.form.id, e.seq);
    if (e.ticket !== undefined) past.tickets.add(e.ticket);
  }
  return past;
}

/** Adds the votes that are on their way: they came after all that is stored. */
function votes(entries: readonly Entry[], past: Past): void {
  for (const { command, state, id } of entries) {
    if (command.type === "vote" && state !== "failed" && !past.cids.has(id)) past.votes.set(command.of, command.helpful ? "yes" : "no");
  }
}

function tap(taps: Map<number, string[]>, of: number, choice: string): void {
  taps.set(of, [...(taps.get(of) ?? []), choice]);
}

function stored(e: LogEvent | Hole, past: Past, entries: readonly Entry[]): Item | null {
  switch (e.kind) {
    case "message":
      return message(e, past, entries);
    case "handoff":
      return line(e, strings.handoff(e.reason));
    case "assigned":
      return line(e, strings.assigned(e.agent));
    case "transferred":
      return line(e, strings.transferred);
    case "returned":
      return line(e, strings.returned(e.reason));
    case "closed":
      return line(e, strings.closed);
    case "rated":
      return rated(e, past);
    case "ticketed":
      return past.tickets.has(e.number) ? null : { kind: "ticket", key: `s${e.seq}`, number: e.number };
    case "hole":
      return { kind: "hole", key: `h${e.from}` };
    default:
      return null;
  }
}

const line = (e: LogEvent, text: string): Item => ({ kind: "line", key: `s${e.seq}`, text });

// Of a rating that was changed only the last one counts.
function rated(e: Extract<LogEvent, { kind: "rated" }>, past: Past): Item | null {
  if (past.ratings.get(e.case) !== e.seq) return null;
  return { kind: "rated", key: `s${e.seq}`, text: strings.rated(e.stars), until: e.at + editable, rating: e };
}

function message(e: Message, past: Past, entries: readonly Entry[]): Item {
  const from = e.from.kind === "customer" || e.from.kind === "agent" ? e.from.kind : "bot";
  const key = e.cid ?? `s${e.seq}`;
  if (e.recalled) return { kind: "line", key, text: from === "customer" ? strings.recalledMine : strings.recalledTheirs };
  const quote = e.re !== undefined && e.choice === undefined && from !== "bot" ? quoted(e.re, past) : undefined;
  const form = formOf(e, past, entries);
  const { face } = e.from;
  return {
    kind: "message", key, from, name: speaker(e), ...(face && { face }), at: e.at, text: e.text, rich: from !== "customer", first: true, recent: false,
    state: "sent", read: false, seq: e.seq, choices: e.choices ?? [], chosen: [], files: e.attachments ?? [],
    ...(e.card && { card: e.card }), ...(quote && { quote }), ...(form && { form }), ...(e.ticket !== undefined && { ticket: e.ticket }),
    ...(e.vote && { vote: past.votes.get(e.seq) ?? "" }),
  };
}

function speaker(e: LogEvent): string {
  if (e.from.kind === "customer") return strings.mine;
  return e.from.name ?? (e.from.kind === "agent" ? strings.agent : strings.bot);
}

/** What a message shows of the one it answers. */
function quoted(seq: number, past: Past): Quote {
  const e = past.messages.get(seq);
  return e ? { seq, name: speaker(e), text: excerptOf(e) } : { seq, name: "", text: "" };
}

/** The beginning of a message, in one line. */
export function excerptOf(e: Pick<Message, "text" | "attachments" | "card" | "recalled">): string {
  if (e.recalled) return strings.recalledQuote;
  const text = oneLine(e.text);
  if (text === "" && e.card) return `[${strings.cards[e.card.kind]}] ${e.card.title}`;
  if (text === "") return strings.files(e.attachments ?? []);
  const runes = [...text];
  return runes.length > excerpt ? `${runes.slice(0, excerpt).join("")}…` : text;
}

/** The form of a message; none where a newer one of its kind has taken its place. */
function formOf(e: Message, past: Past, entries: readonly Entry[]): FormItem | undefined {
  const { form, seq, conversation } = e;
  if (!form) return undefined;
  const head = { form, conversation };
  const sent = past.filled.get(seq);
  if (sent) return { ...head, state: "sent", ...sent };
  const mine = entries.findLast((x) => x.command.type === "form" && x.command.of === seq);
  if (mine?.command.type === "form") {
    const { values } = mine.command;
    return mine.state === "failed"
      ? { ...head, state: "open", values, problem: mine.problem ?? "", refused: mine.id }
      : { ...head, state: "sending", values, files: mine.files ?? [] };
  }
  return past.forms.get(form.id) === seq ? { ...head, state: "open", values: {} } : undefined;
}

/** A command whose event is not here: shown where it was said, at the end. */
function unstored(entry: Entry, past: Past): Item | null {
  const { command } = entry;
  if (command.type === "form") return null; // the form itself shows it
  const text = words(entry, past);
  if (text === null) {
    return entry.state === "failed" ? { kind: "refused", key: entry.id, text: entry.problem ?? "" } : null;
  }
  const shown = command.type === "say" ? card(command.card) : null;
  const quote = command.type === "say" && command.re !== undefined ? quoted(command.re, past) : undefined;
  return {
    kind: "message", key: entry.id, from: "customer", name: strings.mine, at: entry.at, text, rich: false, first: true, recent: false,
    state: entry.state === "stored" ? "sent" : entry.state, read: false, seq: 0, choices: [], chosen: [], files: entry.files ?? [],
    ...(shown && { card: shown }), ...(quote && { quote }), ...(entry.problem !== undefined && { problem: entry.problem }),
  };
}

function words({ command }: Entry, past: Past): string | null {
  if (command.type === "say") return command.text;
  if (command.type !== "choose") return null;
  return past.messages.get(command.of)?.choices?.find((c) => c.key === command.choice)?.label ?? null;
}

/** Marks where runs of one sender begin, what was tapped, and what was read. */
function finish(items: Item[], taps: Map<number, string[]>, read: number): void {
  let before: Item | undefined;
  const messages = items.filter((i) => i.kind === "message");
  for (const item of items) {
    if (item.kind === "message") {
      item.first = !(before?.kind === "message" && before.from === item.from && before.name === item.name);
      item.chosen = taps.get(item.seq) ?? [];
    }
    before = item;
  }
  for (const item of messages.slice(-reached)) item.recent = true;
  for (const item of messages.filter((i) => i.vote !== undefined).slice(0, -judged)) delete item.vote;
  const last = messages.findLast((i) => i.from === "customer");
  if (last) last.read = last.seq > 0 && last.seq <= read;
}

/** The card that asks for a rating: after the case was closed, until it is rated or the next one begins. */
function rating(log: Log, entries: readonly Entry[], state: CaseState): Item | null {
  if (state !== "closed") return null;
  const end = log.findLast((e) => e.kind === "closed" || e.kind === "rated");
  if (end?.kind !== "closed") return null;
  const open = entries.filter((e) => e.state !== "failed");
  if (open.some((e) => e.command.type === "say")) return null;
  return { kind: "rate", key: `r${end.seq}`, sending: open.some((e) => e.command.type === "rate") };
}
