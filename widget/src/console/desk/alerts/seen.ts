import { createContext } from "react";
import { BrowserShelf, type Shelf } from "../../../wire/shelf";
import { Source } from "../../../wire/source";

const key = "yiwen.seen";

/** Most keys that are kept; the oldest go first. */
const most = 1_000;

/**
 * What was looked at in this browser, by key, over reloads and in all of its
 * tabs. An alert is told until its key is in here.
 */
export class Seen extends Source {
  private keys: Set<string>;

  constructor(private readonly shelf: Shelf) {
    super();
    this.keys = this.load();
  }

  has(key: string): boolean {
    return this.keys.has(key);
  }

  add(keys: readonly string[]): void {
    const fresh = keys.filter((k) => !this.keys.has(k));
    if (fresh.length === 0) return;
    // Another tab may have written since: its keys are kept.
    this.keys = new Set([...this.load(), ...this.keys, ...fresh].slice(-most));
    this.shelf.set(key, JSON.stringify([...this.keys]));
    this.changed();
  }

  /** Takes what another tab has stored. */
  reread(): void {
    this.keys = new Set([...this.keys, ...this.load()]);
    this.changed();
  }

  private load(): Set<string> {
    try {
      const raw: unknown = JSON.parse(this.shelf.get(key) ?? "[]");
      return new Set(Array.isArray(raw) ? raw.filter((k) => typeof k === "string").slice(-most) : []);
    } catch {
      return new Set();
    }
  }
}

/** What was seen by this page; a test puts its own around what it draws. */
export const SeenContext = createContext(new Seen(new BrowserShelf()));
