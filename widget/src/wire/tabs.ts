/** What the tabs of one visitor tell each other of what they keep together. */
export type Word =
  /** A value is on the shared shelf. */
  | { type: "kept"; key: string; value: string }
  /** It is there no more. */
  | { type: "gone"; key: string }
  /** The server has stored a command, under seq. */
  | { type: "stored"; id: string; seq: number };

/**
 * The other tabs of this browser, over a BroadcastChannel. Words arrive in the
 * order in which one tab told them, or, where the browser has no such channel
 * (Safari before 15.4) or this frame none, not at all: they save time, nothing
 * depends on them.
 */
export class Tabs<W = Word> {
  private channel: BroadcastChannel | undefined;
  private readonly listeners = new Set<(word: W) => void>();

  /** name tells apart what is told, and sites that share an origin. */
  constructor(name: string) {
    if (!("BroadcastChannel" in window)) return;
    try {
      this.channel = new BroadcastChannel(`yiwen/${name}`);
      this.channel.onmessage = (e: MessageEvent<W>) => {
        for (const fn of [...this.listeners]) fn(e.data);
      };
    } catch {
      // One that lets this frame store nothing.
    }
  }

  /** Whether others hear what is told. */
  get together(): boolean {
    return this.channel !== undefined;
  }

  tell(word: W): void {
    this.channel?.postMessage(word);
  }

  /** Calls fn with what others tell. */
  listen(fn: (word: W) => void): void {
    this.listeners.add(fn);
  }

  close(): void {
    this.listeners.clear();
    this.channel?.close();
    this.channel = undefined;
  }
}
