// What only somebody needs who sends a file; fetched with the first one.
import { attachment } from "../wire/decode";
import type { Attachment } from "../wire/frames";
import { detail, visitorHeader } from "./http";
import { prepare as reduced, type Prepared } from "./picture";
import { strings } from "./strings";
import type { Uploads } from "./uploads";

/** Largest file that the server takes, in bytes. */
const largest = 10 * 1024 * 1024;

/** A file that is not taken, however often it is sent. The message is for the customer. */
export class Refused extends Error {}

/** What the server answers to those. */
const refusals = [400, 413, 415, 422];

/** Sends a file; rejects with a sentence for the customer. Stops when the signal says so. */
export type Post = (body: Blob, name: string, progress: (part: number) => void, signal: AbortSignal) => Promise<Attachment>;

/** Makes a file fit to be sent. */
export type Prepare = (file: File) => Promise<Prepared>;

/** What sending needs; tests pass their own. */
export interface SendingOptions {
  post: Post;
  prepare?: Prepare | undefined;
}

/** Sends the files that are staged. */
export class Sending {
  private readonly stops = new Map<string, AbortController>();

  constructor(
    private readonly shown: Uploads,
    private readonly options: SendingOptions,
  ) {}

  /** Sends a file, for the first time or again. */
  async take(key: string, file: File): Promise<void> {
    const stop = new AbortController();
    this.stops.set(key, stop);
    const { post, prepare = reduced } = this.options;
    try {
      const { body, name, thumb } = await prepare(file);
      if (stop.signal.aborted) return;
      this.shown.change(key, { thumb });
      if (body.size > largest) throw new Refused(strings.uploadSize);
      const done = await post(body, name, (progress) => this.shown.change(key, { progress }), stop.signal);
      this.shown.change(key, { state: "done", progress: 1, attachment: done });
    } catch (error) {
      if (stop.signal.aborted) return;
      this.shown.change(key, { state: "failed", problem: error instanceof Error ? error.message : strings.uploadFailed, final: error instanceof Refused });
    }
  }

  /** Gives one up, sent or not. */
  drop(key: string): void {
    this.stops.get(key)?.abort();
    this.stops.delete(key);
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
        else fail(new (refusals.includes(request.status) ? Refused : Error)(detail(request.responseText, strings.uploadFailed)));
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
