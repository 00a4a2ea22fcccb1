// Long-polling: what a link goes on by where no WebSocket gets through. Loaded
// when it is needed; see section 9 of docs/protocol.md.

/** Who hears of a session. */
export interface PollEvents {
  /** A frame, once and in order. */
  received(text: string): void;
  /** The session has ended, with the server's close code, or 1006. Nothing comes after. */
  closed(code: number): void;
}

/** What the server bounds: frames of a request, and their bytes, of which a character takes at most three. */
const [mostFrames, mostText] = [32, 16_000];
/** Seconds that the server may wait for a frame: at first, and where something on the way cuts every answer that takes long. */
const [longestWait, shortestWait] = [25, 3];
/** How long a request may take beside waiting: a full answer on a line of 1 KiB/s. Milliseconds. */
const patience = 45_000;
/** A request that failed sooner did not reach the server. Milliseconds. */
const soon = 2_000;
/** Failures in a row after which the session is given up, and the pause after the first, which then trebles. */
const [mostFailures, firstPause] = [4, 250];

/** What a request came to: 0 = it did not get through. */
interface Answer {
  status: number;
  body?: { n?: unknown; frames?: unknown; closed?: unknown };
}

/** How long the server may take to begin a session. Milliseconds. */
const longestBegin = 10_000;

