import type { Attachment, Command } from "./frames";
import { newID } from "./id";
import type { SharedShelf, Shelf } from "./shelf";
import { Source } from "./source";

/** A command on its way, from the moment the person gave it. */
export interface Entry {
  id: string;
  command: Command;
  /** The conversation it is for; "" where a session has only one. */
  lane: string;
  /** Unix milliseconds by this machine's clock. */
  at: number;
  /** The files that a message names by their ids, to be shown until its event is there. */
  files?: readonly Attachment[];
  /** pending: will be sent until answered. stored: acknowledged, its event is still to come. failed: refused for good. */
  state: "pending" | "stored" | "failed";
  /** When stored: where in the log. */
  seq?: number;
  /** When failed: why, in Chinese. */
  problem?: string;
  /** It is being written to the shelf, and not sent before it is there. */
  writing?: true;
  /** It could not be written: it lives as long as this page. */
  fleeting?: true;
  /** Place among all entries, as text that sorts. */
  order: string;
}

/** Most entries that wait at once: somebody who types on while offline is told to stop. */
export const mostWaiting = 50;

/** Reads the entries on a shelf whose keys begin with prefix and whose order is behind `after` (read.ts). */
export type Read = (shelf: Shelf, prefix: string, after: string) => Entry[];

/** With what the keys of customers' outboxes begin, whatever the site. */
export const outboxes = "yiwen/out/site";

/**
 * The commands that are not settled yet. Durable ones are on the shelf before they
 * are sent, one key each, so that tabs that share a shelf do not overwrite each
 * other; all tabs see them in one order. Two tabs may send the same command: its id
 * makes that harmless.
 */
export class Outbox extends Source {
  private readonly prefix: string;
  private entries: Entry[] = [];
  private readonly durable = new Set<string>(); // ids of entries that are, or were, on the shelf
  private latest = 0;
  private held: boolean; // nothing is sent yet
  private cleared = ""; // nothing counts whose order is not behind it

  /**
   * scope keeps people apart who share a shelf: "site:" or "desk:" and a name. Without
   * `read` nothing is sent before attach, nor what was there before taken up.
   */
  constructor(
    private shelf: Shelf & Partial<SharedShelf>,
    scope: string,
    private readonly now: () => number = Date.now,
    private read?: Read,
  ) {
    super();
    this.prefix = `yiwen/out/${encodeURIComponent(scope)}/`;
    this.held = !read;
    this.look();
  }

  /**
   * Goes on with another shelf, which has taken over what is on the one before. What
   * was on it goes before what has been said here, whatever the clock was then.
   */
  attach(shelf: Shelf & Partial<SharedShelf>, read?: Read): void {
    this.shelf = shelf;
    this.read = read;
    this.held = false;
    const mine = this.entries.filter((e) => this.durable.has(e.id) && e.state !== "stored");
    const last = read?.(shelf, this.prefix, this.cleared).filter((e) => !this.find(e.id)).at(-1)?.order ?? "";
    const late = (mine[0]?.order ?? last) < last;
    this.latest = Math.max(this.latest, Number(last));
    for (const e of mine) {
      const key = this.key(e);
      if (late) e.order = this.next();
      this.save(e);
      if (late) shelf.remove(key);
    }
    const look = () => {
      this.look();
      this.changed();
    };
    shelf.watch?.(this.prefix, look);
    look();
  }

  /** Whether something that waits is lost when the page is closed. */
  get fleeting(): boolean {
    return this.entries.some((e) => e.fleeting && e.state !== "stored");
  }

  /** The entries of a lane, in the order of sending. */
  list(lane: string): readonly Entry[] {
    return this.entries.filter((e) => e.lane === lane);
  }

  /** Whether another command may be added. */
  get full(): boolean {
    return this.entries.filter((e) => e.state === "pending").length >= mostWaiting;
  }

  /** The lanes that have something to send. */
  lanes(): string[] {
    return [...new Set(this.entries.filter((e) => e.state === "pending").map((e) => e.lane))];
  }

  /** The next command of a lane: the oldest pending one, when it is safe on the shelf. */
  head(lane: string): Entry | undefined {
    if (this.held) return undefined; // what was said before goes first
    const next = this.entries.find((e) => e.lane === lane && e.state === "pending");
    return next?.writing ? undefined : next;
  }

  find(id: string): Entry | undefined {
    return this.entries.find((e) => e.id === id);
  }

  /** Adds a command at the end. Without durable it lives as long as this page. */
  add(command: Command, lane = "", durable = true, files: readonly Attachment[] = []): Entry {
    const entry: Entry = {
      id: newID(), command, lane, at: this.now(), state: "pending", order: this.next(), ...(files.length > 0 && { files }),
    };
    this.entries.push(entry);
    if (durable) this.save(entry);
    this.changed();
    return entry;
  }

