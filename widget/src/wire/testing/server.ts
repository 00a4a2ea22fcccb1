// A server for tests: it keeps the promises of the protocol in memory and loses
// connections, acks and frames when told to. Real enough that a client which is
// wrong fails against it: it stores, numbers, knows ids, resumes.
import type { CaseState, ClientFrame, LogEvent, Payload, QuestionHint, ServerFrame } from "../frames";

type Handler = (e: unknown) => void;

/** One connection, as the browser's WebSocket looks to a line. */
export class FakeSocket {
  readyState = 0;
  binaryType = "blob";
  sent: ClientFrame[] = [];
  private handlers = new Map<string, Set<Handler>>();

  constructor(readonly url: string) {}

  addEventListener(type: string, fn: Handler): void {
    if (!this.handlers.has(type)) this.handlers.set(type, new Set());
    this.handlers.get(type)?.add(fn);
  }
  removeEventListener(type: string, fn: Handler): void {
    this.handlers.get(type)?.delete(fn);
  }
  send(text: string): void {
    const frame = JSON.parse(text) as ClientFrame;
    this.sent.push(frame);
    this.onframe?.(frame);
  }
  close(code = 1000): void {
    if (this.readyState === 3) return;
    this.readyState = 3;
    this.onclosed?.(code);
  }
  onframe?: (frame: ClientFrame) => void;
  onclosed?: (code: number) => void;

  /** The server's side. */
  open(): void {
    this.readyState = 1;
    this.emit("open", {});
  }
  push(frame: ServerFrame | object): void {
    if (this.readyState === 1) this.emit("message", { data: JSON.stringify(frame) });
  }
  drop(code = 1006): void {
    if (this.readyState === 3) return;
    this.readyState = 3;
    this.emit("close", { code, reason: "" });
  }
  private emit(type: string, init: object): void {
    for (const fn of [...(this.handlers.get(type) ?? [])]) fn(Object.assign(new Event(type), init));
  }
}

/** The sockets that clients made, newest last. */
export class Sockets {
  readonly all: FakeSocket[] = [];
  /** The class to give to a session. */
  readonly socketClass: new (url: string) => FakeSocket;

  constructor(made: (s: FakeSocket) => void = () => undefined) {
    const { all } = this;
    this.socketClass = class extends FakeSocket {
      constructor(url: string) {
        super(url);
        all.push(this);
        made(this);
      }
    };
  }

  get last(): FakeSocket {
    const s = this.all.at(-1);
    if (!s) throw new Error("no socket was made");
    return s;
  }
}

/** A server with one visitor's conversation. Everything happens at once, in order. */
export class FakeServer {
  readonly log: LogEvent[] = [];
  readonly sockets = new Sockets((s) => this.accept(s));
  readonly received: ClientFrame[] = [];
  conversation = "c1";
  token = "token-1";
  up = true;
  /** What the welcome says of an identity. */
  identity: "ok" | "invalid" | undefined;
  /** Who lacks more events than `most` gets the last `keep`. */
  most = Infinity;
  keep = 50;
  /** What the welcome says of the case; by itself that the bot has it, once something was said. */
  standing?: CaseState;
  /** Decides what becomes of a frame, for faults: "drop" cuts the connection before it is read, "mute" after it is stored, "ignore" does nothing at all. */
  fault: (frame: ClientFrame) => "drop" | "mute" | "ignore" | { code: string; retry: boolean } | undefined = () => undefined;

  /** What is suggested to who has typed so much. */
  suggests: (typed: string) => QuestionHint[] = () => [];

  private live = new Set<FakeSocket>();
  private ids = new Map<string, number>();

  /** A connection that is not one of `sockets`. */
  connect(): FakeSocket {
    const socket = new FakeSocket("");
    this.accept(socket);
    return socket;
  }

  accept(socket: FakeSocket): void {
    // Opening is never synchronous.
    setTimeout(() => {
      if (!this.up) return socket.drop();
      socket.onframe = (f) => this.take(socket, f);
      socket.onclosed = () => this.live.delete(socket);
      socket.open();
    }, 1);
  }

  private take(socket: FakeSocket, frame: ClientFrame): void {
    this.received.push(frame);
    const fault = this.fault(frame);
    if (fault === "ignore") return;
    if (fault === "drop") return socket.drop();
    if (typeof fault === "object") {
      return socket.push({ type: "error", id: "id" in frame ? frame.id : undefined, message: "拒绝", ...fault });
    }
    this.serve(socket, frame, fault === "mute");
  }

