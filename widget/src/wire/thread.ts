import type { ActorKind, Colleague, From, LogEvent, Question, ServerFrame } from "./frames";
import { maxFetch } from "./frames";
import { EventLog, type Hole } from "./log";
import { Source } from "./source";

/** Asks the server about this thread's conversation; rejects when there is no answer. */
export type Ask = (question: Question) => Promise<ServerFrame>;

/** How a fetch goes. */
export type Fetching = "idle" | "loading" | "failed";

const olderAtOnce = 50;
const [firstPause, longestPause] = [1_000, 30_000];

/** A sign of typing is forgotten after six seconds: the next one replaces it, or it was the last. */
const typingFor = 6_000;

/** Somebody who is typing, and what, as far as this reader may know. */
export interface Typist extends From {
  text?: string;
}

/**
 * One conversation as one client sees it: its log, the history before it, the
 * holes in it, who is typing, who has read how far, and who else looks. Holes are fetched at once and again until they
 * are closed; older history is fetched when asked for.
 */
export class Thread extends Source {
  private readonly log = new EventLog();
  private jump = false;
  private epoch = 0;
  private retries = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private typingTimers = new Map<ActorKind, ReturnType<typeof setTimeout>>();
  private marks = new Map<ActorKind, number>();

  older: Fetching = "idle";
  healing: Fetching = "idle";
  /** Who is typing, at most one of a kind; whoever began last is the last. */
  typists: readonly Typist[] = [];
  /** The colleagues who look at it now, without oneself. Desks only. */
  viewers: readonly Colleague[] = [];
  /** Nothing more comes: the case is not (any more) for this reader. */
  ended = false;

  constructor(private readonly ask: Ask) {
    super();
  }

  /** What a resume asks from. */
  get last(): number {
    return this.log.last;
  }

  get hasOlder(): boolean {
    return this.log.first > 1;
  }

  has(cid: string): boolean {
    return this.log.has(cid);
  }

  /** Who began typing last, or null. */
  get typing(): Typist | null {
    return this.typists.at(-1) ?? null;
  }

  /** How far others have looked, by what they are: the seq, 0 = not at all or not known. */
  readBy(kind: ActorKind): number {
    return this.marks.get(kind) ?? 0;
  }

  /** Events and holes, in order. */
  list(): (LogEvent | Hole)[] {
    return this.log.list();
  }

  /** Forgets everything and begins after seq `after`. */
  reset(after: number): void {
    this.epoch++;
    this.stopHealing();
    this.older = "idle";
    this.marks.clear();
    this.log.reset(after);
    this.changed();
  }

  /** The next event may be far ahead: the server begins near the end for whom lacks much. */
  mayJump(): void {
    this.jump = true;
  }

  add(e: LogEvent): void {
    if (this.jump && e.seq > this.log.last + 1) this.reset(e.seq - 1);
    this.jump = false;
    if (!this.log.add(e)) return;
    this.showTyping(e.from, false);
    this.changed();
    void this.heal();
  }

  /** Fetches a page of what came before. Does nothing while one is on its way. */
  async fetchOlder(): Promise<void> {
    if (!this.hasOlder || this.older === "loading") return;
    const epoch = this.epoch;
    this.older = "loading";
    this.changed();
    try {
      const answer = await this.ask({ type: "fetch", before: this.log.first, limit: olderAtOnce });
      if (epoch !== this.epoch) return;
      if (answer.type !== "events") throw new Error(`fetch answered by ${answer.type}`);
      this.log.prepend(answer.events, answer.more);
      this.older = "idle";
    } catch {
      // Shown, with a button that tries again.
      if (epoch === this.epoch) this.older = "failed";
    }
    this.changed();
  }

  /** Somebody else is typing, or stopped. */
  showTyping(from: From, on: boolean, text?: string): void {
    const { kind } = from;
    clearTimeout(this.typingTimers.get(kind));
    this.typingTimers.delete(kind);
    const others = this.typists.filter((t) => t.kind !== kind);
    if (!on && others.length === this.typists.length) return;
    this.typists = on ? [...others, { ...from, ...(text && { text }) }] : others;
    if (on) this.typingTimers.set(kind, setTimeout(() => this.showTyping(from, false), typingFor));
    this.changed();
  }

  /** Somebody else has looked at everything up to seq. */
  markRead(kind: ActorKind, seq: number): void {
    if (seq <= this.readBy(kind)) return;
    this.marks.set(kind, seq);
    this.changed();
  }

  /** These colleagues look at it now. */
  showViewers(viewers: readonly Colleague[]): void {
    this.viewers = viewers;
    this.changed();
  }

  /** The connection is gone: nobody is known to be typing or looking. */
  lost(): void {
    for (const timer of this.typingTimers.values()) clearTimeout(timer);
    this.typingTimers.clear();
    this.typists = [];
    this.viewers = [];
  }

  /** The connection is back, and with it everything after `last`: only what then is missing must be fetched. */
  resumed(): void {
    this.stopHealing();
  }

  /** Whether events still come. */
  end(ended: boolean): void {
    if (ended === this.ended) return;
    this.ended = ended;
    this.changed();
  }

  /** Stops all timers. */
  close(): void {
    this.epoch++;
    this.stopHealing();
    this.lost();
  }

  private async heal(): Promise<void> {
    const hole = this.log.hole();
    if (!hole || this.healing !== "idle") return;
    const epoch = this.epoch;
    this.healing = "loading";
    this.changed();
    const healed = await this.fetchHole(hole, epoch);
    if (epoch !== this.epoch) return;
    if (healed) {
      this.retries = 0;
      this.healing = "idle";
      this.changed();
      return this.heal();
    }
    this.healing = "failed";
    this.changed();
    const pause = Math.min(longestPause, firstPause * 2 ** this.retries++) * (0.75 + Math.random() / 2);
    this.timer = setTimeout(() => {
      this.healing = "idle";
      void this.heal();
    }, pause);
  }

  /** Reports whether the hole became smaller. */
  private async fetchHole(hole: Hole, epoch: number): Promise<boolean> {
    try {
      const answer = await this.ask({ type: "fetch", after: hole.from - 1, before: hole.to + 1, limit: maxFetch });
      return answer.type === "events" && epoch === this.epoch && this.log.add(...answer.events);
    } catch {
      return false;
    }
  }

  private stopHealing(): void {
    clearTimeout(this.timer);
    this.healing = "idle";
  }
}
