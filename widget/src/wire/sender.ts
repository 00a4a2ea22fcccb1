import type { Refusal } from "./frames";
import type { Entry, Outbox } from "./outbox";
import { answerWithin } from "./requests";

/** Where the sender puts frames. */
export interface Wire {
  /** Sends the frame of an entry; false when there is no open connection. */
  deliver(entry: Entry): boolean;
  /** The connection does not answer any more. */
  dead(): void;
}

const [firstPause, longestPause] = [1_000, 30_000];

/**
 * Empties an outbox over a connection that comes and goes. One command per lane
 * is on its way at a time: the next one goes when it is answered. That keeps the
 * order even where the server asks to slow down in the middle of a burst, and
 * costs a person who types nothing. Promises: a command is sent until it is
 * acknowledged or refused for good, always with the same id, in the order of the
 * outbox.
 */
export class Sender {
  private online = false;
  private sent = new Map<string, string>(); // lane -> id on its way
  private timers = new Map<string, ReturnType<typeof setTimeout>>(); // by lane
  private pauses = new Map<string, number>(); // lane -> how often in a row it was asked to wait

  constructor(
    private readonly outbox: Outbox,
    private readonly wire: Wire,
  ) {
    outbox.subscribe(() => this.pump());
  }

  /** The connection is ready: everything unanswered is sent again. */
  connected(): void {
    this.online = true;
    this.forget();
    this.pump();
  }

  /** The connection is gone. */
  lost(): void {
    this.online = false;
    this.forget();
  }

  /** The server has stored a command under seq. */
  acked(id: string, seq: number): void {
    this.free(id);
    this.outbox.stored(id, seq);
    this.pump();
  }

  /** The server refused a command; reports whether it was one of ours. */
  refused(r: Refusal): boolean {
    const entry = r.id === undefined ? undefined : this.outbox.find(r.id);
    if (!entry || entry.state !== "pending") return false;
    if (r.retry) {
      this.pause(entry);
    } else {
      this.free(entry.id);
      this.outbox.failed(entry.id, r.message);
    }
    return true;
  }

  private pump(): void {
    if (!this.online) return;
    for (const lane of this.outbox.lanes()) {
      const entry = this.outbox.head(lane);
      if (!entry || this.sent.has(lane) || this.timers.has(lane)) continue;
      this.sent.set(lane, entry.id);
      this.timers.set(lane, setTimeout(() => this.wire.dead(), answerWithin));
      if (!this.wire.deliver(entry)) this.clear(lane);
    }
  }

  /** An answer to id came: its lane is free for the next command. */
  private free(id: string): void {
    for (const [lane, sent] of this.sent) {
      if (sent !== id) continue;
      this.clear(lane);
      this.pauses.delete(lane);
    }
  }

  /** The server asks for patience: the lane waits, longer each time, and then tries the same command. */
  private pause({ lane }: Entry): void {
    this.clear(lane);
    const times = this.pauses.get(lane) ?? 0;
    this.pauses.set(lane, times + 1);
    const wait = Math.min(longestPause, firstPause * 2 ** times) * (0.75 + Math.random() / 2);
    this.timers.set(lane, setTimeout(() => {
      this.timers.delete(lane);
      this.pump();
    }, wait));
  }

  private clear(lane: string): void {
    this.sent.delete(lane);
    clearTimeout(this.timers.get(lane));
    this.timers.delete(lane);
  }

  private forget(): void {
    for (const timer of this.timers.values()) clearTimeout(timer);
    this.timers.clear();
    this.sent.clear();
  }
}
