import type { Shelf } from "../wire/shelf";
import type { FormItem } from "./screen";

/** What was written into forms and is not sent yet, by form, over reloads. */
export class Drafts {
  constructor(private readonly shelf: Shelf) {}

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
    this.shelf.set(key(conversation, seq), JSON.stringify(values));
  }

  drop({ conversation }: FormItem, seq: number): void {
    this.shelf.remove(key(conversation, seq));
  }
}

const key = (conversation: string, seq: number) => `yiwen/form/${conversation}/${seq}`;
