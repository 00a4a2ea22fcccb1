import type { Disk } from "./disk";
import type { SharedShelf, Shelf } from "./shelf";
import type { Tabs } from "./tabs";

/**
 * A shelf over the browser's database that all tabs share. Reading is at once, from
 * memory that other tabs keep up to date; writing takes its time, and `written`
 * tells how it ended. Where the database does not work, the shelf before takes
 * over (localStorage, and where that is forbidden, memory).
 */
export class DiskShelf implements SharedShelf {
  private readonly values = new Map<string, string>();
  private readonly writes = new Map<string, Promise<boolean>>();
  private readonly watchers = new Set<{ prefix: string; fn: () => void }>();
  private readonly gone = new Set<string>(); // by whose hand ever; what is read late does not bring them back
  /** Resolves when what was kept before is here, or will not be. Never rejects. */
  readonly ready: Promise<void>;

  /**
   * prefix is that of all its keys. before is where earlier versions kept them, where
   * a page keeps them until it has this shelf, and where values go that the disk does
   * not take; what is there is taken over.
   */
  constructor(
    private readonly disk: Disk,
    private readonly before: Shelf,
    private readonly tabs: Tabs,
    private readonly prefix: string,
  ) {
    tabs.listen((word) => {
      if (word.type === "kept") this.values.set(word.key, word.value);
      else if (word.type === "gone") this.lose(word.key);
      else return;
      this.tell(word.key);
    });
    this.ready = this.load();
  }

  get(key: string): string | null {
    return this.values.get(key) ?? null;
  }

  /** Whether it survives is not known yet: ask `written`. */
  set(key: string, value: string): boolean {
    this.values.set(key, value);
    this.gone.delete(key);
    const write = this.write(key, value);
    this.writes.set(key, write);
    void write.then(() => {
      if (this.writes.get(key) === write) this.writes.delete(key);
    });
    return true;
  }

  remove(key: string): void {
    this.lose(key);
    const write = this.writes.get(key);
    const gone = async () => {
      await write;
      if (this.values.has(key)) return; // it was put back meanwhile
      this.before.remove(key);
      this.tabs.tell({ type: "gone", key });
      await this.disk.remove(key);
    };
    // What stays on the disk is read again, and sent again under its own id.
    gone().catch(() => undefined);
  }

  keys(prefix: string): string[] {
    return [...this.values.keys()].filter((k) => k.startsWith(prefix));
  }

  written(key: string): Promise<boolean> {
    return this.writes.get(key) ?? Promise.resolve(true);
  }

  watch(prefix: string, fn: () => void): void {
    this.watchers.add({ prefix, fn });
  }

  /** Reads again: a tab may have written without a word, because it was closed, or not been heard yet. */
  async refresh(): Promise<void> {
    for (const [key, value] of await this.disk.all(this.prefix).catch(() => [])) {
      // What was written while this was read is newer.
      if (typeof value === "string" && !this.values.has(key) && !this.gone.has(key)) this.values.set(key, value);
    }
    for (const { fn } of this.watchers) fn();
  }

  private async load(): Promise<void> {
    await this.refresh();
    for (const key of this.before.keys(this.prefix)) this.takeOver(key);
  }

  private takeOver(key: string): void {
    const value = this.before.get(key);
    if (value !== null && !this.values.has(key)) this.set(key, value);
  }

  private lose(key: string): void {
    this.values.delete(key);
    this.gone.add(key);
  }

  private async write(key: string, value: string): Promise<boolean> {
    try {
      await this.writes.get(key); // in the order in which they were set
      await this.disk.put(key, value);
      this.before.remove(key);
      if (this.values.get(key) === value) this.tabs.tell({ type: "kept", key, value });
      return true;
    } catch {
      return this.before.set(key, value);
    }
  }

  private tell(key: string): void {
    for (const { prefix, fn } of this.watchers) if (key.startsWith(prefix)) fn();
  }
}
