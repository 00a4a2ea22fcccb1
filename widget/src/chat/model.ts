import { computed, signal } from "@preact/signals";
import { CustomerSession } from "../wire/customer";
import type { LogEvent, Page } from "../wire/frames";
import type { Shelf } from "../wire/shelf";
import type { SocketClass } from "../wire/link";
import { fetchGreeting, type Greeting } from "./greeting";
import { screen } from "./screen";

/** What the chat is made of; tests pass their own. */
export interface ModelOptions {
  url: string;
  site: string;
  page?: Page;
  shelf: Shelf;
  socketClass?: SocketClass;
  greet?: (site: string, entry: string | undefined) => Promise<Greeting>;
  /** Hears how many messages came while nobody looked. */
  unread?: (count: number) => void;
}

/** Draws at most this often: a resume brings hundreds of events at once. Milliseconds. */
const frame = 16;

/** The state of the chat as signals, over one session. */
export class Model {
  readonly session: CustomerSession;
  readonly greeting = signal<Greeting | null>(null);
  /** Whether somebody can see the log: the panel is open and the tab is in front. */
  readonly seen = signal(true);
  /** Grows when the session has changed. */
  readonly version = signal(0);
  readonly items = computed(() => {
    this.version.value;
    const { thread, outbox, state } = this.session;
    return screen(thread.list(), outbox.list(""), state);
  });
  private drawing = false;
  private looked = 0; // the greatest seq that was on the screen while somebody looked
  private told = 0;

  constructor(private readonly options: ModelOptions) {
    this.session = new CustomerSession(options);
    this.session.subscribe(() => this.draw());
  }

  /** Connects and greets. */
  start(): void {
    this.session.start();
    void this.greet();
  }

  /** The panel was opened or closed, the tab came to the front or went. */
  look(seen: boolean): void {
    this.seen.value = seen;
    if (seen) void this.session.wake();
    this.count();
  }

  private async greet(): Promise<void> {
    const { site, page, greet = fetchGreeting } = this.options;
    try {
      this.greeting.value = await greet(site, page?.entry);
    } catch {
      // The chat has a greeting of its own for this.
    }
  }

  private draw(): void {
    if (this.drawing) return;
    this.drawing = true;
    setTimeout(() => {
      this.drawing = false;
      this.version.value++;
      this.count();
    }, frame);
  }

  /** Tells the server how far was looked, and the page around how much was not. */
  private count(): void {
    const { thread } = this.session;
    if (this.seen.value && thread.last > this.looked) {
      this.looked = thread.last;
      this.session.read(this.looked);
    }
    const unread = thread.list().filter((e) => e.kind !== "hole" && e.seq > this.looked && answers(e)).length;
    if (unread === this.told) return;
    this.told = unread;
    this.options.unread?.(unread);
  }
}

const answers = (e: LogEvent): boolean => e.kind === "message" && e.from.kind !== "customer";
