import { Commands } from "./commands";
import { decode } from "./decode";
import { Delivery } from "./delivery";
import { maxFetch, maxTyping } from "./frames";
import type {
  Announced, Attachment, Attributes, CaseState, ClientFrame, Command, LogEvent, Question, QuestionHint, Refusal, ServerFrame, Welcome,
} from "./frames";
import { Farewell, loggedOut } from "./farewell";
import type { Kept } from "./kept";
import { Link } from "./link";
import type { Outbox } from "./outbox";
import { Requests, Unanswered } from "./requests";
import { stateAfter } from "./state";
import { Thread } from "./thread";
import { tidy } from "./tidy";
import type { Connection, CustomerOptions } from "./visit";

/**
 * How long a connection may be silent, in milliseconds, before it is asked whether
 * it lives. The browser answers the server's pings without telling us, so that one
 * which is dead in both directions looks like one on which nobody speaks.
 */
const silence = 30_000;

/** The close code that stands for a hello which the server refuses for good. */
const refusedHello = 4002;

/**
 * A customer's side of the protocol: one visitor, one conversation, one socket
 * that comes and goes. What was said is kept until it is acknowledged, over
 * reloads too; what was received is shown once, in order. Tabs that share a
 * shelf are the same visitor.
 */
export class CustomerSession extends Commands {
  readonly thread: Thread;
  readonly link: Link;
  private readonly delivery: Delivery;
  private readonly requests: Requests;
  private readonly tokenKey: string;
  private conversation = "";
  private begun = false;
  private welcomed = false;
  private known = 0; // the seq that `state` is of
  private probing = false;
  private quiet: ReturnType<typeof setTimeout> | undefined;
  private fresh = 0; // events after this one happen now
  private ahead = -Infinity; // of the server's clock before ours, in milliseconds, as far as events tell
  private identified: string;
  /** What the shop's page says of its customer, unsigned. */
  attributes: Attributes;
  private mine = ""; // the token that what is shown here is of
  private visitor = ""; // that of a visitor who has not done anything yet, and whom this browser does not know
  private met = false; // he has
  private leaving: Farewell | undefined; // the customer logs out
  private held = false; // the last command was not taken: too much waits

  /** Of the current case; "" before the first message. */
  state: CaseState = "";
  /** Place in the waiting line from 1; 0 = not in it, or not known. */
  position = 0;
  /** Expected wait in seconds, 0 = next; undefined = not known. */
  eta: number | undefined;
  /** What became of the shop's identity at the last hello; undefined where none was sent. */
  identity: "ok" | "invalid" | undefined;
  /** What is announced; null = nothing, undefined = the server was not heard so far. */
  notice: Announced | null | undefined;
  /** Why the visitor may not go on, in Chinese; "" where he may. */
  blocked = "";
  /** Why the server refused to talk, in Chinese; "" where it did not. */
  problem = "";

  constructor(private readonly options: CustomerOptions) {
    super();
    this.identified = options.identity ?? "";
    this.attributes = options.attributes ?? {};
    this.tokenKey = `yiwen/visitor/${options.site}`;
    this.requests = new Requests((frame) => this.send(frame));
    this.thread = new Thread((question) => this.requests.ask(question));
    this.link = new Link(
      options.url,
      { opened: () => this.opened(), received: (data) => this.receive(data), lost: () => this.lost() },
      options.socketClass,
      options.polls,
    );
    this.delivery = new Delivery(options, {
      send: (frame) => this.send(frame),
      dead: () => this.link.restart(),
      stored: () => this.settle(),
    });
    this.thread.subscribe(() => this.settle());
    for (const part of [this.thread, this.outbox, this.link]) part.subscribe(() => this.changed());
  }

  /** What the customer has said and is not in the log yet. */
  get outbox(): Outbox {
    return this.delivery.outbox;
  }

  /** Has what this tab shares with others brought, once; null where it cannot be had in time. */
  keep(): Promise<Kept | null> {
    return this.delivery.keep();
  }

  get connection(): Connection {
    if (!this.begun) return "online"; // nothing is wrong, and nobody waits
    const kind = this.link.state.kind;
    if (kind !== "open") return kind;
    return this.welcomed ? "online" : "connecting";
  }

