// Version 1 of the chat protocol as browsers speak it. docs/protocol.md is the
// reference; the frames under testdata/wire decode here and in Go.

/** Longest message, in Unicode code points (what Go calls runes). */
export const maxText = 2000;

/** Most events in one answer to a fetch. */
export const maxFetch = 100;

export type ActorKind = "customer" | "bot" | "agent" | "system";
/** Customers are told neither of offers nor of snoozes: to them these are "waiting" and "assigned". */
export type CaseState = "" | "bot" | "waiting" | "offered" | "assigned" | "snoozed" | "closed";
export type Reason = "asked" | "button" | "mood" | "rule" | "unresolved" | "collected" | "agent_gone";
export type MoodLabel = "calm" | "uneasy" | "handoff";
export type Severity = "low" | "normal" | "high" | "urgent";
export type PromiseKind = "first_reply" | "solution" | "own";
export type PresenceState = "online" | "busy" | "break" | "offline";
/** How a promise stands: "soon" = its owner was reminded, "late" = kept after it was broken. */
export type ClockState = "running" | "soon" | "broken" | "met" | "late";
/** Why a case stands further ahead in the line. */
export type BonusKind = "urgent" | "severity" | "mood" | "vip" | "loyal" | "requeued" | "transferred" | "overdue";

export interface Bonus {
  why: BonusKind;
  minutes: number;
}

/** What an agent says of a case when he closes it; a text alone is a string. */
export type Summary = string | { class?: string; solved?: boolean; tags?: string[]; text?: string };

export interface From {
  kind: ActorKind;
  name?: string;
}

export interface Choice {
  key: string;
  label: string;
}

export interface Page {
  url?: string;
  title?: string;
  entry?: string;
}

/** What all entries of a conversation's log have. */
export interface EventHead {
  conversation: string;
  /** 1, 2, 3 ... without holes. */
  seq: number;
  /** Unix milliseconds. */
  at: number;
  /** Number of the case it belongs to, from 1. */
  case: number;
  from: From;
  /** The client id it was sent with; only in the sender's own sessions. */
  cid?: string;
}

export type Payload =
  | { kind: "message"; text: string; choices?: Choice[]; re?: number; choice?: string }
  | {
      kind: "handoff";
      reason: Reason;
      team?: string;
      mood?: MoodLabel;
      severity?: Severity;
      bonuses?: Bonus[];
      detail?: { rule?: string; score?: number; evidence?: string[] };
    }
  | { kind: "offered"; agent: string; agent_id: string; until: number; why?: string }
  | { kind: "declined"; agent_id: string; reason?: string; lapsed?: boolean }
  | { kind: "assigned"; agent: string; agent_id?: string }
  /** Put in the line for another team or agent; the agent and the note are for staff. */
  | { kind: "transferred"; team?: string; agent?: string; agent_id?: string; note?: string; bonuses?: Bonus[] }
  | { kind: "raised"; mood?: MoodLabel; severity?: Severity; bonuses?: Bonus[] }
  | { kind: "snoozed"; until: number }
  | { kind: "woken" }
  /** The bot has the case again; "silence" = the agent said nothing for too long. */
  | { kind: "returned"; reason?: "silence" }
  | { kind: "closed"; by: ActorKind; summary?: Summary }
  | { kind: "rated"; stars: number; solved?: boolean; text?: string }
  | { kind: "note"; text: string }
  | { kind: "whisper"; text: string }
  | { kind: "promise"; what: PromiseKind; due: number; remind?: number; text?: string }
  | { kind: "alarm"; what: PromiseKind; step: "remind" | "breach" }
  | { kind: "ticketed"; number: string }
  | { kind: "hidden" }
  /** Of a kind, or in a form, that this program does not know: it keeps its place and shows nothing. */
  | { kind: "unknown" };

/** One entry of a conversation's log. */
export type LogEvent = EventHead & Payload;

export interface Entity {
  name: string;
  text: string;
  value: string;
}

/** Whom a case is offered to (id and shown name), and until when he may accept it. */
export interface Offer {
  agent: string;
  agent_name: string;
  until_ms: number;
}

/** A promise to the customer. */
export interface Clock {
  kind: PromiseKind;
  due_ms: number;
  state: ClockState;
}

