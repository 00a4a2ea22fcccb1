// What the server's HTTP API answers and takes, as docs and /api/openapi.json
// describe it. Times are Unix milliseconds; what is absent is not known.
import type { Attachment, CaseState, Info, Page, PresenceState, Profile, Reason, Row, Severity, Summary } from "../wire/frames";
import type { Role } from "./api";

/** One page of a list: `total` on all pages, `size` on a full one. */
export interface Paged<T> {
  items: T[];
  total: number;
  size: number;
}

export interface Items<T> {
  items: T[];
}

/** A member of staff who serves customers, oneself included. */
export interface Colleague {
  id: string;
  name: string;
  role: Role;
  /** Ids of the teams he serves. */
  teams: string[];
  state: PresenceState;
  /** Of a break. */
  reason?: string;
  since?: number;
  /** Cases he has now, and how many he takes. */
  load: number;
  limit: number;
  /** Id of his picture; absent = none. */
  face?: string;
}

export interface Team {
  id: string;
  name: string;
  urgent?: boolean;
  /** Whether people are there now. */
  open: boolean;
  members: string[];
  promises: { first_reply_s: number; solution_s: number };
}

/** A class of the closing summary. */
export interface SummaryClass {
  id: string;
  label: string;
}

export interface Teams {
  items: Team[];
  classes: SummaryClass[];
  /** The team of what has none. */
  default: string;
}

export interface Rating {
  stars: number;
  solved?: boolean;
  reasons?: string[];
  text?: string;
}

/** What the shop says of a signed-in customer, with what the lists leave out. */
export interface CustomerProfile extends Profile {
  phone?: string;
}

/** A closed case in a list. */
export interface ClosedCase extends Row {
  site: string;
  visitor: string;
}

/** Which closed cases are asked for; absent = all. */
export interface CaseFilter {
  q?: string;
  agent?: string;
  team?: string;
  from?: number;
  to?: number;
  stars_max?: number;
  page?: number;
}

/** An answer of the FAQ. */
export interface FoundAnswer {
  entry: string;
  question: string;
  answer: string;
  /** 0 to 1. */
  score: number;
  category?: string;
}

/** Answers to the customer's newest message. */
export interface Suggestions {
  items: FoundAnswer[];
  /** The words they answer. */
  question?: string;
}

/** The closing summary as the bot would write it. */
export interface Prefill {
  class?: string;
  solved?: boolean;
  tags: string[];
  text: string;
}

export type FeedbackKind = "wrong" | "missing";
export type FeedbackState = "open" | "done" | "ignored";

export interface NewFeedback {
  kind: FeedbackKind;
  conversation: string;
  seq?: number;
  question: string;
  entry?: string;
  text: string;
}

export interface Feedback extends NewFeedback {
  id: number;
  by: string;
  by_name: string;
  at: number;
  state: FeedbackState;
  answer?: string;
  done_by?: string;
  done_at?: number;
}

export interface ShopOrder {
  no: string;
  title: string;
  amount: string;
  status: string;
  at?: number;
  url?: string;
}

/** What the shop's own systems say of a customer. */
export interface ShopData {
  name?: string;
  level?: string;
  vip?: boolean;
  registered_at?: number;
  balance?: string;
  orders: ShopOrder[];
}

export interface CustomerNote {
  id: number;
  text: string;
  /** Agent id, and his shown name. */
  by: string;
  name: string;
  at: number;
}

/** A customer who is kept out; without `until` for good. */
export interface Block {
  reason: string;
  until?: number;
  /** Agent id of who did it, and his shown name. */
  by: string;
  name: string;
  at: number;
}

/** Who is kept out now. */
export interface BlockedCustomer extends Block {
  conversation: string;
  /** His name, where the shop signed him in. */
  customer?: string;
}

/** An earlier case of the same customer. */
export interface PastCase {
  number: number;
  state: CaseState;
  reason?: Reason;
  team?: string;
  agent?: string;
  opened_at: number;
  closed_at?: number;
  rating?: Rating;
  summary?: Summary;
  ticket?: string;
}