  private serve(socket: FakeSocket, frame: ClientFrame, mute: boolean): void {
    switch (frame.type) {
      case "hello": {
        const known = frame.visitor === this.token;
        const behind = known ? frame.after : 0;
        const jump = this.log.length - behind > this.most;
        const after = jump ? this.log.length - this.keep : behind;
        socket.push({
          type: "welcome", id: frame.id, visitor: this.token, conversation: this.conversation,
          seq: this.log.length, after, resumed: known && !jump, state: this.standing ?? (this.log.length ? "bot" : ""),
          ...(this.identity && { identity: this.identity }),
        });
        this.live.add(socket);
        for (const e of this.log.slice(after)) socket.push({ type: "event", ...e });
        return;
      }
      case "fetch": {
        const [after, before] = [frame.after ?? 0, frame.before ?? Infinity];
        let events = this.log.filter((e) => e.seq > after && e.seq < before);
        const limit = frame.limit ?? 50;
        const more = events.length > limit;
        events = frame.after === undefined ? events.slice(-limit) : events.slice(0, limit);
        return socket.push({ type: "events", id: frame.id, events, more });
      }
      case "suggest":
        return socket.push({ type: "suggestions", id: frame.id, questions: this.suggests(frame.text) });
      case "read":
      case "typing":
        return;
      case "identify":
        return socket.push({ type: "ack", id: frame.id, seq: 0 });
      case "logout":
        return this.end(socket, frame.id);
    }
    this.command(frame, mute);
    if (mute) return socket.drop();
    socket.push({ type: "ack", id: frame.id, seq: this.ids.get(frame.id) });
  }

  /** The customer is gone: who comes next is another, with a conversation of his own. */
  private end(socket: FakeSocket, id: string): void {
    socket.push({ type: "ack", id, seq: 0 });
    this.token += "+";
    this.conversation += "+";
    this.log.length = 0;
    for (const s of [...this.live]) s.drop(4005);
    this.live.clear();
  }

  private command(frame: Extract<ClientFrame, { id: string }>, mute: boolean): void {
    if (this.ids.has(frame.id)) return;
    const e = this.append({ kind: "customer" }, this.payload(frame), frame.id, mute);
    this.ids.set(frame.id, e.seq);
  }

  /** What a customer's command comes to. */
  private payload(frame: ClientFrame): Payload {
    switch (frame.type) {
      case "form":
        return { kind: "filled", of: frame.of ?? 0, form: frame.form ?? "ticket", values: frame.values, ...filesOf(frame.attachments) };
      case "vote":
        return { kind: "voted", of: frame.of, helpful: frame.helpful };
      case "recall":
        return { kind: "recalled", of: frame.of };
      case "rate": {
        const { type: _, id: __, ...rated } = frame;
        return { kind: "rated", ...rated };
      }
      case "say":
        return { kind: "message", text: frame.text, ...(frame.re !== undefined && { re: frame.re }), ...filesOf(frame.attachments), ...(frame.card && { card: frame.card }) };
      default:
        return { kind: "message", ...this.words(frame) };
    }
  }

  private words(frame: ClientFrame): { text: string; re?: number; choice?: string } {
    if (frame.type !== "choose") return { text: frame.type };
    const offer = this.log[frame.of - 1];
    const label = offer?.kind === "message" ? offer.choices?.find((c) => c.key === frame.choice)?.label : undefined;
    return { text: label ?? "?", re: frame.of, choice: frame.choice };
  }

  /** Adds an event and sends it to who listens. */
  append(from: LogEvent["from"], payload: Payload, cid?: string, silent = false): LogEvent {
    const e: LogEvent = {
      conversation: this.conversation, seq: this.log.length + 1, at: Date.now(), case: 1, from,
      ...(cid !== undefined && { cid }), ...payload,
    };
    this.log.push(e);
    if (!silent) for (const s of this.live) s.push({ type: "event", ...e });
    return e;
  }

  /** kill -9 and start again: what was stored stays, connections do not. */
  crash(): void {
    this.up = false;
    for (const s of [...this.live]) s.drop();
    this.live.clear();
  }
}

/** Uploads, as the log shows them. */
const filesOf = (ids: readonly string[] | undefined) =>
  ids ? { attachments: ids.map((id) => ({ id, name: id, type: "image/png", size: 1, url: `/files/${id}` })) } : {};
