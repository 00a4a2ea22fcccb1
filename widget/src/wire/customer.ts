import { decode } from "./decode";
import type { CaseState, ClientFrame, Command, LogEvent, Page, Question, ServerFrame, Welcome } from "./frames";
import { Link, type SocketClass } from "./link";
import { Outbox } from "./outbox";
import { Requests, Unanswered } from "./requests";
import { Sender } from "./sender";
import type { Shelf } from "./shelf";
import { Source } from "./source";
import { Thread } from "./thread";
import { tidy } from "./tidy";

/** What a customer's session is made of. */
export interface CustomerOptions {
  /** Of the socket: ws:// or wss://. */
  url: string;
  site: string;
  page?: Page;
  shelf: Shelf;
  socketClass?: SocketClass;
  now?: () => number;
}

/** The connection as the customer sees it. Online means welcomed, not only connected. */
export type Connection = "connecting" | "online" | "waiting" | "stopped";

/** The close code that stands for a hello which the server refuses for good. */
const refusedHello = 4002;

/**
 * A customer's side of the protocol: one visitor, one conversation, one socket
 * that comes and goes. What was said is kept until it is acknowledged, over
 * reloads too; what was received is shown once, in order. Tabs that share a
 * shelf are the same visitor.
 */
export class CustomerSession extends Source {
  readonly thread: Thread;
  readonly outbox: Outbox;
  readonly link: Link;
  private readonly sender: Sender;
  private readonly requests: Requests;
  private readonly tokenKey: string;
  private conversation = "";
  private welcomed = false;
  private known = 0; // the seq that `state` is of
  private probing = false;
  private held = false; // the last command was not taken: too much waits

  /** Of the current case; "" before the first message. */
  state: CaseState = "";
  /** Place in the waiting line from 1; 0 = not in it, or not known. */
  position = 0;
  /** Why the server refused to talk, in Chinese; "" where it did not. */
  problem = "";

  constructor(private readonly options: CustomerOptions) {
    super();
    this.tokenKey = `yiwen/visitor/${options.site}`;
    this.outbox = new Outbox(options.shelf, `site:${options.site}`, options.now);
    this.requests = new Requests((frame) => this.send(frame));
    this.thread = new Thread((question) => this.requests.ask(question));
    this.link = new Link(
      options.url,
      { opened: () => void this.greet(), received: (data) => this.receive(data), lost: () => this.lost() },
      options.socketClass,
    );
    this.sender = new Sender(this.outbox, {
      deliver: (e) => this.send({ ...e.command, id: e.id }),
      dead: () => this.link.restart(),
    });
    for (const part of [this.thread, this.outbox, this.link]) part.subscribe(() => this.changed());
  }

  get connection(): Connection {
    const kind = this.link.state.kind;
    if (kind !== "open") return kind;
    return this.welcomed ? "online" : "connecting";
  }

  /** Whether the customer's last command was not taken because too much waits, and one would still not be. */
  get full(): boolean {
    return this.held && this.outbox.full;
  }

  /** Connects, or connects again after a stop. */
  start(): void {
    this.problem = "";
    this.link.start();
  }

  /** Ends the session; it cannot be started again. */
  close(): void {
    this.link.stop(1000);
    this.thread.close();
  }

  /** Sends a message. False, and nothing is sent, when it is empty or too much is waiting already. */
  say(text: string): boolean {
    const clean = tidy(text);
    return clean !== "" && this.command({ type: "say", text: clean });
  }

  /** Taps a choice that event `of` offered. */
  choose(of: number, choice: string): boolean {
    return this.command({ type: "choose", of, choice });
  }

  /** Asks for a person. */
  human(): boolean {
    return this.command({ type: "human" });
  }

  /** Leaves the waiting line. */
  cancel(): boolean {
    return this.command({ type: "cancel" });
  }

  /** Rates the last closed case. */
  rate(stars: number, solved: boolean | undefined, text: string): boolean {
    const words = tidy(text);
    return this.command({
      type: "rate", stars, ...(solved !== undefined && { solved }), ...(words && { text: words }),
    });
  }

  /** Tells how far the customer has looked; nothing when offline. */
  read(seq: number): void {
    if (this.welcomed) this.send({ type: "read", seq });
  }

