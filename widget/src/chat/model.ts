import { computed, signal } from "@preact/signals";
import { CustomerSession } from "../wire/customer";
import type { Attachment, Attributes, From, LogEvent, Page } from "../wire/frames";
import type { Kept } from "../wire/kept";
import type { Shelf } from "../wire/shelf";
import type { SocketClass } from "../wire/dial";
import { Drafts } from "./drafts";
import { fetchGreeting, type Greeting } from "./greeting";
import { pledges } from "./promises";
import { type Quote, screen } from "./screen";
import { locale } from "./strings";
import { Tickets } from "./tickets";
import type { Post, Prepare, Sending } from "./sending";
import { Uploads } from "./uploads";

/** What the chat is made of; tests pass their own. */
export interface ModelOptions {
  url: string;
  polls?: string;
  site: string;
  page?: Page;
  identity?: string;
  attributes?: Attributes;
  shelf: Shelf;
  keep?: () => Promise<Kept>;
  socketClass?: SocketClass;
  greet?: (site: string, page: Page | undefined) => Promise<Greeting>;
  /** Hears how many messages came while nobody looked. */
  unread?: (count: number) => void;
  post?: Post;
  prepare?: Prepare;
}

/** Draws at most this often: a resume brings hundreds of events at once. Milliseconds. */
const frame = 16;

/** The state of the chat as signals, over one session. */
export class Model {
  readonly session: CustomerSession;
  readonly uploads: Uploads;
  readonly tickets: Tickets;
  readonly drafts: Drafts;
  readonly greeting = signal<Greeting | null>(null);
  /** Whether somebody can see the log: the panel is open and the tab is in front. */
  readonly seen = signal(true);
  /** What the next message answers. */
  readonly quote = signal<Quote | null>(null);
  /** The message whose menu is open, by key. */
  readonly active = signal("");
  /** The picture that is shown large. */
  readonly zoomed = signal<Pick<Attachment, "url" | "name"> | null>(null);
  /** The ticket panel: null = closed, "" = open, else the number it is about. */
  readonly panel = signal<string | null>(null);
  /** The rating that is being changed, by the key of its line. */
  readonly rerating = signal("");
  /** Grows when the customer has left, or is another one: what a part of the page holds of him goes with it. */
  readonly visit = signal(0);
  /** Grows when the session has changed. */
  readonly version = signal(0);
  readonly items = computed(() => {
    this.version.value;
    const { thread, outbox, state } = this.session;
    return screen(thread.list(), outbox.list(""), state, thread.readBy("agent"));
  });
  /** What was promised and is not kept yet; nothing while the bot has the case. */
  readonly pledges = computed(() => {
    this.version.value;
    const { thread, state } = this.session;
    return state === "waiting" || state === "assigned" ? pledges(thread.list()) : [];
  });
  /** Who serves the customer; undefined where nobody does, or nothing of him is loaded. */
  readonly agent = computed((): Pick<From, "face"> & { name: string } | undefined => {
    this.version.value;
    const { thread, state } = this.session;
    if (state !== "assigned") return undefined;
    const taken = thread.list().findLast((e) => e.kind === "assigned");
    if (taken?.kind === "assigned") return { ...taken.from, name: taken.agent };
    // That was further back than what is loaded: whoever spoke last.
    const said = thread.list().findLast((e) => e.kind === "message" && e.from.kind === "agent");
    return said?.kind === "message" && said.from.name ? { ...said.from, name: said.from.name } : undefined;
  });
  /** The greatest seq that was on the screen while somebody looked, here or in another tab. */
  looked = 0;
  private drawing = false;
  private told = 0;
  private readonly forms = new Map<string, Uploads>();
  private asked = 0; // the seq of the last word on a ticket whose state was asked for

  constructor(private readonly options: ModelOptions) {
    this.session = new CustomerSession({ locale, ...options, forgotten: () => this.forget() });
    this.session.subscribe(() => this.draw());
    const token = () => this.session.token;
    this.uploads = new Uploads((uploads) => this.sending(uploads));
    this.tickets = new Tickets(token);
    this.drafts = new Drafts(options.shelf, options.site);
  }

