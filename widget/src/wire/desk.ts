import { decode } from "./decode";
import { desks } from "./decode-desk";
import type {
  Attachment, CaseChange, ClientFrame, Command, ListName, Lists, Presence, PresenceState, Question, Refusal, ServerFrame,
} from "./frames";
import type { SocketClass } from "./dial";
import { Link } from "./link";
import { DeskLists } from "./lists";
import { Outbox, outcome } from "./outbox";
import { read } from "./read";
import { Requests, Unanswered } from "./requests";
import { Sender } from "./sender";
import type { Shelf } from "./shelf";
import { Source } from "./source";
import { Thread } from "./thread";
import { tidy } from "./tidy";

/** What an agent's session is made of. */
export interface DeskOptions {
  url: string;
  /** Sign-in name: what is unsent stays with the person who wrote it. */
  agent: string;
  shelf: Shelf;
  socketClass?: SocketClass;
  now?: () => number;
  /** The lists to begin with; watch changes them. */
  lists?: readonly ListName[];
}

/** What an agent writes into a conversation: it is queued while offline. */
export type Writing = "say" | "note" | "whisper";

/** What moves a case, or changes who has to do with it: answered or refused at once. */
export type Move = Exclude<
  Command,
  { type: "say" | "note" | "choose" | "human" | "cancel" | "rate" | "form" | "vote" }
>;

/** What a text may come with: `attachments` and `re` (a seq) with a message, `mentions` (agent ids) with a note. */
export interface Enclosed {
  re?: number;
  attachments?: readonly Attachment[];
  mentions?: readonly string[];
}

/**
 * An agent's side of the protocol: the lists, and the conversations that are
 * open on the screen. It resumes by itself: the lists from their revision, each
 * conversation from its last event. Messages and notes are kept until they are
 * acknowledged, over reloads too; what moves a case is answered or refused.
 */
export class DeskSession extends Source {
  readonly lists = new DeskLists();
  readonly outbox: Outbox;
  readonly link: Link;
  private readonly sender: Sender;
  private readonly requests: Requests;
  private readonly threads = new Map<string, Thread>();
  private watching = false;
  private watched: readonly ListName[];

  /** Whether this agent is given cases, as the server has it; null before it said so. */
  presence: Presence | null = null;

  constructor(options: DeskOptions) {
    super();
    this.watched = options.lists ?? ["waiting", "mine"];
    this.outbox = new Outbox(options.shelf, `desk:${options.agent}`, options.now, read);
    this.requests = new Requests((frame) => this.send(frame));
    this.link = new Link(
      options.url,
      { opened: () => this.opened(), received: (data) => this.receive(data), lost: () => this.lost() },
      options.socketClass,
    );
    this.sender = new Sender(this.outbox, {
      deliver: (e) => this.send({ ...e.command, id: e.id, conversation: e.lane }),
      dead: () => this.link.restart(),
    });
    for (const part of [this.outbox, this.link]) part.subscribe(() => this.changed());
  }

  /** Whether the lists are live. */
  get online(): boolean {
    return this.watching;
  }

  /** Connects, or connects again after a stop. */
  start(): void {
    this.link.start();
  }

  /** Ends the session; it cannot be started again. */
  close(): void {
    this.link.stop(1000);
    for (const thread of this.threads.values()) thread.close();
  }

  /** The conversation's thread, followed from now on. */
  follow(conversation: string): Thread {
    const known = this.threads.get(conversation);
    if (known) return known;
    const thread = new Thread((question) => this.requests.ask(question, conversation));
    thread.subscribe(() => this.changed());
    this.threads.set(conversation, thread);
    if (this.watching) void this.catchUp(conversation, thread);
    return thread;
  }

  /** Follows a conversation no longer and forgets its events. */
  unfollow(conversation: string): void {
    this.threads.get(conversation)?.close();
    if (this.threads.delete(conversation) && this.watching) {
      // The answer says nothing, and a lost one costs events that nobody shows.
      this.requests.ask({ type: "unfollow" }, conversation).catch(() => undefined);
    }
  }

  /** Watches these lists, and no others. */
  watch(lists: readonly ListName[]): void {
    this.watched = lists;
    if (this.watching) void this.ask(false);
  }

  /**
   * Sends a message to the customer, a note to colleagues, or a supervisor's
   * whisper to the owner. False when it is empty or too much is waiting.
   */
  write(type: Writing, conversation: string, text: string, { re, attachments = [], mentions = [] }: Enclosed = {}): boolean {
    const clean = tidy(text);
    const files = type === "say" ? attachments : [];
    if ((clean === "" && files.length === 0) || this.outbox.full) return false;
    this.outbox.add(
      {
        type, text: clean,
        ...(type === "say" && re !== undefined && { re }),
        ...(files.length > 0 && { attachments: files.map((f) => f.id) }),
        ...(type === "note" && mentions.length > 0 && { mentions: [...mentions] }),
      },
      conversation, true, files,
    );
    return true;
  }

