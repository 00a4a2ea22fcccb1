import ReconnectingWebSocket from "partysocket/ws";
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

/** What a link needs of a browser's WebSocket; tests pass their own. */
export type SocketClass = new (url: string) => unknown;

/** Pauses after a server that is there but too busy: doubled each time. Milliseconds. */
const [firstBusy, longestBusy] = [1_000, 30_000];

// Spread over clients, so that a restarted server is not met by all of them at
// once: the first pause is 0.5 to 2 s, then it grows by 1.6 up to 10 to 15 s.
const pauses = () => ({
  minReconnectionDelay: 500 + Math.random() * 1_500,
  reconnectionDelayGrowFactor: 1.6,
  maxReconnectionDelay: 10_000 + Math.random() * 5_000,
});

/** 4000-4499: do not come back by yourself. 4500-4999 and the network's own codes: come back. */
function mayComeBack(code: number): boolean {
  return code < 4000 || code >= 4500;
}

/**
 * One WebSocket that comes back. It carries text and knows nothing of frames.
 * Nothing is queued here: what is not sent now is the outbox's business.
 */
export class Link extends Source {
  private socket: ReconnectingWebSocket | undefined;
  private current: LinkState = { kind: "connecting" };
  private attempts = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly url: string,
    private readonly events: LinkEvents,
    private readonly socketClass?: SocketClass,
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
    if (this.current.kind !== "open" || this.socket?.readyState !== WebSocket.OPEN) return false;
    return this.socket.send(text);
  }

  /** Gives up a connection that is open and dead, or not wanted as it is, and makes a new one. */
  restart(): void {
    if (this.current.kind === "stopped") return;
    const open = this.current.kind === "open";
    this.discard();
    if (open) this.events.lost();
    this.become({ kind: "waiting", attempts: this.attempts });
    this.connect();
  }

  /** Gives the connection up because the server is too busy for it, and comes back after a pause. */
  comeBack(): void {
    const open = this.current.kind === "open";
    this.discard();
    if (open) this.events.lost();
    const pause = Math.min(longestBusy, firstBusy * 2 ** this.attempts) * (0.75 + Math.random() / 2);
    this.become({ kind: "waiting", attempts: ++this.attempts });
    this.timer = setTimeout(() => this.connect(), pause);
  }

  /** Ends the link; only start begins it again. code is shown as the reason. */
  stop(code: number): void {
    const open = this.current.kind === "open";
    this.discard();
    this.become({ kind: "stopped", code });
    if (open) this.events.lost();
  }

  private connect(): void {
    // The listener of "close" gets a copy of the event which, for a connection that
    // never came to be, has lost the code. This question has the original.
    let code = 1006;
    const socket = new ReconnectingWebSocket(this.url, [], {
      ...pauses(),
      maxEnqueuedMessages: 0,
      connectionTimeout: 10_000,
      ...(this.socketClass && { WebSocket: this.socketClass }),
      shouldReconnectOnClose: (e: { code: number }) => {
        code = e.code;
        return mayComeBack(code);
      },
    });
    this.socket = socket;
    socket.addEventListener("open", () => this.opened(socket));
    socket.addEventListener("message", (e) => this.received(socket, e.data));
    socket.addEventListener("close", () => this.closed(socket, code));
  }

  private opened(socket: ReconnectingWebSocket): void {
    if (socket !== this.socket) return;
    this.become({ kind: "open" });
    this.events.opened();
  }

  /** The connection has proven useful: the next pause is a short one again. */
  settled(): void {
    this.attempts = 0;
  }

  private received(socket: ReconnectingWebSocket, data: unknown): void {
    if (socket === this.socket) this.events.received(data);
  }

  private closed(socket: ReconnectingWebSocket, code: number): void {
    if (socket !== this.socket) return;
    const open = this.current.kind === "open";
    if (mayComeBack(code)) this.become({ kind: "waiting", attempts: ++this.attempts });
    else this.become({ kind: "stopped", code });
    if (open) this.events.lost();
  }

  private discard(): void {
    clearTimeout(this.timer);
    const old = this.socket;
    this.socket = undefined;
    // Its last events find that it is not ours any more.
    old?.close();
  }

  private become(state: LinkState): void {
    this.current = state;
    this.changed();
  }
}
