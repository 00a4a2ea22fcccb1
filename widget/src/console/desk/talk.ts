import { oneLine } from "../../markup/plain";
import type { Attachment, Card, Choice, Form, LogEvent } from "../../wire/frames";
import type { Hole } from "../../wire/log";
import type { Entry } from "../../wire/outbox";
import { tell, type Tone } from "./happening";
import { strings } from "../strings";
import { words } from "./talk-words";
import { readTrace, type Trace } from "./trace";

/** Who looks, and what ids are called. */
export interface Reader {
  /** Agent id. */
  me: string;
  /** The customer's name, "" for somebody unnamed. */
  customer: string;
  /** Name of an agent by id; the id itself where it is not known. */
  agent(id: string): string;
  /** Name of a team by id. */
  team(id: string): string;
  /** Label of a class of the closing summary. */
  topic(id: string): string;
}

/** A message that another one answers to. */
export interface Quote {
  seq: number;
  name: string;
  text: string;
}

/** Who says something: "note" and "whisper" are said among staff. */
export type Voice = "customer" | "bot" | "agent" | "note" | "whisper";

/** Something said: by the customer, the bot, an agent, or among staff. */
export interface Said {
  kind: "said";
  /** The id it was sent with, or its seq: the same before and after it is stored. */
  key: string;
  /** Place in the log; 0 while it is not stored. */
  seq: number;
  from: Voice;
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
  quote?: Quote;
  attachments: Attachment[];
  /** Names of the colleagues a note asks to look, but for those it names itself. */
  mentions: string[];
  /** Of the shop's page, with a customer's words. */
  card?: Card;
  form?: Form;
  ticket?: string;
  /** Taken back: the customer does not see it any more. */
  recalled: boolean;
  /** Whether this answer of the bot helped, as far as the customer said so. */
  helpful?: boolean;
  trace?: Trace;
  /** What the customer had asked, of the bot's answers. */
  asked?: string;
}

/** Something that happened to the case. */
export interface Happened {
  kind: "line";
  key: string;
  seq: number;
  at: number;
  text: string;
  tone: Tone;
  /** What staff may want to know beyond it: a note, the words of a rating, evidence. */
  detail?: string;
}


/** A form as the customer filled it in. */
export interface FilledIn {
  kind: "filled";
  key: string;
  seq: number;
  at: number;
  title: string;
  name: string;
  /** Label and value, in the order of the form, and whether the value is the page's, unsigned. */
  fields: [string, string, boolean][];
  attachments: readonly Attachment[];
}

export type TalkItem =
  | Said
  | Happened
  | FilledIn
  | { kind: "day"; key: string; at: number }
  | { kind: "case"; key: string; number: number }
  | { kind: "hole"; key: string };

/** What of a log has to be known before an event of it can be shown. */
interface Around {
  reader: Reader;
  /** Messages by seq, to be quoted. */
  messages: Map<number, MessageEvent>;
  /** Keys that were tapped, by the seq of the offer. */
  taps: Map<number, string[]>;
  /** The last vote on each answer, by the answer's seq. */
  votes: Map<number, LogEvent & { kind: "voted" }>;
}

type MessageEvent = LogEvent & { kind: "message" };

/**
 * A conversation as an agent reads it: the stored log with its days and cases,
 * then what is on its way. Pure. Each message is there once, as in the
 * customer's own view.
 */
export function talk(log: readonly (LogEvent | Hole)[], entries: readonly Entry[], reader: Reader): TalkItem[] {
  const around = survey(log, reader);
  const items: TalkItem[] = [];
  const have = new Set<string>();
  let [day, number] = ["", 0];
  for (const e of log) {
    if (e.kind === "hole") {
      items.push({ kind: "hole", key: `h${e.from}` });
      continue;
    }
    if (e.cid !== undefined) have.add(e.cid);
    const item = stored(e, around);
    if (!item) continue;
    const today = new Date(e.at).toDateString();
    if (today !== day) items.push({ kind: "day", key: `d${today}`, at: e.at });
    if (e.case !== number) items.push({ kind: "case", key: `c${e.case}`, number: e.case });
    [day, number] = [today, e.case];
    items.push(item);
  }
  return [...items, ...entries.filter((e) => !have.has(e.id)).flatMap((e) => unstored(e, around))];
}

function survey(log: readonly (LogEvent | Hole)[], reader: Reader): Around {
  const around: Around = { reader, messages: new Map(), taps: new Map(), votes: new Map() };
  for (const e of log) {
    if (e.kind === "voted") around.votes.set(e.of, e);
    if (e.kind !== "message") continue;
    around.messages.set(e.seq, e);
    if (e.re !== undefined && e.choice !== undefined) around.taps.set(e.re, [...(around.taps.get(e.re) ?? []), e.choice]);
  }
  return around;
}

function stored(e: LogEvent, around: Around): TalkItem | null {
  switch (e.kind) {
    case "message":
    case "note":
    case "whisper":
      return said(e, around);
    case "filled":
      return filled(e, around);
    case "voted":
      return around.votes.get(e.of) === e ? voted(e, around) : null; // one that was changed since says nothing
    default: {
      const told = tell(e, around.reader);
      return told && { kind: "line", key: `s${e.seq}`, seq: e.seq, at: e.at, ...told };
    }
  }
}

