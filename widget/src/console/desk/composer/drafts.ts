import { attachment } from "../../../wire/decode";
import type { DeskSession, Writing } from "../../../wire/desk";
import type { Attachment, Colleague } from "../../../wire/frames";
import { BrowserShelf, type Shelf } from "../../../wire/shelf";
import { Source } from "../../../wire/source";
import type { Quote } from "../talk";
import { type Send, Uploads } from "../uploads";

/** So long what was not sent is kept, in milliseconds: two weeks. */
const keepFor = 14 * 86_400_000;

const writings = ["say", "note", "whisper"] as const satisfies Writing[];

/** What an agent has begun to write in one conversation. It is on the shelf after every change. */
export class Draft extends Source {
  readonly files: Uploads;
  /** Which of the texts is being written. */
  tab: Writing = "say";
  quote: Quote | undefined;
  /** Colleagues who were named in the note. */
  mentions: readonly Colleague[] = [];
  /** Ids of the canned replies in the message. */
  canned: readonly string[] = [];
  private texts: Record<Writing, string> = { say: "", note: "", whisper: "" };

  constructor(
    private readonly shelf: Shelf,
    private readonly key: string,
    private readonly now: () => number = Date.now,
    send?: Send,
  ) {
    super();
    this.files = new Uploads(this.restore(), send);
    this.files.subscribe(() => this.keep());
  }

  text(tab: Writing): string {
    return this.texts[tab];
  }

  write(tab: Writing, text: string): void {
    this.texts[tab] = text;
    this.keep();
  }

  /** Changes what goes with the texts. */
  set(part: Partial<Pick<Draft, "tab" | "mentions" | "canned">>): void {
    Object.assign(this, part);
    this.keep();
  }

  answer(quote: Quote | undefined): void {
    this.quote = quote;
    this.keep();
  }

  /** It was sent: nothing of it is left. */
  sent(tab: Writing): void {
    this.texts[tab] = "";
    if (tab === "note") this.mentions = [];
    if (tab !== "say") return this.keep();
    this.quote = undefined;
    this.canned = [];
    this.files.clear(); // which keeps the draft, too
  }

  private get empty(): boolean {
    return writings.every((tab) => this.texts[tab] === "") && !this.quote && this.files.uploaded.length === 0;
  }

  private keep(): void {
    if (this.empty) this.shelf.remove(this.key);
    else this.shelf.set(this.key, JSON.stringify(this.stored()));
    this.changed();
  }

  private stored(): Stored {
    const { tab, texts, quote, mentions, canned } = this;
    return { at: this.now(), tab, texts, mentions, canned, files: this.files.uploaded, ...(quote && { quote }) };
  }

  /** Takes what is on the shelf; what is not as this program writes it is left. Returns the files. */
  private restore(): Attachment[] {
    let s: Partial<Stored>;
    try {
      s = (JSON.parse(this.shelf.get(this.key) ?? "null") as Partial<Stored> | null) ?? {};
    } catch {
      return [];
    }
    for (const tab of writings) {
      const text: unknown = s.texts?.[tab];
      if (typeof text === "string") this.texts[tab] = text;
    }
    this.tab = writings.find((tab) => tab === s.tab) ?? "say";
    const { quote } = s;
    if (typeof quote?.seq === "number" && typeof quote.name === "string" && typeof quote.text === "string") this.quote = quote;
    this.mentions = list(s.mentions).filter(
      (m): m is Colleague => typeof (m as Colleague)?.id === "string" && typeof (m as Colleague).name === "string",
    );
    this.canned = list(s.canned).filter((id): id is string => typeof id === "string");
    return list(s.files).flatMap((f) => {
      const file = attachment(f);
      return file ? [file] : [];
    });
  }
}

interface Stored {
  at: number;
  tab: Writing;
  texts: Record<Writing, string>;
  quote?: Quote;
  mentions: readonly Colleague[];
  canned: readonly string[];
  files: Attachment[];
}

const list = (v: unknown): unknown[] => (Array.isArray(v) ? v : []);

/** The drafts of one agent. Those of two weeks ago are forgotten. */
export class Drafts {
  private readonly prefix: string;
  private readonly open = new Map<string, Draft>();

  constructor(
    private readonly shelf: Shelf,
    agent: string,
    private readonly now: () => number = Date.now,
    private readonly send?: Send,
  ) {
    this.prefix = `yiwen/draft/${encodeURIComponent(agent)}/`;
    for (const key of shelf.keys(this.prefix)) if (this.old(key)) shelf.remove(key);
  }

  /** The draft of a conversation: the same one as long as the page lives, so that uploads go on while another one is open. */
  of(conversation: string): Draft {
    const known = this.open.get(conversation);
    if (known) return known;
    const draft = new Draft(this.shelf, this.prefix + encodeURIComponent(conversation), this.now, this.send);
    this.open.set(conversation, draft);
    return draft;
  }

  private old(key: string): boolean {
    try {
      const { at } = JSON.parse(this.shelf.get(key) ?? "") as { at?: unknown };
      return typeof at !== "number" || this.now() - at > keepFor;
    } catch {
      return true; // nothing that could be shown
    }
  }
}

const drafts = new WeakMap<DeskSession, Drafts>();

/** The drafts that belong to a session: as long-lived as it, and as its messages that are not sent. */
export function draftsOf(desk: DeskSession, agent: string): Drafts {
  const known = drafts.get(desk);
  if (known) return known;
  const made = new Drafts(new BrowserShelf(), agent);
  drafts.set(desk, made);
  return made;
}
