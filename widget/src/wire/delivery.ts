import type { ClientFrame, Refusal } from "./frames";
import type { Kept } from "./kept";
import { Outbox } from "./outbox";
import { Sender } from "./sender";
import type { Turn } from "./turn";
import type { CustomerOptions } from "./visit";

/** So long what keeps things may take to come; then the shelf does for this page. Milliseconds. */
const longestKeep = 5_000;

/** What a delivery needs of the connection. */
export interface Way {
  /** Sends a frame; false where there is no open connection. */
  send(frame: ClientFrame): boolean;
  /** The connection does not answer. */
  dead(): void;
  /** The server has something, as another tab tells. */
  stored(): void;
}

/**
 * Gets what a customer has said to the server: from the outbox, which survives the
 * page, in order, and by one of his tabs where they share it.
 */
export class Delivery {
  readonly outbox: Outbox;
  private readonly sender: Sender;
  private online = false;
  private keeping: Promise<Kept | null> | undefined;
  private tabs: Kept["tabs"] | undefined;
  private turn: Turn | undefined; // to send what tabs share; undefined = it is not shared

  constructor(
    private readonly options: CustomerOptions,
    private readonly way: Way,
  ) {
    this.outbox = new Outbox(options.shelf, `site:${options.site}`, options.now);
    this.sender = new Sender(this.outbox, { deliver: (e) => way.send({ ...e.command, id: e.id }), dead: () => way.dead() });
    this.outbox.subscribe(() => this.line());
  }

  /** Has what this tab shares with others brought, once; null where it cannot be had in time. */
  keep(): Promise<Kept | null> {
    return (this.keeping ??= inTime(this.options.keep?.()).then((kept) => {
      if (kept) this.share(kept);
      this.outbox.attach(kept?.shelf ?? this.options.shelf, kept?.read);
      return kept;
    }));
  }

  /** The server welcomed the customer: sends what waits. */
  connected(): void {
    this.online = true;
    if (this.turn) this.line();
    else this.sender.connected();
    this.take();
  }

  /** Nothing can be sent. */
  lost(): void {
    this.online = false;
    this.sender.lost();
    this.turn?.release();
  }

  /** Sends here, in place of another tab that may be frozen. */
  take(): void {
    this.turn?.take();
  }

  /** The server has command `id`, under seq. */
  acked(id: string, seq: number): void {
    this.sender.acked(id, seq);
    this.tabs?.tell({ type: "stored", id, seq });
  }

  /** The server did not take a command; false where it is about none. */
  refused(frame: Refusal): boolean {
    return this.sender.refused(frame);
  }

  /** Leaves it all to the other tabs. */
  close(): void {
    this.turn?.release();
    this.tabs?.close();
  }

  /** From now on other tabs hear what is done here, and one of them all sends. */
  private share({ tabs, turn }: Kept): void {
    this.tabs = tabs;
    tabs?.listen((word) => {
      if (word.type !== "stored") return;
      this.outbox.stored(word.id, word.seq);
      this.way.stored();
    });
    if (!turn) return;
    this.sender.lost();
    this.turn = turn(this.sender);
  }

  /** Gets in line to send what tabs share, or leaves it. What was there before waits for no tab that may be frozen. */
  private line(): void {
    if (!this.turn) return;
    if (this.online && this.outbox.lanes().length > 0) {
      this.turn.want();
    } else {
      this.turn.release();
      this.sender.lost();
    }
  }
}

/** What keep brings; null where it fails or takes too long. */
function inTime(coming: Promise<Kept> | undefined): Promise<Kept | null> {
  return new Promise((resolve) => {
    const without = () => resolve(null);
    if (coming) setTimeout(without, longestKeep);
    else without();
    coming?.then(resolve, without);
  });
}
