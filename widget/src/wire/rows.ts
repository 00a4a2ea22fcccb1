// Reads cases as desks list them.
import {
  actors, all, colleague, count, isCount, isText, moods, num, object, oneOf, promises, reasons, score, severities, solved, states, str, summary, text, texts,
} from "./fields";
import type {
  ActorKind, CaseState, Clock, ClockState, Entity, Given, MoodLabel, Offer, Page, Profile, PromiseKind, Reason, Row, Severity,
} from "./frames";

const clocks: readonly string[] = ["running", "soon", "broken", "met", "late"] satisfies ClockState[];

/** Decodes a case as desks list it, or null. */
export function row(value: unknown): Row | null {
  const o = object(value);
  if (!o || !isText(o["conversation"])) return null;
  const p = object(o["page"]);
  const page: Page | null = p && { ...text(p, "url"), ...text(p, "title"), ...text(p, "entry") };
  return {
    conversation: o["conversation"],
    number: num(o["number"]),
    state: oneOf<"state", CaseState>(o, "state", states).state ?? "",
    seq: num(o["seq"]),
    ...text(o, "team"),
    ...oneOf<"reason", Reason>(o, "reason", reasons),
    ...oneOf<"severity", Severity>(o, "severity", severities),
    ...(o["requeued"] === true && { requeued: true }),
    ...count(o, "waiting_since"),
    ...(Number.isSafeInteger(o["line_at"]) && { line_at: o["line_at"] as number }),
    ...(Array.isArray(o["why_order"]) && { why_order: all(o["why_order"], part) }),
    ...count(o, "assigned_at"),
    ...text(o, "agent"),
    ...text(o, "agent_id"),
    ...offer(o["offer"]),
    ...texts(o, "passed"),
    ...count(o, "snoozed_until"),
    ...(Array.isArray(o["clocks"]) && { clocks: all(o["clocks"], clock) }),
    ...oneOf<"mood", MoodLabel>(o, "mood", moods),
    ...score(o),
    ...texts(o, "evidence"),
    ...(Array.isArray(o["entities"]) && { entities: all(o["entities"], entity) }),
    ...text(o, "asked"),
    ...text(o, "question"),
    ...text(o, "last"),
    ...oneOf<"last_from", ActorKind>(o, "last_from", actors),
    ...count(o, "last_at"),
    ...(o["left"] === true && { left: true }),
    ...(page && { page }),
    ...count(o, "whisper_seq"),
    ...given(o["given"]),
    ...(Array.isArray(o["helpers"]) && { helpers: all(o["helpers"], colleague) }),
    ...texts(o, "mentioned"),
    ...text(o, "ticket"),
    ...profile(o["profile"]),
    ...text(o, "previous"),
    ...rating(o["rating"]),
    ...count(o, "closed_at"),
    ...summary(o["summary"]),
  };
}

function profile(v: unknown): { profile?: Profile } {
  const o = object(v);
  return o
    ? { profile: { ...text(o, "user"), ...text(o, "name"), ...text(o, "level"), ...(o["vip"] === true && { vip: true }), ...(o["merchant"] === true && { merchant: true }), ...count(o, "registered_at"), ...(o["unproven"] === true && { unproven: true }) } }
    : {};
}

function rating(v: unknown): { rating?: { stars: number; solved?: boolean } } {
  const o = object(v);
  return o && isCount(o["stars"]) ? { rating: { stars: o["stars"], ...solved(o) } } : {};
}

function part(v: unknown): { name: string; minutes: number } | null {
  const o = object(v);
  return o && isText(o["name"]) && Number.isSafeInteger(o["minutes"]) ? { name: o["name"], minutes: o["minutes"] as number } : null;
}

function offer(v: unknown): { offer?: Offer } {
  const o = object(v);
  return o && isText(o["agent"]) && isCount(o["until_ms"])
    ? { offer: { agent: o["agent"], agent_name: str(o["agent_name"]), until_ms: o["until_ms"] } }
    : {};
}

function given(v: unknown): { given?: Given } {
  const o = object(v);
  return o && isCount(o["seq"]) && isText(o["by"])
    ? { given: { seq: o["seq"], by: o["by"], name: str(o["name"]), ...text(o, "from") } }
    : {};
}

function clock(v: unknown): Clock | null {
  const o = object(v);
  if (!o) return null;
  const { kind } = oneOf<"kind", PromiseKind>(o, "kind", promises);
  const { state } = oneOf<"state", ClockState>(o, "state", clocks);
  return kind && state && isCount(o["due_ms"]) ? { kind, due_ms: o["due_ms"], state } : null;
}

function entity(v: unknown): Entity | null {
  const o = object(v);
  return o && isText(o["name"]) && isText(o["value"])
    ? { name: o["name"], text: str(o["text"]), value: o["value"] }
    : null;
}
