import type { Locks } from "../turn";

interface Holder {
  name: string;
  fail: (error: Error) => void;
  use: () => void;
}

/** navigator.locks, exclusive ones only, as the Web Locks API says it: a line per name, and `steal`. */
export class FakeLocks {
  private readonly held = new Map<string, Holder>();
  private readonly line: Holder[] = [];

  readonly request = ((name: string, options: LockOptions, fn: (lock: object | null) => unknown) =>
    new Promise<unknown>((done, fail) => {
      const holder: Holder = {
        name,
        fail: (e) => fail(e),
        use: () => {
          this.held.set(name, holder);
          void Promise.resolve(fn({ name })).then((value) => {
            this.leave(holder);
            done(value);
          }, fail);
        },
      };
      if (options.steal) {
        const before = this.held.get(name);
        this.held.delete(name);
        before?.fail(new DOMException("stolen", "AbortError"));
        queueMicrotask(holder.use);
        this.held.set(name, holder);
      } else if (options.ifAvailable && this.held.has(name)) {
        void Promise.resolve(fn(null)).then(done, fail);
      } else {
        options.signal?.addEventListener("abort", () => {
          const at = this.line.indexOf(holder);
          if (at >= 0) this.line.splice(at, 1);
          if (this.held.get(name) !== holder) fail(new DOMException("given up", "AbortError"));
        });
        this.line.push(holder);
        queueMicrotask(() => this.next(name));
      }
    })) as Locks["request"];

  private leave(holder: Holder): void {
    if (this.held.get(holder.name) === holder) this.held.delete(holder.name);
    this.next(holder.name);
  }

  private next(name: string): void {
    if (this.held.has(name)) return;
    const at = this.line.findIndex((h) => h.name === name);
    if (at >= 0) this.line.splice(at, 1)[0]?.use();
  }
}
