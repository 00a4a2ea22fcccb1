// Where a page keeps what must survive a reload: a few words in localStorage, like
// the visitor's token and what is half written; what a customer has said and the
// server does not have yet in IndexedDB (diskshelf.ts).

/** A small key-value store. Nothing throws: a shelf that is full or forbidden says false. */
export interface Shelf {
  get(key: string): string | null;
  /** Reports whether the value will survive a reload. It is kept in memory in any case. */
  set(key: string, value: string): boolean;
  remove(key: string): void;
  /** The keys that begin with prefix, in no particular order. */
  keys(prefix: string): string[];
}

/** A shelf whose writing takes its time, and that other tabs write to as well. */
export interface SharedShelf extends Shelf {
  /** Resolves when the last value of a key is safe: true; false when it lives as long as this page. */
  written(key: string): Promise<boolean>;
  /** Calls fn when others have changed what begins with prefix. */
  watch(prefix: string, fn: () => void): void;
}

/** A shelf over localStorage; private windows and blocked cookies leave its memory. */
export class BrowserShelf implements Shelf {
  private memory = new Map<string, string>();

  constructor(private readonly storage: () => Storage = () => window.localStorage) {}

  get(key: string): string | null {
    return this.memory.get(key) ?? this.attempt((s) => s.getItem(key)) ?? null;
  }

  set(key: string, value: string): boolean {
    const stored = this.attempt((s) => {
      s.setItem(key, value);
      return true;
    });
    // What is stored is read from there, because another tab may change it.
    if (stored) this.memory.delete(key);
    else this.memory.set(key, value);
    return stored ?? false;
  }

  remove(key: string): void {
    this.memory.delete(key);
    this.attempt((s) => s.removeItem(key));
  }

  keys(prefix: string): string[] {
    const stored = this.attempt((s) => Array.from({ length: s.length }, (_, i) => s.key(i) ?? "")) ?? [];
    return [...new Set([...stored, ...this.memory.keys()])].filter((k) => k.startsWith(prefix));
  }

  // Reaching for localStorage throws where the browser forbids it, writing
  // throws where it is full. The answer to both is the memory of this page.
  private attempt<T>(use: (s: Storage) => T): T | undefined {
    try {
      return use(this.storage());
    } catch {
      return undefined;
    }
  }
}