  /** Moves a case. Rejects with the server's sentence, as when a colleague was first. */
  async act(command: Move, conversation: string): Promise<void> {
    const entry = this.outbox.add(command, conversation, false);
    try {
      await outcome(this.outbox, entry.id);
    } finally {
      this.outbox.remove(entry.id);
    }
  }

  /**
   * Takes the first case of the line that the agent may take; resolves with its
   * conversation. Rejects as Unanswered: with the server's sentence, or because
   * the connection went (then a case that was given is in the list "mine").
   */
  async next(): Promise<string> {
    const answer = await this.requests.ask({ type: "next" });
    return (answer.type === "ack" && answer.conversation) || "";
  }

  /** Says whether one is to be given cases. Rejects as Unanswered. */
  async setPresence(state: PresenceState, reason = ""): Promise<void> {
    await this.requests.ask({ type: "presence", state, ...(reason && { reason }) });
  }

  /** Tells that the agent has looked, or is typing; nothing when offline. */
  remark(frame: { type: "read"; seq: number } | { type: "typing"; on: boolean }, conversation: string): void {
    if (this.watching) this.send({ ...frame, conversation });
  }

  /** Call when the network or the page comes back to life. */
  async wake(): Promise<void> {
    if (this.link.state.kind === "waiting") this.link.start();
    else if (this.watching) await this.ask(true);
  }

  private send(frame: ClientFrame): boolean {
    return this.link.send(JSON.stringify(frame));
  }

  private opened(): void {
    void this.ask(true);
  }

  /** Asks for the lists; they may go on from what is there unless they are others now. */
  private async ask(same: boolean): Promise<void> {
    const rev = same ? this.lists.rev : undefined;
    const question: Question = { type: "watch", lists: [...this.watched], ...(rev !== undefined && { rev }) };
    try {
      await this.requests.ask(question, undefined, (answer) => {
        if (answer.type === "lists") this.welcome(answer);
      });
    } catch (error) {
      if (!(error instanceof Unanswered) || error.code === "lost") return;
      this.link.comeBack();
    }
  }

  private welcome(lists: Lists): void {
    this.lists.snapshot(lists);
    if (!this.watching) {
      this.watching = true;
      this.link.settled();
      for (const [conversation, thread] of this.threads) void this.catchUp(conversation, thread);
      this.sender.connected();
    }
    this.changed();
  }

  private async catchUp(conversation: string, thread: Thread): Promise<void> {
    thread.resumed();
    try {
      await this.requests.ask({ type: "follow", after: thread.last }, conversation, () => {
        thread.end(false);
        thread.mayJump();
      });
    } catch (error) {
      // Where the connection was lost the next one follows again.
      if (error instanceof Unanswered && !error.retry) thread.end(true);
    }
  }

  private lost(): void {
    this.watching = false;
    this.requests.lost();
    this.sender.lost();
    for (const thread of this.threads.values()) thread.lost();
    this.changed();
  }

  private receive(data: unknown): void {
    const frame = decode(data, desks);
    if (frame) this.take(frame);
  }

  private take(frame: ServerFrame): void {
    switch (frame.type) {
      case "event": {
        const thread = this.threads.get(frame.conversation);
        thread?.add(frame);
        this.settle(frame.conversation);
        return;
      }
      case "ack":
        if (this.requests.answered(frame)) return;
        this.acked(frame.id, frame.seq);
        return;
      case "case":
        this.caseChanged(frame);
        return;
      case "typing":
        this.threads.get(frame.conversation)?.showTyping(frame.from, frame.on, frame.text);
        return;
      case "read":
        this.threads.get(frame.conversation)?.markRead(frame.from.kind, frame.seq);
        return;
      case "viewers":
        this.threads.get(frame.conversation)?.showViewers(frame.viewers);
        return;
      case "presence":
        this.presence = frame;
        this.changed();
        return;
      case "error":
        this.refused(frame);
        return;
      case "lists":
      case "events":
        this.requests.answered(frame);
    }
  }

  private caseChanged(frame: CaseChange): void {
    this.lists.change(frame);
    const thread = this.threads.get(frame.conversation);
    // It is ours to see again, as when a closed conversation goes on.
    if (frame.row && thread?.ended) void this.catchUp(frame.conversation, thread);
    this.changed();
  }

  private refused(frame: Refusal): void {
    if (this.sender.refused(frame) || this.requests.answered(frame)) return;
    if (frame.conversation !== undefined) this.threads.get(frame.conversation)?.end(true);
  }

  private acked(id: string, seq: number): void {
    const lane = this.outbox.find(id)?.lane;
    this.sender.acked(id, seq);
    if (lane !== undefined) this.settle(lane);
  }

  private settle(conversation: string): void {
    const thread = this.threads.get(conversation);
    if (thread) this.outbox.settle(conversation, (cid) => thread.has(cid), thread.last);
  }
}
