// What the server's HTTP API says and takes about the content. Times are Unix
// milliseconds; what is absent is not known or not so.
import type { Severity } from "../../wire/frames";

export type Audience = "buyer" | "merchant" | "vip";

/** One question with its answer, as editors keep it. */
export interface Entry {
  id: string;
  /** A path in the tree: 充值/到账. */
  category?: string;
  question: string;
  variants?: string[];
  keywords?: string[];
  exclude?: string[];
  answer: string;
  /** Stand in for the answer where the customer writes from that site. */
  answers?: SiteAnswer[];
  /** Ids. */
  related?: string[];
  tags?: string[];
  needs?: string[];
  /** The flow that goes on from the answer. */
  flow?: string;
  severity?: Severity;
  team?: string;
  audience?: Audience;
  /** A minute of the shop's clock, "2026-12-01 00:00". */
  from?: string;
  until?: string;
  off?: boolean;
  owner?: string;
  /** A day of the shop's calendar, "2026-12-31". */
  review_on?: string;
}

export interface SiteAnswer {
  site: string;
  answer: string;
}

export type ChangeState = "draft" | "review" | "approved";
export type What = "added" | "changed" | "removed";

/** Whether an entry answers now, by its switch and the clock. */
export type Status = "on" | "off" | "scheduled" | "expired";

/** What a list of entries may be narrowed to. */
export type EntryState = ChangeState | "live" | "off" | "scheduled" | "expired" | "due" | "removed";

/** An entry in a list. */
export interface EntryRow {
  id: string;
  question: string;
  category?: string;
  tags?: string[];
  team?: string;
  severity?: Severity;
  audience?: Audience;
  /** How many similar questions it has. */
  variants: number;
  from?: string;
  until?: string;
  owner?: string;
  review_on?: string;
  status: Status;
  change?: ChangeState;
  what?: What;
  rev: number;
  changed_at?: number;
  changed_by?: string;
  /** How sure the bot is, 0 to 1, where the search was the bot's. */
  score?: number;
  /** The text of the entry that was found. */
  matched?: string;
}

/** Which entries are asked for; absent = all. */
export interface EntryFilter {
  q?: string;
  by?: "text" | "bot" | "id";
  /** With all below it. */
  category?: string;
  tag?: string;
  team?: string;
  audience?: Audience;
  owner?: string;
  state?: EntryState;
  sort?: "position" | "changed" | "question";
}

export interface Facets {
  categories: { path: string; count: number }[];
  tags: { tag: string; count: number }[];
  states: Partial<Record<EntryState, number>>;
}

export interface EntryPage {
  items: EntryRow[];
  total: number;
  size: number;
  /** That is live. */
  version: number;
  /** Revision of the working copy. */
  draft: number;
  facets: Facets;
}

/** Something about a place in a piece: `path` is "variants[3]", "" for the whole. */
export interface Remark {
  path: string;
  message: string;
}

/** A change that is not live yet: how far it has come, and who brought it there. */
export interface Pending {
  state: ChangeState;
  what: What;
  by: string;
  by_name: string;
  at: number;
  note?: string;
}

export interface EntryDetail {
  entry: Entry;
  rev: number;
  change?: Pending;
  /** Where that differs. */
  live?: Entry;
  warnings?: Remark[];
}

/** What a colleague has made of an entry meanwhile. */
export interface Theirs {
  /** Absent where it was removed. */
  entry?: Entry;
  rev: number;
  by: string;
  by_name: string;
  at: number;
}

/** Two texts of different entries that are in each other's way. */
export interface Twin {
  kind: "same" | "near" | "steals";
  text: string;
  entry: string;
  question: string;
  other_text?: string;
  other: string;
  other_question: string;
  score: number;
  gap?: number;
}

export interface Checked {
  problems: Remark[];
  /** What is odd although it can be saved. */
  warnings?: Remark[];
  twins: Twin[];
}

export type BulkAction =
  | "move" | "tag" | "untag" | "team" | "audience" | "owner" | "review_on" | "from" | "until"
  | "on" | "off" | "remove" | "submit" | "approve" | "return" | "discard";

/** What is done with several entries: those named, or all that a filter finds but for some. */
export interface Bulk {
  ids?: string[];
  filter?: EntryFilter;
  except?: string[];
  action: BulkAction;
  value?: string;
}

