/** What the tabs of one visitor tell each other. */
export type Word =
  /** A value is on the shared shelf. */
  | { type: "kept"; key: string; value: string }
  /** It is there no more. */
  | { type: "gone"; key: string }
  /** The server has stored a command, under seq. */
  | { type: "stored"; id: string; seq: number };

/**
 * The other tabs of this browser, over a BroadcastChannel. Words arrive in the
 * order in which one tab told them, or, where the browser has no such channel, not
 * at all: they save time, nothing depends on them.
 */
export class Tabs {
  private channel: BroadcastChannel | undefined;
  private readonly listeners = new Set<(word: Word) => void>();

  /** name tells apart sites that share an origin. */
  constructor(name: string) {
    if (!("BroadcastChannel" in window)) return; // an old browser
    try {
      this.channel = new BroadcastChannel(`yiwen/kept/${name}`);
      this.channel.onmessage = (e: MessageEvent<Word>) => {
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

  tell(word: Word): void {
    this.channel?.postMessage(word);
  }

  /** Calls fn with what others tell. */
  listen(fn: (word: Word) => void): void {
    this.listeners.add(fn);
  }

  close(): void {
    this.listeners.clear();
    this.channel?.close();
    this.channel = undefined;
  }
}