  /** The server has it, under seq: it will not be sent again. */
  stored(id: string, seq: number): void {
    this.change(id, (e) => {
      e.state = "stored";
      e.seq = seq;
      this.shelf.remove(this.key(e));
    });
  }

  /** Everything up to seq is on its way here: what another tab got out, and nobody told under which seq, is in it. */
  resumed(seq: number): void {
    for (const e of this.entries) if (e.state === "stored") e.seq ??= seq;
  }

  /** The server refused it for good. It stays, for the person to see, on the shelf as well: a reload does not try it again. */
  failed(id: string, problem: string): void {
    this.change(id, (e) => {
      e.state = "failed";
      e.problem = problem;
      if (this.durable.has(e.id)) this.save(e);
    });
  }

  /** Sends a failed command once more, behind whatever has been said since. */
  again(id: string): void {
    const entry = this.find(id);
    if (!entry || entry.state !== "failed") return;
    this.entries = this.entries.filter((e) => e !== entry);
    const { problem: _, fleeting: __, ...rest } = entry;
    const renewed: Entry = { ...rest, state: "pending", order: this.next() };
    this.entries.push(renewed);
    this.save(renewed);
    this.shelf.remove(this.key(entry));
    this.changed();
  }

  /** Takes out every command of a lane whose event the log has, by client id or by the seq of its ack. */
  settle(lane: string, has: (cid: string) => boolean, upTo: number): void {
    for (const e of this.list(lane)) {
      if (has(e.id) || (e.state === "stored" && e.seq !== undefined && e.seq <= upTo)) this.remove(e.id);
    }
  }

  /** Takes an entry out: its event is in the log, or the person gave it up. */
  remove(id: string): void {
    this.change(id, (e) => {
      this.shelf.remove(this.key(e));
      this.entries = this.entries.filter((other) => other !== e);
    });
  }

  /**
   * Forgets everything, other tabs' and unsent words too: whose it was has left. What
   * is found later, because it was still being read or written, is not taken up.
   */
  clear(): void {
    this.cleared = this.next();
    for (const key of this.shelf.keys(this.prefix)) this.shelf.remove(key);
    this.entries = [];
    this.changed();
  }

  /** Forgets what this tab holds, and leaves the shelf as it is: it is another's by now. */
  drop(): void {
    this.entries = [];
    this.changed();
  }

  private change(id: string, fn: (e: Entry) => void): void {
    const entry = this.find(id);
    if (!entry) return;
    fn(entry);
    this.changed();
  }

  // The time, so that the entries of several tabs interleave as they were
  // written, pushed on where the clock stands still or goes back.
  private next(): string {
    this.latest = Math.max(this.latest + 1, this.now());
    return String(this.latest).padStart(15, "0");
  }

  private key(e: Entry): string {
    return `${this.prefix}${e.order}/${e.id}`;
  }

  private save(e: Entry): void {
    const { command, lane, at, files, problem } = e;
    const key = this.key(e);
    this.durable.add(e.id);
    delete e.fleeting;
    if (!this.shelf.set(key, JSON.stringify({ command, lane, at, files, problem }))) e.fleeting = true;
    const written = this.shelf.written?.(key);
    if (!written) return;
    e.writing = true;
    void written.then((safe) => {
      delete e.writing;
      if (!safe) e.fleeting = true;
      this.changed();
    });
  }

  /** Makes the entries what the shelf says, as far as others have changed it. */
  private look(): void {
    if (!this.read) return;
    const kept = this.read(this.shelf, this.prefix, this.cleared);
    const keys = new Set(kept.map((e) => this.key(e)));
    const lost = (e: Entry) => this.durable.has(e.id) && !keys.has(this.key(e));
    // What is there no more has another tab got out, and its event is on the way; or the person gave it up there.
    this.entries = this.entries.filter((e) => e.state !== "failed" || !lost(e));
    for (const e of this.entries) if (e.state === "pending" && lost(e)) e.state = "stored";
    for (const e of kept) this.meet(e);
    this.entries.sort((a, b) => (a.order < b.order ? -1 : 1));
    this.latest = Math.max(this.latest, Number(this.entries.at(-1)?.order ?? 0));
  }

  /** Takes up what another tab, or this one before a reload, has put on the shelf. */
  private meet(kept: Entry): void {
    const mine = this.find(kept.id);
    if (!mine) this.entries.push(kept);
    else if (mine.state !== "stored" && !mine.writing && !mine.fleeting) this.entries[this.entries.indexOf(mine)] = kept;
    this.durable.add(kept.id);
  }
}

/** Waits until a command is answered; rejects with the server's sentence when it is refused. */
export function outcome(outbox: Outbox, id: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const look = () => {
      const entry = outbox.find(id);
      if (entry?.state === "pending") return;
      stop();
      if (entry?.state === "failed") reject(new Error(entry.problem));
      else resolve();
    };
    const stop = outbox.subscribe(look);
    look();
  });
}
