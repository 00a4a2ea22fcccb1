import { signal } from "@preact/signals";
import { type Attachment, maxAttachments } from "../wire/frames";
import { newID } from "../wire/id";
import type { Sending } from "./sending";
import { strings } from "./strings";

/** What the server takes, for the dialog of the browser. */
export const accepted = "image/*,.pdf,.txt,.zip,.docx,.xlsx";

/** A file that is to go with the next message. */
export interface Staged {
  key: string;
  name: string;
  /** A small picture as a data: address; "" where there is none. */
  thumb: string;
  state: "busy" | "done" | "failed";
  /** From 0 to 1. */
  progress: number;
  /** Why it failed, in the customer's language. */
  problem: string;
  /** Failed for good: sent again it would not be taken either. */
  final?: boolean;
  attachment?: Attachment;
  file: File;
}

/**
 * The files that are on their way to the server, or there, before the message that
 * shows them. What does the work (sending.ts) is fetched with the first file.
 */
export class Uploads {
  readonly list = signal<readonly Staged[]>([]);
  /** Why the last files were not taken; "" where they were. */
  readonly problem = signal("");
  private sending: Promise<Sending> | undefined;

  constructor(private readonly begin: (uploads: Uploads) => Promise<Sending>) {}

  /** Takes files and begins to send them; as many as there is room for. */
  add(files: Iterable<File>, room = maxAttachments - this.list.value.length): void {
    const all = [...files];
    this.problem.value = all.length > room ? strings.uploadMany(maxAttachments) : "";
    for (const file of all.slice(0, Math.max(0, room))) {
      const key = newID();
      this.list.value = [...this.list.value, { key, name: file.name || strings.picture, thumb: "", state: "busy", progress: 0, problem: "", file }];
      this.use((s) => void s.take(key, file));
    }
  }

  /** Sends one that failed again. */
  retry(key: string): void {
    const staged = this.list.value.find((s) => s.key === key);
    if (!staged) return;
    this.change(key, { state: "busy", progress: 0, problem: "" });
    this.use((s) => void s.take(key, staged.file));
  }

  /** Gives one up, sent or not; with room for others again there is no problem. */
  remove(key: string): void {
    this.release(key);
    this.problem.value = "";
  }

  /** Lets one go that is kept elsewhere now. */
  release(key: string): void {
    this.list.value = this.list.value.filter((s) => s.key !== key);
    this.use((s) => s.drop(key));
  }

  /** Those that are there. */
  ready(): Attachment[] {
    return this.list.value.flatMap((s) => (s.attachment ? [s.attachment] : []));
  }

  /** Whether one is still on its way, or failed: the message has to wait for it. */
  get pending(): boolean {
    return this.list.value.some((s) => s.state !== "done");
  }

  /** Forgets all: the message that shows them has been said. */
  clear(): void {
    for (const { key } of this.list.value) this.remove(key);
  }

  /** For who does the work: shows how far one is. */
  change(key: string, to: Partial<Staged>): void {
    this.list.value = this.list.value.map((s) => (s.key === key ? { ...s, ...to } : s));
  }

  private use(work: (s: Sending) => void): void {
    this.sending ??= this.begin(this);
    this.sending.then(work, () => {
      this.sending = undefined;
      for (const s of this.list.value) if (s.state === "busy") this.change(s.key, { state: "failed", problem: strings.uploadNet });
    });
  }
}