export interface Moved {
  changed: number;
  skipped: { kind?: string; id: string; reason: string }[];
}

export type Step = "save" | "import" | "restore" | "submit" | "approve" | "return" | "discard" | "publish" | "rollback";

/** One entry of the history of a piece of the content. */
export interface Revision<Body = unknown> {
  rev: number;
  step: Step;
  by_name: string;
  at: number;
  note?: string;
  version?: number;
  /** What the piece was after it; absent = removed. */
  body?: Body;
}

/** A piece of the content: an entry, a rule, the list of synonyms. */
export interface Ref {
  kind: string;
  id: string;
}

export interface Change extends Ref, Pending {
  title: string;
  rev: number;
}

export interface ChangePage {
  items: Change[];
  total: number;
  size: number;
  counts: Record<ChangeState, number>;
}

/** A piece before and after a change; absent where it was not there. */
export interface Difference {
  before?: unknown;
  after?: unknown;
}

export type MoveStep = "submit" | "approve" | "return" | "discard";

/** One publish of the whole content. */
export interface Version {
  number: number;
  by_name: string;
  at: number;
  note?: string;
  /** Why it went live although golden questions failed. */
  reason?: string;
  entries: number;
  changed: number;
  /** The older version that it brought back. */
  of?: number;
  live: boolean;
}

export interface VersionChange extends Ref {
  title: string;
  what: What;
}

export interface Paged<T> {
  items: T[];
  total: number;
  size: number;
}

export type JobKind = "check" | "import" | "publish" | "restore" | "golden" | "replay" | "twins";

/** Something that takes longer than a request. */
export interface Job<Result = unknown> {
  id: string;
  kind: JobKind;
  state: "running" | "done" | "failed" | "cancelled";
  step: string;
  done: number;
  /** 0 = not known. */
  total: number;
  by_name: string;
  at: number;
  ended_at?: number;
  error?: string;
  result?: Result;
}

/** A golden question that the new content does not answer as it should. */
export interface GoldenFailure {
  id: string;
  text: string;
  wants?: string;
  entry?: string;
  got: { outcome: string; entry?: string; question?: string; score?: number };
}

export interface Golden {
  total: number;
  passed: number;
  failed: GoldenFailure[];
}

export interface Published {
  version?: number;
  entries?: number;
  changed?: number;
  golden?: Golden;
  built_ms?: number;
  activated_ms?: number;
}

// Replays

/** What came of a question. */
export interface Came {
  outcome: string;
  /** The entry that answered or was offered first, and its question. */
  entry?: string;
  question?: string;
  score: number;
}

/** A question of customers that the working copy would answer otherwise. */
export interface ReplayItem {
  text: string;
  site?: string;
  times: number;
  before: Came;
  after: Came;
}

/** What customers asked, asked again of what is live and of the working copy. */
export interface Replayed {
  days: number;
  /** That was live. */
  version: number;
  /** Revision of the working copy. */
  draft: number;
  asked: number;
  /** Different questions of them. */
  distinct: number;
  same: number;
  changed: number;
  per_second: number;
  /** Those that change, the most frequent first; not all where there are very many. */
  items: ReplayItem[];
}

// Sheets

export type SheetFormat = "xlsx" | "csv" | "csv-gbk" | "yaml";

export const products = ["auto", "yiwen", "bytedesk", "bytedesk-keyword", "qidian", "salesmartly", "zhima", "qnamaker", "tiledesk"] as const;
export type Product = (typeof products)[number];

export const rowKinds = ["add", "change", "same", "bad"] as const;
export type RowKind = (typeof rowKinds)[number];

export interface CheckedSheet extends Record<RowKind, number> {
  import: string;
  file: string;
  format: string;
  product: string;
  encoding?: string;
  rows: number;
  /** Without a field it is left out. */
  columns: { header: string; field?: string }[];
  notes?: string[];
}

export interface SheetRow {
  row: number;
  id?: string;
  question: string;
  what: RowKind;
  reasons?: string[];
}

export interface Imported {
  added: number;
  changed: number;
  same: number;
  skipped: number;
  /** Entries that others changed since the check: then nothing was stored. */
  conflicts?: { id: string; question: string; by_name: string; at: number }[];
}
