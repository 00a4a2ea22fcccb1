// Version 1 of the chat protocol as browsers speak it. docs/protocol.md is the
// reference; the frames under testdata/wire decode here and in Go.

/** Longest message, in Unicode code points (what Go calls runes). */
export const maxText = 2000;

/** Most events in one answer to a fetch. */
export const maxFetch = 100;

/** Most attachments of one message. */
export const maxAttachments = 9;

/** Longest text that a sign of typing carries, in code points. */
export const maxTyping = 200;

/** So long after it was sent a message may be taken back by its sender, in milliseconds. */
export const recallWithin = 2 * 60_000;

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
  /** Of an agent; only staff are told. */
  id?: string;
  /** Id of the picture of the agent who speaks or types, or has the case from now on: an upload. */
  face?: string;
}

/** A member of staff: id and shown name. */
export interface Colleague {
  id: string;
  name: string;
}

export interface Choice {
  key: string;
  label: string;
}

/** An uploaded file. The url is a path of the server's. */
export interface Attachment {
  id: string;
  name: string;
  /** Media type. */
  type: string;
  /** Bytes. */
  size: number;
  /** Pixels, of pictures. */
  width?: number;
  height?: number;
  url: string;
}

/** An order or a product that the shop's page shows in the customer's name; nothing of it is signed. */
export interface Card {
  kind: "order" | "goods";
  /** The shop's own: the number of the order. */
  id: string;
  title: string;
  /** Where the shop shows it: http or https. */
  url?: string;
  /** Of it: https. */
  image?: string;
  price?: string;
  status?: string;
  fields?: { label: string; value: string }[];
}

/**
 * One line of at most 200 characters, several lines, a phone number, when something happened
 * (of a picker, with its zone, or in words), yuan, uploads, or lines of `options` and others.
 */
export type FieldKind = "line" | "text" | "phone" | "time" | "amount" | "files" | "checks";

export interface Field {
  name: string;
  label: string;
  kind: FieldKind;
  required?: boolean;
  /** What is known already. */
  value?: string;
  hint?: string;
  /** Of the kind "checks". */
  options?: string[];
}

/** Asks the customer for several things at once; the answer is a "filled". */
export interface Form {
  id: string;
  title: string;
  fields: Field[];
}

/** What the shop says of a customer who is signed in there. */
export interface Profile {
  user?: string;
  name?: string;
  level?: string;
  vip?: boolean;
  merchant?: boolean;
  registered_at?: number;
  /** Who wrote last did not show that he is this customer. */
  unproven?: boolean;
}

export interface Page {
  url?: string;
  title?: string;
  /** Id of an entrance of the shop, or else of an entry. */
  entry?: string;
  /** The team that the page wants to be served by. */
  team?: string;
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
  /** Why the bot did it; only for staff. Its fields are the bot's business. */
  trace?: Readonly<Record<string, unknown>>;
}

export type Payload =
  | {
      kind: "message";
      /** Empty where attachments say it all, and for customers where it was recalled. */
      text: string;
      /** Of the shop's page, with a customer's message. */
      card?: Card;
      choices?: Choice[];
      re?: number;
      /** The key chosen of `re`, by a tap or in words. */
      choice?: string;
      /** A customer's words that only answer the bot, or only call for a person. */
      answers?: boolean;
      attachments?: Attachment[];
      form?: Form;
      /** Number of the ticket that it is about. */
      ticket?: string;
      /** An answer of the bot that the customer may judge. */
      vote?: boolean;
      /** It was taken back since. */
      recalled?: boolean;
    }
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
  | { kind: "rated"; stars: number; solved?: boolean; reasons?: string[]; text?: string }
  /** mentions: ids of colleagues who are asked to look. */
  | { kind: "note"; text: string; mentions?: string[] }
  | { kind: "whisper"; text: string }
  | { kind: "promise"; what: PromiseKind; due: number; remind?: number; text?: string }
  | { kind: "alarm"; what: PromiseKind; step: "remind" | "breach" }
  | { kind: "ticketed"; number: string }
  /** The message with seq `of` was taken back. */
  | { kind: "recalled"; of: number }
  | { kind: "invited"; agent: string; agent_id: string; gone?: boolean }
  /** Its sender has looked at what he was mentioned for. */
  | { kind: "attended" }
  /** What the customer filled in: the form of message `of`, by the names of its fields; staff: those that the page gave, unsigned. */
  | { kind: "filled"; of: number; form: string; values: Record<string, string>; attachments?: Attachment[]; page?: string[] }
  /** The customer judged answer `of`; a later one takes its place. */
  | { kind: "voted"; of: number; helpful: boolean }
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
  /** The customer has logged out, and reads nothing any more. */
  left?: boolean;
  page?: Page;
  /** The event of what a supervisor last told the present owner. */
  whisper_seq?: number;
  given?: Given;
  /** Colleagues who were invited. */
  helpers?: Colleague[];
  /** Ids of the agents who were mentioned and have not looked yet. */
  mentioned?: string[];
  ticket?: string;
  profile?: Profile;
  /** Id of the agent who last owned a case of this conversation. */
  previous?: string;
  /** Of cases that are closed. */
  rating?: { stars: number; solved?: boolean };
  closed_at?: number;
  summary?: Summary;
}

/** That somebody gave the case to its present owner, or took it for himself. */
export interface Given {
  /** Of the event. */
  seq: number;
  /** Id and shown name of who did it. */
  by: string;
  name: string;
  /** Id of the agent who had it until then. */
  from?: string;
}

