// Unsaved work asks before it is left.

/** Asks whoever is about to leave; `leave` goes on when he wants to. */
export type Asks = (leave: () => void) => void;

/** Keeps one place at a time: the form that has unsaved work in it. */
export class Keeper {
  private held: { asks: Asks; within: (address: string) => boolean } | undefined;

  /** From now on leaving is asked for, unless it is to an address that is still `within` the work; until the returned function is called. */
  hold(asks: Asks, within: (address: string) => boolean): () => void {
    const held = { asks, within };
    this.held = held;
    window.addEventListener("beforeunload", warn);
    return () => {
      if (this.held !== held) return;
      this.held = undefined;
      window.removeEventListener("beforeunload", warn);
    };
  }

  /** Whether one may go to an address without being asked. */
  mayLeave(address: string): boolean {
    return this.held === undefined || this.held.within(address);
  }

  /** Goes to an address, after asking where that is needed. */
  ask(address: string, leave: () => void): void {
    if (this.held === undefined || this.held.within(address)) leave();
    else this.held.asks(leave);
  }
}

/** The browser asks in its own words. */
const warn = (e: BeforeUnloadEvent) => e.preventDefault();

/** The keeper of this page: there is one address, so there is one of it. */
export const keeper = new Keeper();
