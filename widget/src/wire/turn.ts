/** What a turn needs of navigator.locks. */
export type Locks = Pick<LockManager, "request">;

/** Who hears whose turn it is. */
export interface TurnEvents {
  given(): void;
  /** Another tab has taken it. */
  taken(): void;
}

/**
 * Whose turn it is, among tabs, to send what they share. Whoever wants it waits in
 * line, and gets it when the tab before has nothing more to send or is closed; a tab
 * that somebody writes in takes it at once, also from one that is frozen. Without
 * locks every tab has its turn: what two send has one id.
 */
export class Turn {
  private wanted = false;
  private current: object | undefined; // the request that holds the lock
  private waiting: AbortController | undefined;
  private drop: (() => void) | undefined;

  constructor(
    private readonly name: string,
    private readonly events: TurnEvents,
    private readonly locks: Locks | undefined,
  ) {}

  /** Whether it is this tab's. */
  get mine(): boolean {
    return this.wanted && (!this.locks || this.current !== undefined);
  }

  /** Gets in line. */
  want(): void {
    if (this.wanted) return;
    this.wanted = true;
    if (this.locks) this.queue(this.locks);
    else this.events.given();
  }

  /** Goes before all who wait and whoever has it. Does nothing for who does not want it. */
  take(): void {
    if (!this.wanted || this.current || !this.locks) return;
    this.waiting?.abort();
    void this.hold(this.locks, { steal: true });
  }

  /** Leaves it to others. */
  release(): void {
    this.wanted = false;
    this.waiting?.abort();
    this.drop?.();
    this.current = this.drop = undefined;
  }

  private queue(locks: Locks): void {
    this.waiting = new AbortController();
    void this.hold(locks, { signal: this.waiting.signal });
  }

  private async hold(locks: Locks, options: LockOptions): Promise<void> {
    const own = {};
    try {
      await locks.request(this.name, options, () => {
        if (!this.wanted) return undefined;
        const before = this.drop;
        const until = new Promise<void>((done) => (this.drop = done));
        const again = this.current !== undefined;
        this.current = own;
        before?.();
        if (!again) this.events.given();
        return until;
      });
    } catch (error) {
      if (this.current === own) {
        // Taken by another tab.
        this.current = this.drop = undefined;
        this.events.taken();
        if (this.wanted) this.queue(locks);
      } else if (this.wanted && !this.current && (error as Error).name !== "AbortError") {
        // A browser that has locks and lets this frame have none: as without them.
        this.current = own;
        this.events.given();
      }
    }
  }
}
