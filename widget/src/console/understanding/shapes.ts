// The pieces of the content as the server keeps them, but for the entries.
import type { Limits } from "../insight/shapes";

/** The kinds of pieces that this room edits. */
export interface Bodies {
  dictionary: Word[];
  synonyms: string[][];
  stopwords: string[];
  homophones: Homophone[];
  mood: Mood;
  talk: Talk;
  replies: Replies;
  settings: Settings;
  smalltalk: Small;
  rule: Rule;
  golden: Golden;
  flow: Flow;
}
export type Kind = keyof Bodies;

/** A word that is never cut; without a weight the segmenter takes its own. */
export interface Word {
  text: string;
  freq?: number;
  tag?: string;
}

/** What is typed for something that sounds alike, and what is meant. */
export interface Homophone {
  typed: string;
  meant: string;
}

export interface Mood {
  human?: { ask?: string[]; guard?: string[]; cancel?: string[] };
  words?: MoodWords[];
  cool?: CoolWords[];
  guard?: string[];
  negations?: string[];
  intensifiers?: string[];
  without_model?: boolean;
}
export interface MoodWords {
  class: string;
  /** The score that one of the words makes alone, over 0, at most 1. */
  weight: number;
  negatable?: boolean;
  words: string[];
}
export interface CoolWords {
  /** What the weights are multiplied by, 0 to 1. */
  factor: number;
  classes?: string[];
  words: string[];
}

export interface Talk {
  asks?: string[];
  complains?: string[];
  unclear?: string[];
  denies?: string[];
  retries?: string[];
  also?: string[];
  leads?: string[];
  aspects?: Aspect[];
  /** Characters, not words. */
  fillers?: string;
}
export interface Aspect {
  name: string;
  asks: string[];
  shows?: string[];
  means?: string;
}

/** The bot's sentences by their names; of several the bot takes turns. `hot` are ids of entries. */
export type Replies = Record<string, string | string[]>;

/** What belongs to the shop; more than stands here is kept as it is. */
export interface Settings {
  name?: string;
  /** Of the shop's clock, as in the IANA data base. */
  timezone?: string;
  sites?: Site[];
  entrances?: Entrance[];
  limits?: Partial<Limits>;
  /** Whether a change is approved by somebody else than its author. */
  review?: boolean;
}
/** What the chat greets with; what is not there is as one step further out has it. */
export interface Front {
  team?: string;
  welcome?: string;
  /** Ids of entries. */
  hot?: string[];
  /** By the hour, the first that fits. */
  at?: Period[];
}
export interface Site extends Front {
  id: string;
  name: string;
  /** Pages that may hold the chat. */
  origins?: string[];
  /** #rrggbb. */
  colour?: string;
  theme?: string;
  locale?: string;
}
/** A help button of the shop that opens the chat in its own way. */
export interface Entrance extends Front {
  id: string;
  name: string;
  /** None = all. */
  sites?: string[];
  /** Fields of the info pack, in their order. */
  form?: string[];
}
/** A part of the day by the shop's clock, "22:00" to "08:00"; it may go over midnight. */
export interface Period {
  from: string;
  until: string;
  welcome?: string;
  hot?: string[];
}

export interface Small {
  kind: string;
  patterns: string[];
  replies?: string[];
}

export type RuleAction = "answer" | "handoff" | "flow" | "tag";
export interface Rule {
  id: string;
  off?: boolean;
  priority?: number;
  all?: string[];
  any?: string[];
  none?: string[];
  regex?: string[];
  entities?: string[];
  when?: string;
  action: RuleAction;
  entry?: string;
  reply?: string;
  /** With the action flow: the one to start. */
  flow?: string;
  team?: string;
  tags?: string[];
}

/** A sentence in one wording or in several. */
export type Sentence = string | string[];

/** What the bot asks for one after the other, and what it does with it. */
export interface Flow {
  id: string;
  name: string;
  off?: boolean;
  intro?: Sentence;
  slots: Slot[];
  confirm?: boolean;
  end: { do: FlowEnd; say?: Sentence; team?: string };
}
export type FlowEnd = "answer" | "handoff" | "ticket";
export type SlotKind = "entity" | "choice" | "text" | "yesno" | "pattern";
export interface Slot {
  /** Stands for the value in sentences, in braces. */
  name: string;
  label: string;
  kind: SlotKind;
  ask: Sentence;
  entity?: string;
  options?: SlotOption[];
  pattern?: string;
  /** Kept as it is, also where it looks like the code of a card. */
  plain?: boolean;
  min?: number;
  max?: number;
  optional?: boolean;
  skip?: string[];
  example?: string;
  retry?: Sentence;
}
export interface SlotOption {
  label: string;
  words?: string[];
}

export interface Golden {
  id: string;
  text: string;
  entry?: string;
  wants?: string;
  site?: string;
  note?: string;
}
