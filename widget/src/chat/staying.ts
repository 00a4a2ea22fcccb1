// The files in the box, over a reload: kept in the browser's database from when they
// are picked until they are said, taken out, or the customer has left.
import { effect, type ReadonlySignal } from "@preact/signals";
import type { Disk } from "../wire/disk";
import { type Attachment, maxAttachments } from "../wire/frames";
import { newID } from "../wire/id";
import type { Locks } from "../wire/turn";
import type { Staged, Uploads } from "./uploads";

/** So many bytes that the server does not have yet are kept; what is more lives as long as the page. */
export const mostBytes = 32 * 1024 * 1024;

/** So long, in milliseconds: then the server throws away what nobody has said, and nobody expects it here. */
export const longestStay = 24 * 60 * 60 * 1000;

/** So long a page that was just closed may take to be gone. Milliseconds. */
const patience = 2_000;

/** One file as it is kept: its bytes, or when the server has those, what it is there. */
interface Stay extends Pick<Staged, "name" | "thumb"> {
  at: number;
  file?: File;
  attachment?: Attachment;
}

/**
 * Mirrors what is staged in the database. A tab marks what is its own with a lock,
 * which ends with the page, however that ends: what nobody holds is of a page that is
 * gone, and the next one shows it. Where the database fails nothing is kept.
 */
export class Staying {
  private readonly prefix: string;
  private readonly mine = new Map<string, { staged: Staged; key: string; at: number }>(); // by staged key, as it is on the disk
  private own = ""; // with what the keys of this tab begin
  private work: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly disk: Disk,
    private readonly holding: Locks,
    site: string,
    private readonly uploads: Uploads,
    private readonly visit: ReadonlySignal<number>,
    private readonly now: () => number = Date.now,
  ) {
    this.prefix = `yiwen/files/${encodeURIComponent(site)}/`;
  }

  /** Shows what pages that are gone have left, if this browser has `known` the customer all along, and keeps what is staged from now on. */
  async begin(known: boolean): Promise<void> {
    const before = this.visit.value;
    const left = await this.abandoned();
    if (known && this.visit.value === before) this.show(left);
    else for (const [key] of left) this.then(() => this.disk.remove(key));
    effect(() => this.mirror(this.uploads.list.value));
    effect(() => {
      if (this.visit.value > 0) this.then(() => this.forget());
    });
  }

  /** What is on the disk and no page holds. This one does from now on. */
  private async abandoned(): Promise<[string, Stay][]> {
    const all = (await this.disk.all(this.prefix)) as [string, Stay][];
    const owners = new Set(all.map(([key]) => owner(key)));
    const got = new Set<string>();
    await Promise.all([...owners].map(async (name) => (await this.hold(name)) && got.add(name)));
    return all.filter(([key]) => got.has(owner(key)));
  }

  private show(left: [string, Stay][]): void {
    const fresh = left.filter(([, r]) => this.now() - r.at < longestStay && (r.file ?? r.attachment)).sort(([, a], [, b]) => a.at - b.at);
    const shown = fresh.slice(0, Math.max(0, maxAttachments - this.uploads.list.value.length)).map(([key, { at, ...r }]) => {
      const staged: Staged = { key: newID(), progress: 0, problem: "", file: new File([], r.name), state: r.attachment ? "done" : "failed", ...r };
      this.mine.set(staged.key, { staged, key, at });
      return staged;
    });
    const taken = new Set([...this.mine.values()].map((m) => m.key));
    for (const [key] of left) if (!taken.has(key)) this.then(() => this.disk.remove(key));
    this.uploads.list.value = [...shown, ...this.uploads.list.value];
    for (const { key, state } of shown) if (state === "failed") this.uploads.retry(key);
  }

  /** Makes the disk hold what is staged. */
  private mirror(list: readonly Staged[]): void {
    for (const [staged, { key }] of this.mine) {
      if (list.some((s) => s.key === staged)) continue;
      this.mine.delete(staged);
      this.then(() => this.disk.remove(key));
    }
    let room = mostBytes;
    for (const staged of list) {
      if (!staged.attachment) {
        if (staged.file.size > room) continue;
        room -= staged.file.size;
      }
      const last = this.mine.get(staged.key);
      const same = last && last.staged.attachment === staged.attachment && last.staged.thumb === staged.thumb;
      if (same) continue;
      const at = last?.at ?? this.now() + this.mine.size / 100; // in the order in which they were picked
      const key = last?.key ?? `${this.owned()}${staged.key}`;
      this.mine.set(staged.key, { staged, key, at });
      const { name, thumb, attachment, file } = staged;
      this.then(() => this.disk.put(key, { name, thumb, at, ...(attachment ? { attachment } : { file }) }));
    }
  }

  /** Whose the customer's files were is another, or nobody: nothing of his stays, of other tabs either. */
  private async forget(): Promise<void> {
    for (const [key] of await this.disk.all(this.prefix)) await this.disk.remove(key);
  }

  private owned(): string {
    if (this.own === "") {
      this.own = `${this.prefix}${newID()}/`;
      void this.hold(owner(this.own));
    }
    return this.own;
  }

  /** Holds a lock for as long as this page is there; false where another one does. */
  private hold(name: string): Promise<boolean> {
    return new Promise((done) => {
      const late = new AbortController();
      const timer = setTimeout(() => late.abort(), patience);
      const held = () => {
        clearTimeout(timer);
        done(true);
        return new Promise<void>(() => undefined);
      };
      this.holding.request(name, { signal: late.signal }, held).catch(() => done(false));
    });
  }

  /** One after the other: what is written last counts. What fails is not kept. */
  private then(next: () => Promise<void>): void {
    this.work = this.work.then(next).catch(() => undefined);
  }
}

/** Whose a key is: all of it but the file's own name. */
const owner = (key: string) => key.slice(0, key.lastIndexOf("/"));