  /** Tells that the customer is typing or stopped; nothing when offline. */
  typing(on: boolean): void {
    if (this.welcomed) this.send({ type: "typing", on });
  }

  /** Call when the network or the page comes back to life: waits no longer, or asks whether the connection lives. */
  async wake(): Promise<void> {
    if (this.link.state.kind === "waiting") {
      this.link.start();
      return;
    }
    if (!this.welcomed || this.probing) return;
    this.probing = true;
    try {
      await this.requests.ask({ type: "fetch", after: this.thread.last, limit: 1 });
    } catch (error) {
      if (error instanceof Unanswered && error.code === "silent") this.link.restart();
    } finally {
      this.probing = false;
    }
  }

  private command(command: Command): boolean {
    this.held = this.outbox.full;
    if (this.held) this.changed();
    else this.outbox.add(command);
    return !this.held;
  }

  private send(frame: ClientFrame): boolean {
    return this.link.send(JSON.stringify(frame));
  }

  private async greet(): Promise<void> {
    const { site, page, shelf } = this.options;
    const token = shelf.get(this.tokenKey);
    const hello: Question = {
      type: "hello", site, after: this.thread.last, ...(token && { visitor: token }), ...(page && { page }),
    };
    try {
      await this.requests.ask(hello, undefined, (w) => {
        if (w.type === "welcome") this.welcome(w, token);
      });
    } catch (error) {
      if (!(error instanceof Unanswered) || error.code === "lost") return;
      if (error.retry) {
        this.link.comeBack();
        return;
      }
      this.problem = error.message;
      this.link.stop(refusedHello);
    }
  }

  private welcome(w: Welcome, sent: string | null): void {
    // Two tabs may begin at the same time, each as a new visitor. The first to
    // write its token wins; nothing has been said yet, so the other just joins.
    const stored = this.options.shelf.get(this.tokenKey);
    if (stored !== null && stored !== sent && stored !== w.visitor) {
      this.link.restart();
      return;
    }
    this.options.shelf.set(this.tokenKey, w.visitor);
    if (w.conversation !== this.conversation || w.seq < this.thread.last || w.after > this.thread.last) {
      this.thread.reset(w.after);
    }
    this.conversation = w.conversation;
    this.state = w.state ?? "";
    this.known = w.seq;
    this.position = 0;
    this.welcomed = true;
    this.link.settled();
    this.thread.resumed();
    this.sender.connected();
    this.changed();
  }

  private lost(): void {
    this.welcomed = false;
    this.requests.lost();
    this.sender.lost();
    this.thread.lost();
    this.changed();
  }

  private receive(data: unknown): void {
    const frame = decode(data);
    if (frame) this.take(frame);
  }

  private take(frame: ServerFrame): void {
    switch (frame.type) {
      case "event":
        if (frame.conversation === this.conversation) this.event(frame);
        return;
      case "ack":
        this.sender.acked(frame.id, frame.seq);
        this.outbox.settle("", (cid) => this.thread.has(cid), this.thread.last);
        return;
      case "queue":
        this.position = frame.position;
        this.changed();
        return;
      case "typing":
        this.thread.showTyping(frame.from, frame.on);
        return;
      case "error":
        if (!this.sender.refused(frame)) this.requests.answered(frame);
        return;
      case "welcome":
      case "events":
        this.requests.answered(frame);
    }
  }

  private event(e: LogEvent): void {
    this.thread.add(e);
    this.outbox.settle("", (cid) => this.thread.has(cid), this.thread.last);
    if (e.seq <= this.known) return;
    this.known = e.seq;
    this.state = after(this.state, e);
    if (this.state !== "waiting") this.position = 0;
    this.changed();
  }
}

/** The state of the case after an event, as package handoff defines it. */
function after(state: CaseState, e: LogEvent): CaseState {
  switch (e.kind) {
    case "handoff":
    case "transferred":
      return "waiting";
    case "ticketed":
      return state === "waiting" ? "bot" : state;
    case "assigned":
      return "assigned";
    case "returned":
      return "bot";
    case "closed":
      return "closed";
    case "message":
      return e.from.kind === "customer" && (state === "" || state === "closed") ? "bot" : state;
    default:
      return state;
  }
}
