/**
 * Something that changes and can be watched. `version` grows with every change,
 * so that a view can tell old from new without comparing contents. Listeners run
 * synchronously and must not change the source.
 */
export class Source {
  private listeners = new Set<() => void>();
  private count = 0;

  get version(): number {
    return this.count;
  }

  /** Calls fn after every change, until the returned function is called. */
  readonly subscribe = (fn: () => void): (() => void) => {
    this.listeners.add(fn);
    return () => this.listeners.delete(fn);
  };

  protected changed(): void {
    this.count++;
    for (const fn of [...this.listeners]) fn();
  }
}
