import { attachment } from "./events";
import type { Attachment, Command } from "./frames";
import { newID } from "./id";
import type { Shelf } from "./shelf";
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
  /** Place among all entries, as text that sorts. */
  order: string;
}

/** Most entries that wait at once: somebody who types on while offline is told to stop. */
export const mostWaiting = 50;

/**
 * The commands that are not settled yet. Durable ones are on the shelf before
 * add returns, one key each, so that tabs that share a shelf do not overwrite
 * each other; a tab that starts takes over what it finds there. Two tabs may
 * then send the same command: its id makes that harmless.
 */
export class Outbox extends Source {
  private readonly prefix: string;
  private entries: Entry[];
  private latest = 0;

  /** scope keeps people apart who share a shelf: "site:" or "desk:" and a name. */
  constructor(
    private readonly shelf: Shelf,
    scope: string,
    private readonly now: () => number = Date.now,
  ) {
    super();
    this.prefix = `yiwen/out/${encodeURIComponent(scope)}/`;
    this.entries = shelf
      .keys(this.prefix)
      .sort()
      .map((key) => this.load(key))
      .filter((e) => e !== null);
    this.latest = Number(this.entries.at(-1)?.order ?? 0);
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

  /** The next command of a lane: the oldest pending one. */
  head(lane: string): Entry | undefined {
    return this.entries.find((e) => e.lane === lane && e.state === "pending");
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

  /** The server refused it for good. It stays, for the person to see, on the shelf as well. */
  failed(id: string, problem: string): void {
    this.change(id, (e) => {
      e.state = "failed";
      e.problem = problem;
    });
  }

  /** Sends a failed command once more, behind whatever has been said since. */
  again(id: string): void {
    const entry = this.find(id);
    if (!entry || entry.state !== "failed") return;
    this.shelf.remove(this.key(entry));
    this.entries = this.entries.filter((e) => e !== entry);
    const { problem: _, ...rest } = entry;
    const renewed: Entry = { ...rest, state: "pending", order: this.next() };
    this.entries.push(renewed);
    this.save(renewed);
    this.changed();
  }

  /** Takes out every command of a lane whose event the log has, by client id or by the seq of its ack. */
  settle(lane: string, has: (cid: string) => boolean, upTo: number): void {
    for (const e of this.list(lane)) {
      if (has(e.id) || (e.state === "stored" && (e.seq ?? 0) <= upTo)) this.remove(e.id);
    }
  }

  /** Takes an entry out: its event is in the log, or the person gave it up. */
  remove(id: string): void {
    this.change(id, (e) => {
      this.shelf.remove(this.key(e));
      this.entries = this.entries.filter((other) => other !== e);
    });
  }

  /** Forgets everything, other tabs' and unsent words too: whose it was has left. */
  clear(): void {
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
    this.shelf.set(this.key(e), JSON.stringify({ command: e.command, lane: e.lane, at: e.at, files: e.files }));
  }

  private load(key: string): Entry | null {
    const [order, id] = key.slice(this.prefix.length).split("/");
    try {
      const { command, lane, at, files: kept } = JSON.parse(this.shelf.get(key) ?? "") as Pick<Entry, "command" | "lane" | "at" | "files">;
      if (order && id && typeof lane === "string" && typeof at === "number" && sound(command)) {
        const files = Array.isArray(kept) ? kept.map(attachment).filter((f) => f !== null) : [];
        return { id, command, lane, at, state: "pending", order, ...(files.length > 0 && { files }) };
      }
    } catch {
      // Not written by this program: it can be neither sent nor shown.
    }
    this.shelf.remove(key);
    return null;
  }
}

/** Whether a command that was read back has what it is shown and sent by. */
function sound(c: Command): boolean {
  switch (c.type) {
    case "say":
    case "note":
    case "whisper":
      return typeof c.text === "string";
    case "form":
      return typeof c.of === "number" && typeof c.values === "object" && c.values !== null;
    case "choose":
      return typeof c.of === "number" && typeof c.choice === "string";
    default:
      return typeof c.type === "string";
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