function said(e: LogEvent & { kind: "message" | "note" | "whisper" }, around: Around): Said {
  const { reader } = around;
  const item: Said = {
    kind: "said", key: e.cid ?? `s${e.seq}`, seq: e.seq, from: voice(e), own: isOwn(e, reader), name: nameOf(e, reader),
    at: e.at, text: e.text, state: "sent", problem: "", choices: [], chosen: [], attachments: [], mentions: [],
    recalled: e.kind === "message" && e.recalled === true,
  };
  if (e.kind === "note") item.mentions = asked(e, reader);
  if (e.kind !== "message") return item;
  item.choices = e.choices ?? [];
  item.chosen = around.taps.get(e.seq) ?? [];
  item.attachments = e.attachments ?? [];
  if (e.card) item.card = e.card;
  if (e.form) item.form = e.form;
  if (e.ticket !== undefined) item.ticket = e.ticket;
  const of = e.re === undefined ? undefined : around.messages.get(e.re);
  // The bot answers the message before it and a tap is marked on its offer: only what a person points at is a quote.
  if (of && item.from !== "bot" && e.choice === undefined) item.quote = quote(of, reader);
  if (item.from === "bot") {
    const trace = readTrace(e.trace);
    if (trace) item.trace = trace;
    if (of) item.asked = of.text;
    const vote = around.votes.get(e.seq);
    if (vote) item.helpful = vote.helpful;
  }
  return item;
}

/** A message as it is quoted. */
export function quote(e: MessageEvent, reader: Reader): Quote {
  const text = e.text || e.card?.title || (e.attachments ?? []).map((a) => a.name).join(" ");
  return { seq: e.seq, name: nameOf(e, reader), text };
}

function voice(e: LogEvent): Voice {
  if (e.kind === "note" || e.kind === "whisper") return e.kind;
  return e.from.kind === "agent" || e.from.kind === "customer" ? e.from.kind : "bot";
}

// Only a sender's own sessions are told the client id.
const isOwn = (e: LogEvent, reader: Reader): boolean =>
  e.from.kind === "agent" && (e.from.id === undefined ? e.cid !== undefined : e.from.id === reader.me);

function nameOf(e: LogEvent, reader: Reader): string {
  if (isOwn(e, reader)) return strings.you;
  if (e.from.kind === "customer") return reader.customer || strings.from.customer;
  return e.from.name ?? strings.from[e.from.kind];
}

const asked = ({ text, mentions = [] }: { text: string; mentions?: readonly string[] }, reader: Reader): string[] =>
  mentions.map((id) => reader.agent(id)).filter((name) => !text.includes(`@${name}`));

function voted(e: LogEvent & { kind: "voted" }, around: Around): Happened {
  const of = around.messages.get(e.of);
  return {
    kind: "line", key: `s${e.seq}`, seq: e.seq, at: e.at, text: words.voted(e.helpful), tone: "plain", ...(of && { detail: beginning(of.text) }),
  };
}

/** So much of an answer, in code points, that one knows which it is. */
const beginning = (text: string): string => {
  const runes = [...oneLine(text)];
  return runes.length > 30 ? `${runes.slice(0, 30).join("")}…` : runes.join("");
};

function filled(e: LogEvent & { kind: "filled" }, around: Around): FilledIn {
  const form = around.messages.get(e.of)?.form;
  const labels = new Map(form?.fields.map((f) => [f.name, f.label]) ?? Object.entries(words.infoFields));
  const names = [...labels.keys(), ...Object.keys(e.values).filter((name) => !labels.has(name))];
  return {
    kind: "filled", key: `s${e.seq}`, seq: e.seq, at: e.at, title: form?.title ?? (e.form === "info" ? words.infoForm : words.form), attachments: e.attachments ?? [], name: nameOf(e, around.reader),
    fields: names.flatMap((name): [string, string, boolean][] => {
      const value = e.values[name];
      return value ? [[labels.get(name) ?? name, value, e.page?.includes(name) ?? false]] : [];
    }),
  };
}

function unstored(entry: Entry, around: Around): Said[] {
  const { command, state } = entry;
  if (command.type !== "say" && command.type !== "note" && command.type !== "whisper") return [];
  const item: Said = {
    kind: "said", key: entry.id, seq: 0, from: command.type === "say" ? "agent" : command.type, own: true, name: strings.you,
    at: entry.at, text: command.text, state: state === "stored" ? "sent" : state, problem: entry.problem ?? "",
    choices: [], chosen: [], attachments: [], mentions: [], recalled: false,
  };
  if (command.type === "note") item.mentions = asked(command, around.reader);
  if (command.type === "say") {
    item.attachments = [...(entry.files ?? [])];
    const of = command.re === undefined ? undefined : around.messages.get(command.re);
    if (of) item.quote = quote(of, around.reader);
  }
  return [item];
}