/** A case as the desk lists it. Times are Unix milliseconds, absent = none. */
export interface Row {
  conversation: string;
  number: number;
  state: CaseState;
  seq: number;
  team?: string;
  reason?: Reason;
  severity?: Severity;
  requeued?: boolean;
  waiting_since?: number;
  /** The key of the line: the least comes first, then the least conversation. */
  line_at?: number;
  /** What its place in the line counts beside the minutes since waiting_since. */
  why_order?: { name: string; minutes: number }[];
  assigned_at?: number;
  agent?: string;
  agent_id?: string;
  /** While it is offered to an agent (by id). */
  offer?: Offer;
  /** Ids of the agents who did not take it. */
  passed?: string[];
  snoozed_until?: number;
  clocks?: Clock[];
  mood?: MoodLabel;
  score?: number;
  evidence?: string[];
  entities?: Entity[];
  /** The customer's newest words. */
  asked?: string;
  /** Those that led to the handoff. */
  question?: string;
  last?: string;
  last_from?: ActorKind;
  last_at?: number;
  page?: Page;
}

export type ListName = "waiting" | "mine";

export interface Welcome {
  type: "welcome";
  id: string;
  visitor: string;
  conversation: string;
  seq: number;
  after: number;
  resumed: boolean;
  state?: CaseState;
}
export interface Ack {
  type: "ack";
  id: string;
  seq: number;
}
export type EventFrame = { type: "event" } & LogEvent;
export interface Events {
  type: "events";
  id: string;
  events: LogEvent[];
  more: boolean;
}
export interface Lists {
  type: "lists";
  id: string;
  rev: number;
  /** The lists are left out: what the client has is right up to its rev. */
  resumed: boolean;
  waiting: Row[];
  mine: Row[];
}
export interface CaseChange {
  type: "case";
  rev: number;
  conversation: string;
  lists: ListName[];
  row?: Row;
}
export interface Refusal {
  type: "error";
  id?: string;
  /** The conversation that is not followed any more, where it is about that. */
  conversation?: string;
  code: string;
  /** Chinese, fit to be shown. */
  message: string;
  retry: boolean;
}
export interface Typing {
  type: "typing";
  conversation: string;
  from: From;
  on: boolean;
}
export interface Queue {
  type: "queue";
  conversation: string;
  /** From 1; 0 = no longer in the line. */
  position: number;
  /** Expected wait in seconds, 0 = next; absent = not known. */
  eta_s?: number;
}
/** Agents: whether you are given cases; after a watch and whenever it changes. */
export interface Presence {
  type: "presence";
  state: PresenceState;
  reason?: string;
  since?: number;
}

export type ServerFrame =
  | Welcome
  | Ack
  | EventFrame
  | Events
  | Lists
  | CaseChange
  | Refusal
  | Typing
  | Queue
  | Presence;

/** The commands: each gets an ack or an error, and may be sent again with its id. */
export type Command =
  | { type: "say"; text: string }
  | { type: "choose"; of: number; choice: string }
  | { type: "human" }
  | { type: "cancel" }
  | { type: "rate"; stars: number; solved?: boolean; text?: string }
  | { type: "accept" }
  | { type: "decline"; reason?: string }
  | { type: "note"; text: string }
  | { type: "transfer"; team?: string; agent?: string; note?: string }
  | { type: "assign"; agent: string }
  | { type: "snooze"; until_ms: number }
  | { type: "wake" }
  | { type: "return" }
  | { type: "close"; summary?: Summary };

/** The questions: each gets an answer of its own kind, on this connection or never. */
export type Question =
  | { type: "hello"; site: string; visitor?: string; after: number; page?: Page }
  | { type: "fetch"; before?: number; after?: number; limit?: number }
  | { type: "watch"; lists: ListName[]; rev?: number }
  | { type: "follow"; after: number }
  | { type: "unfollow" }
  | { type: "presence"; state: PresenceState; reason?: string };

/** Said once, without an answer. */
export type Remark = { type: "read"; seq: number } | { type: "typing"; on: boolean };

/** Agents name the conversation that a frame is about. */
export type ClientFrame = ((Command | Question) & { id: string; conversation?: string }) | (Remark & { conversation?: string });

/** Length of a text as the server counts it. */
export function runes(text: string): number {
  let n = 0;
  for (const _ of text) n++;
  return n;
}
