// Long-polling for tests: what package gateway does at /poll, on the sessions of a
// FakeServer, and a network that cuts, doubles and loses.
import type { FakeServer, FakeSocket } from "./server";

/** What becomes of a request. "lost": it never arrived. "cut": it was served, and the answer did not arrive. */
export type Fate = "lost" | "cut" | number | undefined;

interface Session {
  socket: FakeSocket;
  first: number;
  frames: unknown[];
  closed: number;
  reader: number;
  changed: () => void;
}

const json = (status: number, body: unknown) =>
  new Response(JSON.stringify(body), { status, headers: { "Content-Type": "application/json" } });

/** Sessions by id, and the fetch that reaches them. */
export class FakePolls {
  readonly sessions = new Map<string, Session>();
  /** Requests that were made: "POST /poll", "GET /poll/1?after=0", ... */
  readonly made: string[] = [];
  /** Decides what becomes of a request; a number is the status of something on the way. */
  fate: (request: string) => Fate = () => undefined;

  private begun = 0;

  constructor(private readonly server: FakeServer) {}

  /** In place of the browser's. */
  readonly fetch = async (url: string, init: RequestInit = {}): Promise<Response> => {
    const { method = "GET", body, signal } = init;
    const { pathname, searchParams } = new URL(url);
    const request = `${method} ${pathname}${new URL(url).search}`;
    this.made.push(request);
    const fate = this.fate(request);
    await new Promise((done) => setTimeout(done, 2));
    if (fate === "lost" || !this.server.up) throw new TypeError("Failed to fetch");
    if (typeof fate === "number") return new Response("on the way", { status: fate });
    const aborted = new Promise<never>((_, fail) => signal?.addEventListener("abort", () => fail(signal.reason)));
    aborted.catch(() => undefined);
    if (signal?.aborted) throw signal.reason;
    const answer = await Promise.race([this.serve(method, pathname, searchParams, body as string), aborted]);
    if (fate === "cut") throw new TypeError("Failed to fetch");
    return answer;
  };

  private async serve(method: string, path: string, query: URLSearchParams, body: string): Promise<Response> {
    if (path === "/poll") return this.begin();
    const id = path.slice("/poll/".length);
    const s = this.sessions.get(id);
    if (!s) return new Response("gone", { status: 404 });
    if (method === "DELETE") {
      this.sessions.delete(id);
      s.socket.close();
      return new Response(null, { status: 204 });
    }
    if (method === "GET") return this.wait(s, Number(query.get("after")), Number(query.get("wait") ?? 25));
    if (s.closed) return json(503, { closed: s.closed, reason: "" });
    for (const frame of JSON.parse(body) as unknown[]) s.socket.send(JSON.stringify(frame));
    return new Response(null, { status: 204 });
  }

  private async begin(): Promise<Response> {
    const socket = this.server.connect();
    const s: Session = { socket, first: 0, frames: [], closed: 0, reader: 0, changed: () => undefined };
    const id = String(++this.begun);
    socket.addEventListener("message", (e) => {
      s.frames.push(JSON.parse((e as MessageEvent<string>).data));
      s.changed();
    });
    socket.addEventListener("close", (e) => {
      // A process that is gone knows no sessions; one that closes says why.
      if ((e as CloseEvent).code === 1006) this.sessions.delete(id);
      s.closed = (e as CloseEvent).code;
      s.changed();
    });
    await new Promise((done) => socket.addEventListener("open", done));
    this.sessions.set(id, s);
    return json(201, { session: id });
  }

  private async wait(s: Session, after: number, wait: number): Promise<Response> {
    const arrived = after - s.first;
    if (arrived < 0 || arrived > s.frames.length) return new Response("", { status: 409 });
    s.frames.splice(0, arrived);
    s.first = after;
    s.changed(); // who waited so far is answered empty
    const own = ++s.reader;
    if (s.frames.length === 0 && !s.closed) {
      await new Promise<void>((done) => {
        s.changed = done;
        setTimeout(done, wait * 1_000);
      });
      await Promise.resolve(); // what comes in one go leaves together
    }
    if (s.closed === 1006) throw new TypeError("Failed to fetch");
    if (own !== s.reader) return json(200, { n: after, frames: [] });
    const n = s.first + s.frames.length;
    return json(200, { n, frames: s.frames, ...(s.closed && { closed: s.closed, reason: "" }) });
  }
}
