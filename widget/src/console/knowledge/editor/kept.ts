import type { Shelf } from "../../../wire/shelf";
import type { Entry } from "../api";

/** Work on an entry that was not saved, and what it was made from. */
export interface Work {
  value: Entry;
  /** The entry that the work began with; absent where it is new. */
  base?: Entry;
  rev?: number;
  /** When it was kept, Unix milliseconds. */
  at: number;
}

/** So long work that nobody came back for is kept, in milliseconds: two weeks. */
const keepFor = 14 * 86_400_000;

/** The place in this browser where one person's work on one entry is kept, over reloads and crashes. */
export class Kept {
  private readonly key: string;

  constructor(
    private readonly shelf: Shelf,
    staff: string,
    entry: string,
    private readonly now: () => number = Date.now,
  ) {
    this.key = `yiwen.entry.${staff}.${entry}`;
  }

  /** The work that is here, if any. What cannot be read is none. */
  load(): Work | undefined {
    try {
      const work = JSON.parse(this.shelf.get(this.key) ?? "null") as Work | null;
      if (!work || typeof work.value?.question !== "string" || typeof work.value.answer !== "string") return undefined;
      return this.now() - work.at < keepFor ? work : undefined;
    } catch {
      return undefined;
    }
  }

  keep(work: Omit<Work, "at">): void {
    this.shelf.set(this.key, JSON.stringify({ ...work, at: this.now() }));
  }

  drop(): void {
    this.shelf.remove(this.key);
  }
}
