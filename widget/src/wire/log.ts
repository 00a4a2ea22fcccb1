import type { LogEvent } from "./frames";

/** A stretch of the log that is known to exist and is not here: from..to, both included. */
export interface Hole {
  kind: "hole";
  from: number;
  to: number;
}

/**
 * What one client has of one conversation's log. It keeps each event once, by
 * seq, whatever the order of arrival, and knows what it lacks: the part before
 * `base` (older history, fetched when looked at) and holes after it (fetched at
 * once). Pure data: no I/O, no time.
 */
export class EventLog {
  private events = new Map<number, LogEvent>();
  private cids = new Map<string, number>();
  private recalled = new Set<number>(); // seqs of messages that a later event takes back
  private base = 0;
  private top = 0;
  private max = 0;

  /** Everything after it, up to `last`, is here without a hole. It is what a resume asks from. */
  get last(): number {
    return this.top;
  }

  /** The first seq that is here or would be; 1 when the whole history is loaded. */
  get first(): number {
    return this.base + 1;
  }

  get size(): number {
    return this.events.size;
  }

  /** Forgets everything and begins after seq `after`. */
  reset(after: number): void {
    this.events.clear();
    this.cids.clear();
    this.recalled.clear();
    this.base = this.top = this.max = after;
  }

  /**
   * Adds events; those that are here already stay as they are, but for a message
   * that is taken back: it is marked. Reports whether any was new.
   */
  add(...events: readonly LogEvent[]): boolean {
    const before = this.events.size;
    for (const e of events) {
      if (e.seq <= this.base || this.events.has(e.seq)) continue;
      this.events.set(e.seq, this.recalled.has(e.seq) ? takenBack(e) : e);
      if (e.kind === "recalled") this.recall(e.of);
      if (e.cid !== undefined) this.cids.set(e.cid, e.seq);
      this.max = Math.max(this.max, e.seq);
    }
    while (this.events.has(this.top + 1)) this.top++;
    return this.events.size > before;
  }

  /**
   * Adds older history: events that end right before `first`. Where `more` is
   * false nothing is older, even if events in front have been taken out.
   */
  prepend(events: readonly LogEvent[], more: boolean): void {
    const older = events.filter((e) => e.seq <= this.base);
    const lowest = Math.min(...older.map((e) => e.seq), this.base + 1);
    this.base = more && older.length > 0 ? lowest - 1 : 0;
    this.add(...older);
  }

  private recall(of: number): void {
    this.recalled.add(of);
    const e = this.events.get(of);
    if (e) this.events.set(of, takenBack(e));
  }

  /** Whether a message that was sent with this client id is here. */
  has(cid: string): boolean {
    return this.cids.has(cid);
  }

  /** The first hole after `last`, or null. */
  hole(): Hole | null {
    if (this.top === this.max) return null;
    let next = this.max;
    for (const seq of this.events.keys()) {
      if (seq > this.top && seq < next) next = seq;
    }
    return { kind: "hole", from: this.top + 1, to: next - 1 };
  }

  /** Events and holes, in order. */
  list(): (LogEvent | Hole)[] {
    const out: (LogEvent | Hole)[] = [];
    let seq = this.base;
    for (const e of [...this.events.values()].sort((a, b) => a.seq - b.seq)) {
      if (e.seq > seq + 1) out.push({ kind: "hole", from: seq + 1, to: e.seq - 1 });
      out.push(e);
      seq = e.seq;
    }
    return out;
  }
}

// A new value, so that a view which compares sees it. The words stay: staff may
// read them, and the customer has read them.
const takenBack = (e: LogEvent): LogEvent => (e.kind === "message" ? { ...e, recalled: true } : e);