export interface Customer {
  conversation: string;
  site: string;
  visitor: string;
  created_at: number;
  page?: Page;
  profile?: CustomerProfile;
  /** What the shop's page says of him, by name, and unsigned. */
  attributes?: Record<string, string>;
  tags: string[];
  /** The latest first. */
  notes: CustomerNote[];
  block?: Block;
  cases: PastCase[];
  tickets: TicketHead[];
  shop?: ShopData;
  /** Why the shop said nothing, a sentence. */
  shop_error?: string;
}

/** An upload, as messages and replies carry it. */
export type Upload = Attachment;

export type CannedScope = "personal" | "team" | "global";

/** What is written of a canned reply. */
export interface CannedDraft {
  scope: CannedScope;
  team?: string;
  group?: string;
  title: string;
  text: string;
  picture?: Upload;
  /** Meets an upset customer. */
  opener?: boolean;
}

export interface Canned extends CannedDraft {
  id: string;
  uses: number;
  /** Pinyin initials of the title, lower case. */
  initials: string;
  /** Whether the asker may change it. */
  mine: boolean;
  /** Edited in the content pack only. */
  from_pack?: boolean;
}

export type TicketState = "open" | "doing" | "waiting" | "solved" | "closed" | "reopened";
/** What staff can do to a ticket. */
export type TicketMove = "take" | "note" | "tell" | "ask" | "solve" | "close" | "reopen";
/** What can have happened to one. */
export type TicketStep = TicketMove | "open" | "add" | "confirm" | "expire";

/** What is known of the matter of a ticket. */
export type TicketInfo = Info;

export interface TicketHead {
  number: string;
  conversation: string;
  /** Number of the case it was made from. */
  case: number;
  state: TicketState;
  team?: string;
  severity?: Severity;
  owner?: string;
  owner_name?: string;
  created_at: number;
  changed_at: number;
  due_at?: number;
  overdue: boolean;
  info: TicketInfo;
  /** How often. */
  reopened: number;
}

export interface TicketEntry {
  at: number;
  by: { kind: string; name?: string };
  move: TicketStep;
  text?: string;
  files?: string[];
  owner_name?: string;
  /** Whether the customer sees it. */
  public: boolean;
}

export interface Ticket {
  ticket: TicketHead;
  entries: TicketEntry[];
}

/** Which tickets are asked for; owner is "me", "none" or an agent's id. */
export interface TicketFilter {
  state?: TicketState;
  owner?: string;
  team?: string;
  q?: string;
  overdue?: boolean;
  page?: number;
}

export interface NewTicketEntry {
  move: TicketMove;
  text?: string;
  /** Of take: for whom, where it is not oneself. */
  owner?: string;
  files?: string[];
}

export type ReviewCause = "slow" | "unsolved" | "manner" | "other";

/** A bad rating that a supervisor looks into. */
export interface Review {
  id: number;
  conversation: string;
  case: number;
  stars: number;
  solved?: boolean;
  reasons: string[];
  text?: string;
  agent?: string;
  agent_name?: string;
  team?: string;
  opened_at: number;
  cause?: ReviewCause;
  finding?: string;
  by_name?: string;
  closed_at?: number;
}

/** What the shop tells everybody who has the chat open. Times are Unix milliseconds. */
export interface Announcement {
  id: string;
  text: string;
  level: "info" | "warning";
  /** Absent = everywhere. */
  sites?: string[];
  /** When it was made, and when it begins. */
  made: number;
  from: number;
  until?: number;
  /** Shown name of who made it. */
  by: string;
  /** When it was ended by hand, and by whom. */
  ended?: number;
  ended_by?: string;
  live: boolean;
  /** It is still to begin. */
  planned: boolean;
}

export interface Announcements {
  /** The newest first. */
  items: Announcement[];
  sites: { id: string; name: string }[];
  may: boolean;
  /** By which the shop tells the time. */
  zone: string;
}

/** An announcement to be made; replaces = the one that ends with it. */
export interface AnnouncementDraft {
  text: string;
  level: "info" | "warning";
  /** Absent = at once. */
  from?: number;
  until?: number;
  sites?: string[];
  replaces?: string;
}
