// What the server says of trials, limits, the inbox, figures and twins. Times are
// Unix milliseconds; what is absent is not known or not so.
import type { MoodLabel } from "../../wire/frames";
import type { Audience, Twin } from "../knowledge/shapes";

/** What is asked: the content that customers get, or the working copy. */
export type Against = "live" | "draft";

// Trials

/** What the customer says in a turn, or the key of the choice that he taps. */
export interface Line {
  text: string;
  choice?: string;
}

export interface TrialRequest {
  turns: Line[];
  against: Against;
  site?: string;
  audience?: Audience;
  /** Of the first turn; absent = now. */
  at?: number;
  /** Entries: why they did not answer the last turn. */
  why?: string[];
}

export interface Trial {
  id: string;
  at: number;
  by_name?: string;
  against: Against;
  /** That was live. */
  version: number;
  /** Revision of the working copy, where that was asked. */
  draft?: number;
  site?: string;
  audience?: Audience;
  turns: Turn[];
  why: { entry: string; text: string }[];
  /** What editors call the features of candidates. */
  feature_names: Record<string, string>;
}

export type Outcome = "answer" | "clarify" | "collect" | "handoff" | "smalltalk" | "fallback";
export type Source = "pack" | "dictionary" | "guessed" | "single" | "latin" | "";

export interface Token {
  text: string;
  start: number;
  end: number;
  from: Source;
  /** What was typed for it, where that was something else. */
  respelled?: string;
  /** It says nothing of the matter. */
  stop?: boolean;
}

export interface Candidate {
  id: string;
  score: number;
  /** The text of the entry that came nearest. */
  text?: string;
  /** What was searched for, where it is not what was said: the words of an earlier turn with it, say. */
  read?: string;
  /** The features that moved the score most, in log odds. */
  told?: { feature: string; by: number }[];
  features?: Record<string, number>;
}

export interface Turn {
  at: number;
  text: string;
  choice?: string;
  reply: string;
  choices: { key: string; label: string }[];
  outcome: Outcome;
  entry?: string;
  question?: string;
  /** The entry of a second answer. */
  also?: string;
  score?: number;
  rule?: string;
  reason?: string;
  team?: string;
  norm: string;
  tokens: Token[];
  respelled: { from: string; to: string }[];
  entities: { name: string; text: string; value: string }[];
  mood: { score: number; label: MoodLabel; evidence: { text: string; class: string; weight: number }[] };
  /** The entry that the message may lean on. */
  topic?: string;
  read: { as: string; text?: string; best?: string; score?: number }[];
  rules: { id: string; action: string; matched: boolean; why: string[] }[];
  near: { id: string; missing: string }[];
  candidates: Candidate[];
  /** The questions of all entries that are named. */
  questions: Record<string, string>;
  closed: { id: string; why: string; score: number }[];
  rungs: { rung: string; name: string; took: boolean; why: string }[];
  unresolved?: number;
  limits: Limits;
}

// Limits

export interface Limits {
  answer: number;
  suggest: number;
  gap: number;
  uneasy: number;
  mood: number;
  unresolved: number;
  choices: number;
}

/** The limits that the base learns where nobody sets them. */
export type Learned = Pick<Limits, "answer" | "suggest" | "gap">;

export interface AllLimits {
  live: Limits;
  /** Answer, suggest and gap of 0 are learned. */
  draft: Limits;
  learned: Learned;
}

/** What a limit of a direct answer makes of the questions; all but the limit are shares, 0 to 1. */
export interface Point {
  limit: number;
  /** Right, of all that is answered outright. */
  precision: number;
  /** Answered rightly, of what an entry answers. */
  coverage: number;
  /** Answered rightly or offered, of what an entry answers. */
  reached: number;
  /** Answered, of what no entry answers. */
  wrong: number;
}

export interface Curve {
  asked: number;
  /** Questions of customers who judged the reply; where there are enough, all of them. */
  judged: number;
  golden: number;
  /** Questions that the base asks itself. */
  made: number;
  /** Share of the questions that an entry answers. */
  inside: number;
  points: Point[];
  now: Point;
  learned: Learned;
}

// The inbox

export const whys = ["fallback", "clarify", "downvote", "handoff"] as const;
export type Why = (typeof whys)[number];
export const missStates = ["open", "given", "done", "ignored"] as const;
export type MissState = (typeof missStates)[number];

/** A message by its conversation and number. */
export interface AskedRef {
  conversation: string;
  seq: number;
}

export interface MissText extends AskedRef {
  text: string;
  at: number;
  why: Why;
  whys: Why[];
  state: MissState;
}

/** Questions that ask for the same. */
export interface Miss {
  key: string;
  label: string;
  size: number;
  people: number;
  last_at: number;
  trend: DayCount[];
  texts: MissText[];
  /** Those that are not shown; `as` is the place of a shown one that says the same, or -1. */
  rest: (AskedRef & { as: number })[];
  entry?: Suggested;
  /** Customers did nothing but vote the answer of `entry` down: one more similar question would mend nothing. */
  blamed?: boolean;
  replies: (AskedRef & { text: string; by_name: string })[];
  owner?: string;
}

export interface DayCount {
  day: string;
  count: number;
}

export interface Suggested {
  id: string;
  question: string;
  score: number;
}

export interface MissFilter {
  days: number;
  why?: Why;
  state: MissState;
}

export interface Misses {
  items: Miss[];
  /** Which page it is. */
  page: number;
  /** Key of the group of the question that was asked for; absent where it is in none (any more). */
  of?: string;
  total: number;
  size: number;
  counts: Record<MissState, number>;
  days: DayCount[];
}

export type MissAction =
  | { action: "variant"; entry: string }
  | { action: "entry"; question: string; answer: string; category?: string }
  | { action: "ignore" | "reopen" }
  | { action: "give"; to: string };

export interface Acted {
  undo: number;
  changed: number;
  entry?: string;
  added: number;
}

export interface Editor {
  id: string;
  name: string;
}

// Figures

export const sorts = ["asked", "answered", "chosen", "helpful", "unhelpful", "handoff", "changed"] as const;
export type Sort = (typeof sorts)[number];

export interface FiguresFilter {
  from?: string;
  to?: string;
  by?: "entry" | "category";
  q?: string;
  category?: string;
  sort?: Sort;
}

export interface Figures {
  key: string;
  label: string;
  category?: string;
  asked: number;
  answered: number;
  chosen: number;
  helpful: number;
  unhelpful: number;
  handoff: number;
  changed_at?: number;
}

export interface Day {
  day: string;
  asked: number;
  answered: number;
  offered: number;
  fallback: number;
  handoff: number;
}

export interface Report {
  items: Figures[];
  total: number;
  size: number;
  sum: Figures;
  days: Day[];
}

/** `conversation` and `seq` are of the question that is its label. */
export interface Gap extends AskedRef {
  label: string;
  size: number;
  people: number;
  last_at: number;
  texts: string[];
  entry?: Suggested;
}

export interface Stale {
  id: string;
  question: string;
  why: "expired" | "due" | "unused" | "unchanged";
  /** 0 = longer than anybody knows. */
  since: number;
}

// Twins

export interface TwinsResult {
  entries: number;
  questions: number;
  version: number;
  pairs: Twin[] | null;
}