  /** What the browser keeps for the chat. */
  get shelf(): Shelf {
    return this.options.shelf;
  }

  /** The page that the chat was opened on. */
  get page(): Page | undefined {
    return this.options.page;
  }

  /**
   * Greets and connects. A new visitor to whom the chat came by itself (`uncalled`)
   * is connected when he touches it. The browser keeps nothing of who only looks: it
   * knows him from his first input, tap on an answer or file on.
   */
  start(uncalled = false): void {
    void this.greet();
    const later = uncalled && !this.session.remembered;
    if (!later) this.session.start();
    const touches = ["pointerdown", "keydown"] as const;
    const begin = () => {
      for (const t of touches) window.removeEventListener(t, begin, true);
      void this.session.keep(); // so that it is here when he has said something
      if (later) this.session.start();
    };
    for (const t of touches) window.addEventListener(t, begin, true);
    window.addEventListener("input", () => this.session.meet(), true);
    // Another tab has changed what the browser keeps: perhaps its customer has left.
    window.addEventListener("storage", () => this.session.recheck());
  }

  /** Ends the visit: nothing of the customer is left on this page or in this browser. Resolves when the server knows. */
  logout(): Promise<void> {
    return this.session.logout();
  }

  /** The panel was opened or closed, the tab came to the front or went. */
  look(seen: boolean): void {
    this.seen.value = seen;
    if (seen && this.session.gone) this.session.start();
    else if (seen) void this.session.wake();
    this.count();
  }

  /** Sends a text with what it quotes and the files that are ready. False when it could not be taken. */
  say(text: string): boolean {
    const said = this.session.say(text, { re: this.quote.value?.seq, attachments: this.uploads.ready() });
    if (said) {
      this.active.value = "";
      this.quote.value = null;
      this.uploads.clear();
    }
    return said;
  }

  /** The files that are on their way for a form. */
  filesOf(form: string): Uploads {
    const known = this.forms.get(form) ?? new Uploads((uploads) => this.sending(uploads));
    this.forms.set(form, known);
    return known;
  }

  /** Says a card of the shop's page, with what is fetched for it; where that cannot be had the page may give it again. */
  show(value: unknown): void {
    import("./sayCard").then(({ sayCard }) => sayCard(this.session, value)).catch(() => undefined);
  }

  /** Nothing of the customer who was here may stay. */
  private forget(): void {
    this.uploads.clear();
    this.drafts.clear();
    this.tickets.known.value = new Map();
    this.quote.value = this.zoomed.value = this.panel.value = null;
    this.active.value = this.rerating.value = "";
    this.looked = this.asked = 0;
    this.visit.value++;
    this.version.value++; // at once, not with the next frame
    this.count();
  }

  /** What sends files, which comes with the first of them. */
  private async sending(uploads: Uploads): Promise<Sending> {
    this.session.meet();
    const { post, prepare } = this.options;
    const part = await import("./sending");
    return new part.Sending(uploads, { post: post ?? part.post(() => this.session.token), prepare });
  }

  private async greet(): Promise<void> {
    const { site, page, greet = fetchGreeting } = this.options;
    try {
      this.greeting.value = await greet(site, page);
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
      this.unquote();
      this.askTicket();
    }, frame);
  }

  /** What was taken back is quoted no more. */
  private unquote(): void {
    const { quote, items } = this;
    if (quote.value && !items.value.some((i) => i.kind === "message" && i.seq === quote.value?.seq)) quote.value = null;
  }

  /** Learns how the newest ticket of the conversation stands, each time there is a word of it. */
  private askTicket(): void {
    const { thread, connection } = this.session;
    const last = thread.list().findLast((e) => e.kind === "ticketed" || (e.kind === "message" && e.ticket !== undefined));
    if (connection !== "online" || !last || last.kind === "hole" || last.seq <= this.asked) return;
    this.asked = last.seq;
    const number = last.kind === "ticketed" ? last.number : last.kind === "message" ? last.ticket : undefined;
    // Without an answer the card says less; the panel tells what went wrong.
    if (number !== undefined) this.tickets.lookup(number, "").catch(() => undefined);
  }

  /** Tells the server how far was looked, and the page around how much was not. */
  count(): void {
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
