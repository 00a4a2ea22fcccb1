import type { Shelf } from "../wire/shelf";
import type { FormItem } from "./screen";

/** So many other drafts are kept beside the one that is written. */
const mostKept = 19;

/** What was written and is not sent yet, in the box below and into forms, over reloads. */
export class Drafts {
  private readonly box: string;

  constructor(
    private readonly shelf: Shelf,
    site: string,
  ) {
    this.box = `yiwen/text/${site}`;
  }

  /** What is in the box. */
  get text(): string {
    return this.shelf.get(this.box) ?? "";
  }

  set text(text: string) {
    if (text === "") this.shelf.remove(this.box);
    else this.shelf.set(this.box, text);
  }

  /** What was written into the form of message `seq`; empty where nothing was. */
  get({ conversation }: FormItem, seq: number): Record<string, string> {
    try {
      const kept = JSON.parse(this.shelf.get(key(conversation, seq)) ?? "{}") as Record<string, unknown>;
      return Object.fromEntries(Object.entries(kept).filter((e): e is [string, string] => typeof e[1] === "string"));
    } catch {
      // Not written by this program.
      return {};
    }
  }

  set({ conversation }: FormItem, seq: number, values: Record<string, string>): void {
    // Forms that were left half-way are not kept for ever.
    const kept = this.shelf.keys(prefix).filter((k) => k !== key(conversation, seq));
    for (const k of kept.slice(0, Math.max(0, kept.length - mostKept))) this.shelf.remove(k);
    this.shelf.set(key(conversation, seq), JSON.stringify(values));
  }

  drop({ conversation }: FormItem, seq: number): void {
    this.shelf.remove(key(conversation, seq));
  }

  /** Forgets all. */
  clear(): void {
    for (const k of this.shelf.keys(prefix)) this.shelf.remove(k);
    this.text = "";
  }
}

const prefix = "yiwen/form/";
const key = (conversation: string, seq: number) => `${prefix}${conversation}/${seq}`;
