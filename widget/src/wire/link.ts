import { Line, pause, type SocketClass } from "./dial";
import type { Poll } from "./poll";
import { Source } from "./source";

/** The state of the connection, as it is shown. */
export type LinkState =
  /** The first attempt. */
  | { kind: "connecting" }
  /** Open; frames can be sent. */
  | { kind: "open" }
  /** It broke and comes back by itself, after a growing pause. */
  | { kind: "waiting"; attempts: number }
  /** The server said not to come back by ourselves. */
  | { kind: "stopped"; code: number };

/** Who hears of a link. */
export interface LinkEvents {
  opened(): void;
  /** A message; binary ones come as they are and are not understood. */
  received(data: unknown): void;
  /** The connection is gone, whatever comes after. */
  lost(): void;
}

/** From how many sockets in a row on of which nothing was ever heard something on the way blocks them. */
const blocked = 2;
/** How long polling goes on before a socket is tried again. Milliseconds. */
const detourFor = 5 * 60_000;

/** Pauses after a server that is there but too busy: doubled each time. Milliseconds. */
const [firstBusy, longestBusy] = [1_000, 30_000];

/** 4000-4499: do not come back by yourself. 4500-4999 and the network's own codes: come back. */
function mayComeBack(code: number): boolean {
  return code < 4000 || code >= 4500;
}

/**
 * One connection that comes back. It carries text and knows nothing of frames.
 * Nothing is queued here: what is not sent now is the outbox's business.
 *
 * It is a WebSocket, or, where something on the way lets none through while the
 * server can be reached, long-polling, which is loaded when it is needed.
 */
export class Link extends Source {
  private socket: Line | undefined;
  private poll: Poll | undefined;
  private left = ""; // a session of polling that was lost and may still be open
  private deaf = 0; // sockets in a row of which nothing was heard
  private heard = false; // something of this connection
  private detour = 0; // until when no socket is tried
  private asking = false; // whether polling is possible
  private current: LinkState = { kind: "connecting" };
  private attempts = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  /** polls is where polling begins, as https://host/poll; "" = there is none. */
  constructor(
    private readonly url: string,
    private readonly events: LinkEvents,
    private readonly socketClass?: SocketClass,
    private readonly polls = "",
  ) {
    super();
  }

  get state(): LinkState {
    return this.current;
  }

  /** Connects now: the first time, after a stop, or because waiting has become pointless. */
  start(): void {
    this.discard();
    if (this.current.kind === "stopped") this.become({ kind: "connecting" });
    this.connect();
  }

  /** Sends text; false when there is no open connection, and then nothing was sent. */
  send(text: string): boolean {
    if (this.current.kind !== "open") return false;
    if (this.poll) return this.poll.send(text);
    return this.socket?.send(text) ?? false;
  }

  /** Gives up a connection that is open and dead, or not wanted as it is, and makes a new one. */
  restart(): void {
    if (this.current.kind === "stopped") return;
    const open = this.current.kind === "open";
    if (open) this.judge();
    this.discard();
    if (open) this.events.lost();
    this.become({ kind: "waiting", attempts: this.attempts });
    this.connect();
  }

  /** Gives the connection up because the server is too busy for it, and comes back after a pause. */
  comeBack(): void {
    const open = this.current.kind === "open";
    if (open) this.judge();
    this.discard();
    if (open) this.events.lost();
    const pause = Math.min(longestBusy, firstBusy * 2 ** this.attempts) * (0.75 + Math.random() / 2);
    this.become({ kind: "waiting", attempts: ++this.attempts });
    this.timer = setTimeout(() => this.connect(), pause);
    this.maybeGoRound();
  }

  /** Ends the link; only start begins it again. code is shown as the reason. */
  stop(code: number): void {
    const open = this.current.kind === "open";
    this.discard();
    this.become({ kind: "stopped", code });
    if (open) this.events.lost();
  }

  private connect(): void {
    if (Date.now() < this.detour) {
      void this.goRound();
      return;
    }
    this.socket = new Line(
      this.url,
      {
        opened: () => {
          this.become({ kind: "open" });
          this.events.opened();
        },
        received: (data) => {
          this.heard = true;
          this.events.received(data);
        },
        closed: (code) => this.closed(code),
      },
      this.socketClass,
    );
  }

  /** The connection has proven useful: the next pause is a short one again. */
  settled(): void {
    this.attempts = 0;
  }

  private closed(code: number): boolean {
    this.judge(code);
    this.parted(code);
    this.maybeGoRound();
    return mayComeBack(code);
  }

  /** The connection is gone: comes back, or stays away. */
  private parted(code: number): void {
    const open = this.current.kind === "open";
    if (mayComeBack(code)) this.become({ kind: "waiting", attempts: ++this.attempts });
    else this.become({ kind: "stopped", code });
    if (open) this.events.lost();
  }

  /** Notes whether the socket that is gone was any good. A close code of the server's was heard, too. */
  private judge(code = 1006): void {
    if (this.socket) this.deaf = this.heard || code >= 4000 ? 0 : this.deaf + 1;
    this.heard = false;
  }

  private maybeGoRound(): void {
    if (this.deaf >= blocked && this.current.kind === "waiting") void this.goRound();
  }

  /**
   * Goes on by polling, if the server lets us begin: that it does shows that it is
   * there. A socket that tries meanwhile goes on trying, and counts when it is first.
   */
  private async goRound(): Promise<void> {
    if (this.polls === "" || this.asking) return;
    const { socket } = this;
    this.asking = true;
    const poll = await this.begin();
    this.asking = false;
    const on = Date.now() < this.detour;
    if (this.socket !== socket || this.current.kind === "open" || this.current.kind === "stopped") {
      poll?.close(); // nobody waits for it any more
    } else if (poll) {
      this.discard();
      this.poll = poll;
      if (!on) this.detour = Date.now() + detourFor;
      this.deaf = blocked - 1; // a socket has one try when the time is up
      this.become({ kind: "open" });
      this.events.opened();
    } else if (on) {
      this.become({ kind: "waiting", attempts: ++this.attempts });
      this.later();
    }
  }

  private async begin(): Promise<Poll | undefined> {
    const part = await import("./poll").catch(() => undefined);
    const url = await part?.begin(this.polls);
    if (!part || !url) return undefined;
    const poll: Poll = new part.Poll(url, this.left, {
      received: (text) => poll === this.poll && this.events.received(text),
      closed: (code) => poll === this.poll && this.abandoned(poll, code),
    });
    this.left = "";
    return poll;
  }

  /** A session of polling has ended, and may still be open where the server could not be reached. */
  private abandoned({ url }: Poll, code: number): void {
    this.left = code < 4000 ? url : "";
    this.poll = undefined;
    this.parted(code);
    if (this.current.kind === "waiting") this.later();
  }

  /** Tries again after a pause like that of sockets. */
  private later(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.connect(), pause(this.attempts));
  }

  private discard(): void {
    clearTimeout(this.timer);
    const { socket, poll } = this;
    this.socket = this.poll = undefined;
    // Their last events find that they are not ours any more.
    socket?.close();
    poll?.close();
    if (poll) this.left = poll.url; // what it says at the end may not arrive
  }

  private become(state: LinkState): void {
    this.current = state;
    this.changed();
  }
}
