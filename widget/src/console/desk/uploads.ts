import { type Attachment, maxAttachments } from "../../wire/frames";
import { newID } from "../../wire/id";
import { Source } from "../../wire/source";
import { upload } from "../http";
import { size } from "./size";
import { words } from "./talk-words";

/** A file that goes with a message. */
export interface FileItem {
  key: string;
  name: string;
  size: number;
  state: "sending" | "done" | "failed";
  /** How much of it was sent, 0 to 1. */
  share: number;
  /** When failed: why. */
  problem: string;
  /** When done. */
  upload?: Attachment;
  /** Of this page: what a picture of it is drawn from, and what is sent again. */
  file?: File;
}

/** Sends a file to the server. */
export type Send = (file: File, progress: (share: number) => void, signal: AbortSignal) => Promise<Attachment>;

/** The largest file that the server takes, in bytes. */
export const maxBytes = 10 * 1024 * 1024;

/** The largest film. */
export const maxFilm = 50 * 1024 * 1024;

/** Whether a file is a film, by what its page knows of it; the server looks at its bytes. */
export const isFilm = (file: File): boolean => file.type.startsWith("video/") || /\.(mp4|m4v|webm|mov)$/i.test(file.name);

/** The largest file of its kind, in bytes. */
export const largest = (file: File): number => (isFilm(file) ? maxFilm : maxBytes);

/** What the server takes, as file inputs name it. */
export const accepted = "image/png,image/jpeg,image/webp,image/gif,video/mp4,video/webm,.pdf,.txt,.zip,.docx,.xlsx";

const names = /\.(png|jpe?g|webp|gif|mp4|m4v|webm|mov|pdf|txt|zip|docx|xlsx)$/i;
const types = /^(image\/(png|jpeg|webp|gif)|video\/.+)$/;

/**
 * The files of one message while it is written. Each is uploaded as soon as it
 * is added, in its own time; one that failed stays and can be sent again. What
 * is uploaded already survives a reload, with the draft.
 */
export class Uploads extends Source {
  private all: FileItem[];
  private stops = new Map<string, AbortController>();

  constructor(
    restored: readonly Attachment[] = [],
    private readonly send: Send = upload,
  ) {
    super();
    this.all = restored.map(done);
  }

  get items(): readonly FileItem[] {
    return this.all;
  }

  /** The uploads that may be sent. */
  get uploaded(): Attachment[] {
    return this.all.flatMap((f) => f.upload ?? []);
  }

  /** Whether something is still on its way, or failed. */
  get unready(): boolean {
    return this.all.some((f) => f.state !== "done");
  }

  /** Adds files and begins to upload them; returns sentences about those that it did not take. */
  add(files: readonly File[]): string[] {
    const problems: string[] = [];
    for (const file of files) {
      const problem = this.problem(file);
      if (problem !== undefined) {
        problems.push(problem);
        continue;
      }
      const item: FileItem = { key: newID(), name: file.name, size: file.size, state: "sending", share: 0, problem: "", file };
      this.all = [...this.all, item];
      void this.run(item, file);
    }
    this.changed();
    return [...new Set(problems)];
  }

  /** Adds what the server has already, as the picture of a canned reply. */
  attach(attachment: Attachment): void {
    if (this.all.length >= maxAttachments || this.all.some((f) => f.upload?.id === attachment.id)) return;
    this.all = [...this.all, done(attachment)];
    this.changed();
  }

  /** Uploads a file that failed once more. */
  retry(key: string): void {
    const item = this.all.find((f) => f.key === key);
    if (item?.state !== "failed" || !item.file) return;
    this.change(key, { state: "sending", share: 0, problem: "" });
    void this.run(item, item.file);
  }

  remove(key: string): void {
    this.stops.get(key)?.abort();
    this.all = this.all.filter((f) => f.key !== key);
    this.changed();
  }

  /** They went with a message. */
  clear(): void {
    this.all = [];
    this.changed();
  }

  private problem(file: File): string | undefined {
    if (this.all.length >= maxAttachments) return words.files.tooMany(maxAttachments);
    if (file.size === 0) return words.files.empty(file.name);
    if (file.size > largest(file)) return words.files.tooBig(file.name, size(largest(file)));
    return names.test(file.name) || types.test(file.type) ? undefined : words.files.unsupported(file.name);
  }

  private async run({ key }: FileItem, file: File): Promise<void> {
    const stop = new AbortController();
    this.stops.set(key, stop);
    try {
      const upload = await this.send(file, (share) => this.change(key, { share }), stop.signal);
      this.change(key, { state: "done", share: 1, upload });
    } catch (error) {
      // One that was removed is not there any more to be shown as failed.
      this.change(key, { state: "failed", problem: (error as Error).message || words.files.failed });
    }
    this.stops.delete(key);
  }

  private change(key: string, part: Partial<FileItem>): void {
    if (!this.all.some((f) => f.key === key)) return;
    this.all = this.all.map((f) => (f.key === key ? { ...f, ...part } : f));
    this.changed();
  }
}

const done = (upload: Attachment): FileItem => ({
  key: upload.id, name: upload.name, size: upload.size, state: "done", share: 1, problem: "", upload,
});