  /** Whether the visit has ended: start begins another one. */
  get gone(): boolean {
    const { state } = this.link;
    return this.leaving !== undefined || (state.kind === "stopped" && state.code === loggedOut);
  }

  /** Whether all that was said before this connection is here. */
  get caughtUp(): boolean {
    return this.welcomed && this.thread.last >= this.fresh;
  }

  /** Whether the customer's last command was not taken because too much waits, and one would still not be. */
  get full(): boolean {
    return this.held && this.outbox.full;
  }

  /** Connects, or connects again after a stop. */
  start(): void {
    if (this.leaving) {
      this.leaving.anew = true;
      return;
    }
    this.problem = "";
    this.begun = true;
    if (this.remembered) this.meet();
    this.link.start();
  }

  /** Whether this browser knows the visitor: he has done something here before. */
  get remembered(): boolean {
    return this.options.shelf.get(this.tokenKey) !== null;
  }

  /**
   * The visitor does something: he writes, picks a file, taps. From now on this browser
   * knows him; before that nothing is kept in it.
   */
  meet(): void {
    if (this.met) return;
    this.met = true;
    void this.keep();
    if (!this.joined()) this.store(this.token);
  }

  /** Ends the session; it cannot be started again. */
  close(): void {
    this.link.stop(1000);
    this.delivery.close();
    this.thread.close();
  }

  /**
   * Tells who the shop says that the customer is now. The conversation goes on as
   * his, unless it is another customer's. "" = he signed out, which ends the visit.
   */
  identify(identity: string): void {
    if (identity === this.identified) return;
    if (identity === "") {
      void this.logout();
      return;
    }
    this.identified = identity;
    if (this.welcomed) void this.introduce();
  }

  /** Tells what the shop's page says of its customer, in place of what it said before. */
  describe(attributes: Attributes): void {
    if (JSON.stringify(attributes) === JSON.stringify(this.attributes)) return;
    this.attributes = attributes;
    // Where it is not taken the next hello says it.
    if (this.welcomed) this.requests.ask({ type: "identify", attributes }).catch(() => undefined);
  }

  /**
   * Ends the visit: nothing of the customer is left here when it returns, and his
   * token proves nobody any more when it resolves, if the server could be reached in
   * time. If not, this page goes on trying, and holds the token in memory for that
   * alone. start begins anew, as a new visitor, after that.
   */
  logout(): Promise<void> {
    if (this.leaving) return this.leaving.done;
    const { token, welcomed } = this;
    this.forget(true);
    this.met = false;
    this.identified = "";
    this.attributes = {};
    if (token === "") {
      this.link.stop(loggedOut);
      return Promise.resolve();
    }
    const leaving = new Farewell({
      site: this.options.site, token, requests: this.requests, link: this.link,
      over: () => {
        this.leaving = undefined;
        this.link.stop(loggedOut);
        if (leaving.anew) this.start();
      },
    });
    this.leaving = leaving;
    if (welcomed) void leaving.tell();
    else if (this.link.state.kind !== "open") this.link.start();
    return leaving.done;
  }

  /**
   * Call when another tab may have changed what this browser keeps: who did something
   * there is known here, and what is of who has left is not shown any more.
   */
  recheck(): void {
    const joined = this.joined();
    if (this.remembered) this.meet();
    if (joined || this.mine === "" || this.mine === this.token) return;
    this.forget(false);
    this.met = false;
    this.identified = ""; // the page around says so again, if it still means it
    this.link.stop(loggedOut);
  }

  /**
   * The time by the server's clock, in Unix milliseconds, as well as it can be
   * told: phones are wrong by minutes, and promises are kept by the minute. What
   * happens now comes with the server's time, and late by the way here.
   */
  now(): number {
    const own = (this.options.now ?? Date.now)();
    return Number.isFinite(this.ahead) ? own + this.ahead : own;
  }

  /** The token that proves the visitor to the server's pages; "" before the first welcome. */
  get token(): string {
    return this.options.shelf.get(this.tokenKey) || this.visitor;
  }

  /** Tells how far the customer has looked; nothing when offline. */
  read(seq: number): void {
    if (this.welcomed) this.send({ type: "read", seq });
  }

