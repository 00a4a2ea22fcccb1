import { signal } from "@preact/signals";
import { postJSON } from "./http";
import { strings } from "./strings";

/** One step of a ticket that its customer may see. */
export interface Step {
  at: number;
  move: string;
  /** Who did it; "" where that is nobody's name. */
  by: string;
  text: string;
  /** Ids of uploads. */
  files: string[];
}

/** A ticket as its customer may see it. */
export interface Ticket {
  number: string;
  state: string;
  created: number;
  story: string;
  steps: Step[];
}

/** What a customer may do with his ticket. */
export type Act = "add" | "confirm" | "reopen";

/** The tickets that were looked up, over HTTP. */
export class Tickets {
  /** By number. */
  readonly known = signal<ReadonlyMap<string, Ticket>>(new Map());

  constructor(private readonly token: () => string) {}

  /** Looks a ticket up; tail are the last four digits of the phone, where the visitor alone is no proof. Rejects with a sentence. */
  lookup(number: string, tail: string): Promise<Ticket> {
    return this.ask("/api/tickets/lookup", { number, ...(tail && { phone_tail: tail }) });
  }

  /** Adds to a ticket, or says that it is solved or that it is not; resolves with how it is then. Rejects with a sentence. */
  act(what: Act, { number }: Ticket, tail: string, text: string): Promise<Ticket> {
    return this.ask(`/api/tickets/${encodeURIComponent(number)}/${what}`, { ...(text && { text }), ...(tail && { phone_tail: tail }) });
  }

  private async ask(path: string, body: object): Promise<Ticket> {
    const ticket = read(await postJSON(path, this.token(), body));
    if (!ticket) throw new Error(strings.ticketFailed);
    this.known.value = new Map(this.known.value).set(ticket.number, ticket);
    return ticket;
  }
}

/** Takes what is usable of an answer; null where it is no ticket. */
export function read(value: unknown): Ticket | null {
  const t = object(value);
  if (!t || typeof t["number"] !== "string" || typeof t["state"] !== "string") return null;
  const entries = Array.isArray(t["entries"]) ? (t["entries"] as unknown[]) : [];
  return {
    number: t["number"], state: t["state"], created: count(t["created_at"]), story: text(object(t["info"])?.["story"]),
    steps: entries.flatMap((e) => {
      const s = object(e);
      if (!s || typeof s["move"] !== "string") return [];
      const files = Array.isArray(s["files"]) ? s["files"].filter((f) => typeof f === "string") : [];
      return [{ at: count(s["at"]), move: s["move"], by: text(object(s["by"])?.["name"]), text: text(s["text"]), files }];
    }),
  };
}

const object = (v: unknown): Record<string, unknown> | null =>
  typeof v === "object" && v !== null && !Array.isArray(v) ? (v as Record<string, unknown>) : null;
const text = (v: unknown): string => (typeof v === "string" ? v : "");
const count = (v: unknown): number => (Number.isSafeInteger(v) ? (v as number) : 0);