/**
 * The live lists of a desk: the line; what is offered to me or mine; what the
 * bot has; what colleagues have; where I help or was mentioned. A case may be in
 * several of them.
 */
export const listNames = ["waiting", "mine", "bot", "team", "mentioned"] as const;
export type ListName = (typeof listNames)[number];

export interface Welcome {
  type: "welcome";
  id: string;
  visitor: string;
  conversation: string;
  seq: number;
  after: number;
  resumed: boolean;
  state?: CaseState;
  /** What became of the identity in the hello; absent where there was none. */
  identity?: "ok" | "invalid";
  /** What is announced on the site; absent = nothing. */
  notice?: Announced;
}
/** What the shop tells everybody. */
export interface Announced {
  id: string;
  text: string;
  level: "info" | "warning";
  /** Unix milliseconds; absent = until the server says that it is over. */
  until_ms?: number;
}
/** An announcement began, changed or, without a text, ended. */
export type Notice = { type: "notice" } & Announced;
export interface Ack {
  type: "ack";
  id: string;
  seq: number;
  /** Answer to a "next": the conversation that is yours now. */
  conversation?: string;
}
export type EventFrame = { type: "event" } & LogEvent;
export interface Events {
  type: "events";
  id: string;
  events: LogEvent[];
  more: boolean;
}
/** Holds the lists that were asked for, and no others. */
export type Lists = Partial<Record<ListName, Row[]>> & {
  type: "lists";
  id: string;
  rev: number;
  /** The lists are left out: what the client has is right up to its rev. */
  resumed: boolean;
};
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
  /** What the customer has in the box; only for staff. */
  text?: string;
}
/** Somebody else has looked at everything up to seq. */
export interface Read {
  type: "read";
  conversation: string;
  from: From;
  seq: number;
}
/** Agents: which colleagues look at a conversation that you follow. */
export interface Viewers {
  type: "viewers";
  conversation: string;
  viewers: Colleague[];
}
export interface Queue {
  type: "queue";
  conversation: string;
  /** From 1; 0 = no longer in the line. */
  position: number;
  /** Expected wait in seconds, 0 = next; absent = not known. */
  eta_s?: number;
}
/** A published question that the customer may be typing. */
export interface QuestionHint {
  /** Of its entry. */
  id: string;
  question: string;
  /** The code points of the question that are what was typed, from the first up to the second; absent where they are in another wording. */
  mark?: [number, number];
}
/** Customers: the answer to a suggest, best first. */
export interface Suggestions {
  type: "suggestions";
  id: string;
  questions: QuestionHint[];
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
  | Read
  | Viewers
  | Queue
  | Notice
  | Suggestions
  | Presence;

/** The commands: each gets an ack or an error, and may be sent again with its id. */
export type Command =
  /** attachments: ids of uploads; card: of a customer. With either the text may be empty. */
  | { type: "say"; text: string; re?: number; attachments?: string[]; card?: Card }
  | { type: "choose"; of: number; choice: string }
  | { type: "human" }
  | { type: "cancel" }
  | { type: "rate"; stars: number; solved?: boolean; reasons?: string[]; text?: string }
  | { type: "form"; of?: number; form?: "info"; values: Record<string, string>; attachments?: string[] }
  | { type: "vote"; of: number; helpful: boolean }
  | { type: "recall"; of: number }
  | { type: "accept" }
  | { type: "decline"; reason?: string }
  | { type: "note"; text: string; mentions?: string[] }
  | { type: "whisper"; text: string }
  | { type: "invite"; agent: string }
  /** Ends an invitation: of oneself without an agent. */
  | { type: "leave"; agent?: string }
  | { type: "attend" }
  | { type: "file"; team?: string; severity?: Severity; phone?: string; info: Info }
  | { type: "transfer"; team?: string; agent?: string; note?: string }
  | { type: "assign"; agent: string }
  | { type: "snooze"; until_ms: number }
  | { type: "wake" }
  | { type: "return" }
  | { type: "close"; summary?: Summary };

/** What people need to know to work on a ticket. */
export interface Info {
  order_no?: string;
  when?: string;
  story?: string;
  error?: string;
  files?: string[];
  tried?: string[];
  contact?: string;
}

/** What a shop's page says of its customer, by name, and unsigned: anybody may have written it. */
export type Attributes = Readonly<Record<string, string>>;

/** The questions: each gets an answer of its own kind, on this connection or never. */
export type Question =
  | { type: "hello"; site: string; visitor?: string; after: number; page?: Page; identity?: string; locale?: string; attributes?: Attributes }
  /** What stands in the input: it is not stored, and shown to nobody. */
  | { type: "suggest"; text: string }
  /** Who the customer is now: he has signed in in the middle of the visit, or the page says something else of him. */
  | { type: "identify"; identity?: string; attributes?: Attributes }
  /** Ends the visit. */
  | { type: "logout" }
  | { type: "fetch"; before?: number; after?: number; limit?: number }
  | { type: "watch"; lists: ListName[]; rev?: number }
  | { type: "follow"; after: number }
  | { type: "unfollow" }
  /** Takes the first case of the line that one may take. */
  | { type: "next" }
  | { type: "presence"; state: PresenceState; reason?: string };

/** Said once, without an answer. */
export type Remark = { type: "read"; seq: number } | { type: "typing"; on: boolean; text?: string };

/** Agents name the conversation that a frame is about. */
export type ClientFrame = ((Command | Question) & { id: string; conversation?: string }) | (Remark & { conversation?: string });

/** Length of a text as the server counts it. */
export function runes(text: string): number {
  let n = 0;
  for (const _ of text) n++;
  return n;
}