  /** Tells that the customer is typing, and what, or stopped; nothing when offline. */
  typing(on: boolean, text = ""): void {
    if (!this.welcomed) return;
    const words = on ? [...tidy(text)].slice(0, maxTyping).join("") : "";
    this.send({ type: "typing", on, ...(words && { text: words }) });
  }

  /** Asks for a page of what came before event `before`, for who does not want it kept here. Rejects where there is no answer. */
  past(before: number): Promise<ServerFrame> {
    return this.requests.ask({ type: "fetch", before, limit: maxFetch });
  }

  /**
   * The published questions that the customer may be typing; none when offline, or
   * where the server has something to say against it: nobody waits for these.
   */
  async suggest(text: string): Promise<QuestionHint[]> {
    if (!this.welcomed) return [];
    try {
      const answer = await this.requests.ask({ type: "suggest", text: [...tidy(text)].slice(0, maxTyping).join("") });
      return answer.type === "suggestions" ? answer.questions : [];
    } catch {
      return [];
    }
  }

  /**
   * Call when the network or the page comes back to life: waits no longer, or asks
   * whether the connection lives. `cut`: it does not, the browser had put the page away.
   */
  async wake(cut = false): Promise<void> {
    this.recheck();
    this.delivery.take(); // whoever sends may be frozen
    const { kind } = this.link.state;
    if (kind === "waiting" || (cut && kind === "open")) {
      this.link.restart();
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

  protected command(command: Command, files: readonly Attachment[] = []): boolean {
    this.held = this.outbox.full;
    if (this.held) {
      this.changed();
    } else {
      this.meet();
      this.outbox.add(command, "", true, files);
      this.delivery.take();
    }
    if (this.gone || !this.begun) this.start(); // who says something after he has left begins anew
    return !this.held;
  }

  private store(token: string): void {
    this.options.shelf.set(this.tokenKey, token);
    this.visitor = "";
  }

  /** Joins the visitor of another tab, who was the first to do something: nothing has been said here yet. */
  private joined(): boolean {
    if (this.visitor === "" || this.token === this.visitor) return false;
    this.visitor = this.mine = "";
    this.link.restart();
    return true;
  }

  private settle(): void {
    this.outbox.settle("", (cid) => this.thread.has(cid), this.thread.last);
  }

  private send(frame: ClientFrame): boolean {
    return this.link.send(JSON.stringify(frame));
  }

  private opened(): void {
    this.recheck(); // this page may have slept through another tab's logout
    if (this.leaving) void this.leaving.come();
    else if (this.link.state.kind === "open") void this.greet();
  }

  private async greet(): Promise<void> {
    const { site, page, locale } = this.options;
    const { token, identified: identity, attributes } = this;
    const hello: Question = {
      type: "hello", site, after: this.thread.last,
      ...(token && { visitor: token }), ...(page && { page }), ...(identity && { identity }),
      ...(Object.keys(attributes).length > 0 && { attributes }), ...(locale && { locale: locale() }),
    };
    try {
      await this.requests.ask(hello, undefined, (w) => {
        if (w.type === "welcome") this.welcome(w, token, identity);
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

  /** Tells the server who the customer is now. */
  private async introduce(): Promise<void> {
    const { identified: identity } = this;
    try {
      await this.requests.ask({ type: "identify", identity });
      if (identity === this.identified) this.identity = "ok";
    } catch (error) {
      if (!(error instanceof Unanswered) || error.code === "lost" || identity !== this.identified) return;
      if (error.code === "conflict") {
        // What is here is another customer's, and not for these eyes.
        this.forget(true);
        this.link.restart();
      } else if (error.retry) {
        this.link.comeBack(); // the next hello says it
      } else {
        this.identity = "invalid";
      }
    }
    this.changed();
  }

  /** Forgets the customer: here, and with `shelf` in this browser. */
  private forget(shelf: boolean): void {
    if (shelf) {
      this.options.shelf.remove(this.tokenKey);
      this.outbox.clear();
    } else {
      this.outbox.drop();
    }
    this.mine = this.visitor = this.conversation = this.blocked = this.problem = "";
    this.welcomed = false;
    this.delivery.lost();
    this.state = "";
    this.identity = undefined;
    this.leaveLine();
    this.thread.reset(0);
    this.options.forgotten?.();
    this.changed();
  }

  private welcome(w: Welcome, sent: string, identity: string): void {
    if (this.leaving) {
      void this.leaving.tell(); // he logged out while the hello was on its way
      return;
    }
    // Two tabs may begin at the same time, each as a new visitor. The first to
    // write its token wins; nothing has been said yet, so the other just joins.
    const stored = this.options.shelf.get(this.tokenKey) ?? "";
    if (stored !== "" && stored !== sent && stored !== w.visitor) {
      this.link.restart();
      return;
    }
    // Another customer has signed in at this browser: what the one before him
    // wrote and did not get out is not for the other's eyes, nor in his name.
    if (sent !== "" && sent !== w.visitor && w.identity === "ok") this.forget(true);
    this.mine = w.visitor;
    if (this.met || stored !== "") this.store(w.visitor);
    else this.visitor = w.visitor;
    if (w.conversation !== this.conversation || w.seq < this.thread.last || w.after > this.thread.last) {
      this.thread.reset(w.after);
    }
    this.conversation = w.conversation;
    this.state = w.state ?? "";
    this.known = w.seq;
    this.fresh = w.seq;
    this.leaveLine();
    this.identity = w.identity;
    this.notice = w.notice ?? null;
    this.blocked = "";
    this.welcomed = true;
    this.link.settled();
    this.thread.resumed();
    this.outbox.resumed(w.seq);
    this.delivery.connected();
    this.heard();
    this.changed();
    if (this.identified !== identity) void this.introduce();
  }

  private lost(): void {
    this.welcomed = false;
    clearTimeout(this.quiet);
    this.requests.lost();
    this.delivery.lost();
    this.thread.lost();
    if (this.gone && this.mine !== "") {
      this.forget(this.token === this.mine);
      this.identified = "";
    }
    this.changed();
  }

  /** Something was heard: after as much silence again the connection is asked whether it lives. */
  private heard(): void {
    clearTimeout(this.quiet);
    if (this.welcomed) this.quiet = setTimeout(() => void this.wake().then(() => this.heard()), silence * (1 + Math.random() / 2));
  }

  private receive(data: unknown): void {
    this.heard();
    const frame = decode(data);
    if (frame) this.take(frame);
  }

  private take(frame: ServerFrame): void {
    if (this.leaving) {
      if ("id" in frame) this.requests.answered(frame as ServerFrame & { id?: string });
      return;
    }
    switch (frame.type) {
      case "event":
        if (frame.conversation === this.conversation) this.event(frame);
        return;
      case "ack":
        if (this.requests.answered(frame)) return;
        this.delivery.acked(frame.id, frame.seq);
        this.blocked = "";
        this.settle();
        return;
      case "queue":
        this.position = frame.position;
        this.eta = frame.eta_s;
        this.changed();
        return;
      case "notice":
        this.notice = frame.text === "" ? null : frame;
        this.changed();
        return;
      case "typing":
        this.thread.showTyping(frame.from, frame.on);
        return;
      case "read":
        this.thread.markRead(frame.from.kind, frame.seq);
        return;
      case "error":
        this.refused(frame);
        return;
      case "welcome":
      case "events":
      case "suggestions":
        this.requests.answered(frame);
    }
  }

  private refused(frame: Refusal): void {
    if (this.requests.answered(frame)) return;
    const about = frame.id === undefined ? undefined : this.outbox.find(frame.id)?.command.type;
    // Everybody may speak, so who is denied it is blocked. What he said stays,
    // refused, for him to see.
    if (frame.code === "denied" && about !== "recall" && about !== "rate" && about !== "vote") this.blocked = frame.message;
    if (!this.delivery.refused(frame)) this.changed();
  }

  private leaveLine(): void {
    this.position = 0;
    this.eta = undefined;
  }

  private event(e: LogEvent): void {
    if (e.seq > this.fresh) this.ahead = Math.max(this.ahead, e.at - (this.options.now ?? Date.now)());
    this.thread.add(e);
    if (e.seq <= this.known) return;
    this.known = e.seq;
    this.state = stateAfter(this.state, e);
    if (this.state !== "waiting") this.leaveLine();
    this.changed();
  }
}
