/** What a line needs of a browser's WebSocket; tests pass their own. */
export type SocketClass = new (url: string) => unknown;

/** Who hears of a line. */
export interface LineEvents {
  opened(): void;
  /** A message; binary ones come as they are. */
  received(data: unknown): void;
  /** A connection is gone, or never came to be (1006). True = dial again after a pause. */
  closed(code: number): boolean;
}

/** How long a connection may take to come to be. Milliseconds. */
const longestDial = 10_000;

/** A connection that held for so long was a good one: the next pause is a short one. Milliseconds. */
const goodAfter = 5_000;

/**
 * The pause before the n-th attempt in a row, in milliseconds: 0.5 to 2 s, then
 * growing by 1.6 up to 10 to 15 s. It is drawn anew each time, so that clients
 * which lost one server do not meet again at the next.
 */
export function pause(n: number): number {
  return Math.min(10_000 + Math.random() * 5_000, (500 + Math.random() * 1_500) * 1.6 ** (n - 1));
}

/**
 * A WebSocket that is dialled again after it was lost. One attempt at a time;
 * nothing is queued. After close() nothing is heard of it any more. It needs no
 * constructible EventTarget, which Safari lacks before 14.
 */
export class Line {
  private socket: WebSocket | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined; // to the next attempt, or of the present one, or of a good connection
  private attempts = 0;
  private ended = false;

  constructor(
    private readonly url: string,
    private readonly events: LineEvents,
    private readonly socketClass: SocketClass = WebSocket,
  ) {
    this.wait(0);
  }

  /** Sends text; false when there is no open connection, and then nothing was sent. */
  send(text: string): boolean {
    if (this.socket?.readyState !== 1) return false;
    this.socket.send(text);
    return true;
  }

  /** Hangs up for good. */
  close(): void {
    clearTimeout(this.timer);
    const { socket } = this;
    this.socket = undefined;
    this.ended = true;
    socket?.close();
  }

  private wait(ms: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.dial(), ms);
  }

  private dial(): void {
    let socket: WebSocket;
    try {
      socket = new this.socketClass(this.url) as WebSocket;
    } catch {
      this.lost(1006); // a policy forbids it
      return;
    }
    this.socket = socket;
    const mine = () => socket === this.socket;
    socket.addEventListener("open", () => mine() && this.opened());
    socket.addEventListener("message", (e) => mine() && this.events.received(e.data));
    socket.addEventListener("close", (e) => mine() && this.lost(e.code)); // it follows every error
    this.timer = setTimeout(() => {
      this.lost(1006);
      socket.close();
    }, longestDial);
  }

  private opened(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => (this.attempts = 0), goodAfter);
    this.events.opened();
  }

  private lost(code: number): void {
    clearTimeout(this.timer);
    this.socket = undefined;
    if (this.events.closed(code) && !this.ended) this.wait(pause(++this.attempts));
  }
}