/** Asks the server for a session; resolves with its address, or undefined where it, or something on the way, gives none. */
export async function begin(polls: string): Promise<string | undefined> {
  const request = new AbortController();
  const timer = setTimeout(() => request.abort(), longestBegin);
  try {
    const answer = await fetch(polls, { method: "POST", signal: request.signal });
    if (answer.status !== 201) return undefined;
    const { session } = (await answer.json()) as { session: string };
    return `${polls}/${session}`;
  } catch {
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}

/**
 * One session. Requests that fail are made again: the server keeps what it was
 * not told to have arrived, and knows commands by their ids. It does not come
 * back after its end; the link does.
 */
export class Poll {
  private after = 0; // frames that arrived
  private wait = longestWait;
  private cuts = 0; // answers in a row that were cut while waited for
  private outgoing: string[] = [];
  private sending = false;
  private over = false;
  private readonly requests = new Set<AbortController>();
  private listening: AbortController | undefined;
  private nudged = false;

  /** left is a session that this one replaces, by its address, or "". */
  constructor(
    readonly url: string,
    left: string,
    private readonly events: PollEvents,
  ) {
    if (left) this.leave(left);
    addEventListener("pagehide", this.hide);
    addEventListener("pageshow", this.nudge);
    addEventListener("online", this.nudge);
    document.addEventListener("visibilitychange", this.nudge);
    void this.listen();
  }

  /** Sends a frame, behind those before it. False when the session has ended. */
  send(text: string): boolean {
    if (this.over) return false;
    this.outgoing.push(text);
    if (!this.sending) void this.pump();
    return true;
  }

  /** Ends the session. Nobody hears of it any more. */
  close(): void {
    if (this.finish()) this.leave(this.url);
  }

  // The page goes, perhaps to be shown again: the server need not wait for it.
  private readonly hide = () => {
    this.leave(this.url);
    this.end(1006);
  };

  // The page or the network comes back to life: the request that is on its way may
  // be dead, and nobody would know for long. A new one takes its place.
  private readonly nudge = () => {
    this.nudged = document.visibilityState === "visible";
    if (this.nudged) this.listening?.abort();
  };

  private finish(): boolean {
    if (this.over) return false;
    this.over = true;
    removeEventListener("pagehide", this.hide);
    removeEventListener("pageshow", this.nudge);
    removeEventListener("online", this.nudge);
    document.removeEventListener("visibilitychange", this.nudge);
    for (const request of this.requests) request.abort();
    return true;
  }

  private end(code: number): void {
    if (this.finish()) this.events.closed(code);
  }

  // Without an answer the server ends the session by itself after a minute.
  private leave(url: string): void {
    fetch(url, { method: "DELETE", keepalive: true }).catch(() => undefined);
  }

  /** Fetches frames until the end. */
  private async listen(): Promise<void> {
    let failures = 0;
    while (!this.over) {
      const began = Date.now();
      this.listening = new AbortController();
      this.nudged = false;
      const answer = await this.ask(this.listening, `?after=${this.after}&wait=${this.wait}`, this.wait * 1_000 + patience);
      if (answer.status === 200) {
        failures = this.cuts = 0;
        this.take(answer);
      } else if (this.over || this.refused(answer)) {
        return;
      } else if (this.nudged) {
        continue;
      } else if (Date.now() - began >= soon) {
        this.cut(Date.now() - began);
      } else if (!(await this.pause(++failures))) {
        return;
      }
    }
  }

  /** Takes in what came. */
  private take({ body }: Answer): void {
    if (this.over) return;
    const { n, frames, closed } = body ?? {};
    if (!Array.isArray(frames) || n !== this.after + frames.length) return this.end(1006);
    this.after = n as number;
    for (const frame of frames) {
      if (this.over) return;
      this.events.received(JSON.stringify(frame));
    }
    if (typeof closed === "number") this.end(closed);
  }

  /** An answer was cut that took long. Twice in a row it is no accident: less is asked for. */
  private cut(took: number): void {
    if (++this.cuts < 2) return;
    this.cuts = 0;
    this.wait = Math.max(shortestWait, Math.min(this.wait, Math.floor((took / 1_000) * 0.75)));
  }

  /** Sends what is to be sent, one request at a time. */
  private async pump(): Promise<void> {
    this.sending = true;
    await Promise.resolve(); // what is said in one go travels together
    let failures = 0;
    while (!this.over && this.outgoing.length > 0) {
      const batch = this.batch();
      const answer = await this.ask(new AbortController(), "", patience, `[${batch.join()}]`);
      if (answer.status === 204) {
        failures = 0;
        this.outgoing.splice(0, batch.length);
      } else if (typeof answer.body?.closed === "number") {
        this.outgoing = []; // the next frames that are fetched say why, and that it is the end
      } else if (this.refused(answer) || !(await this.pause(++failures))) {
        return;
      }
    }
    this.sending = false;
  }

  private batch(): string[] {
    let size = 0;
    const fits = this.outgoing.findIndex((text, i) => (size += text.length) > mostText && i > 0);
    return this.outgoing.slice(0, Math.min(mostFrames, fits < 0 ? mostFrames : fits));
  }

  /** Ends where the server does not know this session, or how far we are in it. */
  private refused({ status, body }: Answer): boolean {
    if (typeof body?.closed === "number") this.end(body.closed);
    else if (status >= 400 && status < 500 && status !== 408 && status !== 429) this.end(1006);
    return this.over;
  }

  /** Waits after a failure; false when it was one too many, or the end came meanwhile. */
  private async pause(failures: number): Promise<boolean> {
    if (failures >= mostFailures) this.end(1006);
    else await new Promise((done) => setTimeout(done, firstPause * 3 ** (failures - 1) * (0.75 + Math.random() / 2)));
    return !this.over;
  }

  private async ask(request: AbortController, query: string, within: number, body?: string): Promise<Answer> {
    this.requests.add(request);
    const timer = setTimeout(() => request.abort(), within);
    try {
      const init = body === undefined ? {} : { method: "POST", body, headers: { "Content-Type": "application/json" } };
      const answer = await fetch(this.url + query, { ...init, cache: "no-store", signal: request.signal });
      const { status } = answer;
      // What is not JSON is not of the server, but of something on the way.
      const ours = answer.headers.get("Content-Type") === "application/json";
      return ours ? { status, body: (await answer.json()) as NonNullable<Answer["body"]> } : { status };
    } catch {
      return { status: 0 };
    } finally {
      clearTimeout(timer);
      this.requests.delete(request);
    }
  }
}
