import { signal } from "@preact/signals";
import { attachment } from "../wire/decode";
import { type Attachment, maxAttachments } from "../wire/frames";
import { newID } from "../wire/id";
import { detail, visitorHeader } from "./http";
import type { Prepared } from "./picture";
import { strings } from "./strings";

/** Largest file that the server takes, in bytes. */
const largest = 10 * 1024 * 1024;

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
  /** Why it failed, in Chinese. */
  problem: string;
  attachment?: Attachment;
}

/** Sends a file; rejects with a Chinese sentence. Stops when the signal says so. */
export type Post = (body: Blob, name: string, progress: (part: number) => void, signal: AbortSignal) => Promise<Attachment>;

/** Makes a file fit to be sent. */
export type Prepare = (file: File) => Promise<Prepared>;

// What reduces pictures comes with the first file; where it cannot be had the file goes as it is.
async function reduced(file: File): Promise<Prepared> {
  const picture = await import("./picture").catch(() => null);
  return picture ? picture.prepare(file) : { body: file, name: file.name, thumb: "" };
}

/** The files that are on their way to the server, or there, before the message that shows them. */
export class Uploads {
  readonly list = signal<readonly Staged[]>([]);
  /** Why the last files were not taken; "" where they were. */
  readonly problem = signal("");
  private readonly files = new Map<string, { file: File; stop: AbortController }>();

  constructor(
    private readonly post: Post,
    private readonly prepare: Prepare = reduced,
  ) {}

  /** Takes files and begins to send them. */
  add(files: Iterable<File>): void {
    const room = maxAttachments - this.list.value.length;
    const all = [...files];
    this.problem.value = all.length > room ? strings.uploadMany(maxAttachments) : "";
    for (const file of all.slice(0, Math.max(0, room))) {
      const key = newID();
      this.list.value = [...this.list.value, { key, name: file.name || strings.picture, thumb: "", state: "busy", progress: 0, problem: "" }];
      void this.send(key, file);
    }
  }

  /** Sends one that failed again. */
  retry(key: string): void {
    const file = this.files.get(key)?.file;
    if (!file) return;
    this.change(key, { state: "busy", progress: 0, problem: "" });
    void this.send(key, file);
  }

  /** Gives one up, sent or not. */
  remove(key: string): void {
    this.files.get(key)?.stop.abort();
    this.files.delete(key);
    this.list.value = this.list.value.filter((s) => s.key !== key);
    this.problem.value = "";
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

  private async send(key: string, file: File): Promise<void> {
    const stop = new AbortController();
    this.files.set(key, { file, stop });
    try {
      const { body, name, thumb } = await this.prepare(file);
      if (stop.signal.aborted) return;
      this.change(key, { thumb });
      if (body.size > largest) throw new Error(strings.uploadSize);
      const done = await this.post(body, name, (progress) => this.change(key, { progress }), stop.signal);
      this.change(key, { state: "done", progress: 1, attachment: done });
    } catch (error) {
      if (stop.signal.aborted) return;
      this.change(key, { state: "failed", problem: error instanceof Error ? error.message : strings.uploadFailed });
    }
  }

  private change(key: string, to: Partial<Staged>): void {
    this.list.value = this.list.value.map((s) => (s.key === key ? { ...s, ...to } : s));
  }
}

/** Sends to this server, as the visitor with that token. XMLHttpRequest, because fetch does not tell how far it is. */
export function post(token: () => string): Post {
  return (body, name, progress, signal) =>
    new Promise((done, fail) => {
      const request = new XMLHttpRequest();
      const form = new FormData();
      form.append("file", body, name);
      request.open("POST", "/api/uploads");
      request.setRequestHeader(visitorHeader, token());
      request.upload.onprogress = (e) => {
        if (e.lengthComputable) progress(e.loaded / e.total);
      };
      request.onerror = () => fail(new Error(strings.uploadNet));
      request.onabort = () => fail(new Error(strings.uploadFailed));
      request.onload = () => {
        const file = request.status < 300 ? uploaded(request.responseText) : null;
        if (file) done(file);
        else fail(new Error(detail(request.responseText, strings.uploadFailed)));
      };
      signal.addEventListener("abort", () => request.abort());
      request.send(form);
    });
}

function uploaded(text: string): Attachment | null {
  try {
    return attachment(JSON.parse(text));
  } catch {
    return null;
  }
}
