// Reads server frames. The server is ours, but it may be newer or older than
// this page, and what breaks here breaks a conversation: so every field that is
// used is checked, what is unknown is passed over, and nothing throws.
import { listNames } from "./frames";
import type {
  ActorKind,
  Attachment,
  Bonus,
  BonusKind,
  CaseChange,
  CaseState,
  Choice,
  Clock,
  ClockState,
  Colleague,
  Entity,
  EventHead,
  Field,
  FieldKind,
  Form,
  From,
  ListName,
  Lists,
  LogEvent,
  MoodLabel,
  Offer,
  Page,
  Payload,
  Presence,
  PresenceState,
  Profile,
  PromiseKind,
  Queue,
  Read,
  Reason,
  Row,
  ServerFrame,
  Severity,
  Summary,
  Typing,
  Viewers,
  Welcome,
} from "./frames";

type Obj = Record<string, unknown>;

const actors: readonly string[] = ["customer", "bot", "agent", "system"] satisfies ActorKind[];
const states: readonly string[] = [
  "", "bot", "waiting", "offered", "assigned", "snoozed", "closed",
] satisfies CaseState[];
const moods: readonly string[] = ["calm", "uneasy", "handoff"] satisfies MoodLabel[];
const reasons: readonly string[] = [
  "asked", "button", "mood", "rule", "unresolved", "collected", "agent_gone",
] satisfies Reason[];

const severities: readonly string[] = ["low", "normal", "high", "urgent"] satisfies Severity[];
const promises: readonly string[] = ["first_reply", "solution", "own"] satisfies PromiseKind[];
const clocks: readonly string[] = ["running", "soon", "broken", "met", "late"] satisfies ClockState[];
const presences: readonly string[] = ["online", "busy", "break", "offline"] satisfies PresenceState[];
const fieldKinds: readonly string[] = ["line", "text", "phone"] satisfies FieldKind[];
const bonuses: readonly string[] = [
  "urgent", "severity", "mood", "vip", "loyal", "requeued", "transferred", "overdue",
] satisfies BonusKind[];

/** Decodes one server frame; null is one that this program does not understand. */
export function decode(data: unknown): ServerFrame | null {
  if (typeof data !== "string") return null;
  let parsed: unknown;
  try {
    parsed = JSON.parse(data);
  } catch {
    return null;
  }
  const o = object(parsed);
  return o && frame(o);
}

function frame(o: Obj): ServerFrame | null {
  switch (o["type"]) {
    case "welcome":
      return welcome(o);
    case "ack":
      return isText(o["id"]) && isCount(o["seq"]) ? { type: "ack", id: o["id"], seq: o["seq"], ...text(o, "conversation") } : null;
    case "event": {
      const e = event(o);
      return e && { type: "event", ...e };
    }
    case "events":
      return isText(o["id"]) && Array.isArray(o["events"])
        ? { type: "events", id: o["id"], events: all(o["events"], event), more: o["more"] === true }
        : null;
    case "lists":
      return lists(o);
    case "case":
      return caseChange(o);
    case "error":
      return isText(o["code"])
        ? { type: "error", ...text(o, "id"), ...text(o, "conversation"), code: o["code"], message: str(o["message"]), retry: o["retry"] === true }
        : null;
    case "typing":
      return typing(o);
    case "read":
      return read(o);
    case "viewers":
      return viewers(o);
    case "queue":
      return queue(o);
    case "presence":
      return presence(o);
  }
  return null;
}

function typing(o: Obj): Typing | null {
  return isText(o["conversation"])
    ? { type: "typing", conversation: o["conversation"], from: from(o["from"]), on: o["on"] === true, ...text(o, "text") }
    : null;
}

function read(o: Obj): Read | null {
  const { conversation, seq } = o;
  return isText(conversation) && isCount(seq) ? { type: "read", conversation, from: from(o["from"]), seq } : null;
}

function viewers(o: Obj): Viewers | null {
  return isText(o["conversation"]) && Array.isArray(o["viewers"])
    ? { type: "viewers", conversation: o["conversation"], viewers: all(o["viewers"], colleague) }
    : null;
}

function queue(o: Obj): Queue | null {
  const { conversation, position, eta_s } = o;
  if (!isText(conversation) || !isCount(position)) return null;
  return { type: "queue", conversation, position, ...(isCount(eta_s) && { eta_s }) };
}

function presence(o: Obj): Presence | null {
  const { state } = oneOf<"state", PresenceState>(o, "state", presences);
  return state ? { type: "presence", state, ...text(o, "reason"), ...count(o, "since") } : null;
}

function welcome(o: Obj): Welcome | null {
  const { id, visitor, conversation, seq, after } = o;
  if (!isText(id) || !isText(visitor) || !isText(conversation) || !isCount(seq)) return null;
  return {
    type: "welcome", id, visitor, conversation, seq,
    after: isCount(after) ? after : 0,
    resumed: o["resumed"] === true,
    ...oneOf<"state", CaseState>(o, "state", states),
    ...oneOf<"identity", "ok" | "invalid">(o, "identity", ["ok", "invalid"]),
  };
}

/** Decodes an entry of the log. Without a seq it has no place, and is null. */
function event(value: unknown): LogEvent | null {
  const o = object(value);
  if (!o || !isText(o["conversation"]) || !isCount(o["seq"]) || o["seq"] < 1) return null;
  const head: EventHead = {
    conversation: o["conversation"],
    seq: o["seq"],
    at: num(o["at"]),
    case: num(o["case"]),
    from: from(o["from"]),
    ...text(o, "cid"),
    ...trace(o["trace"]),
  };
  return { ...head, ...(payload(o) ?? { kind: "unknown" }) };
}

function payload(o: Obj): Payload | null {
  switch (o["kind"]) {
    case "message":
      return message(o);
    case "handoff":
      return {
        kind: "handoff", ...reason(o), ...text(o, "team"), ...place(o), ...detail(o),
      };
    case "assigned":
      return isText(o["agent"]) ? { kind: "assigned", agent: o["agent"], ...text(o, "agent_id") } : null;
    case "returned":
      return { kind: "returned", ...(o["reason"] === "silence" && { reason: "silence" }) };
    case "closed":
      return { kind: "closed", by: actor(o["by"]), ...summary(o["summary"]) };
    case "rated":
      return isCount(o["stars"])
        ? { kind: "rated", stars: o["stars"], ...solved(o), ...texts(o, "reasons"), ...text(o, "text") }
        : null;
    case "note":
      return isText(o["text"]) ? { kind: "note", text: o["text"], ...texts(o, "mentions") } : null;
    case "whisper":
      return isText(o["text"]) ? { kind: "whisper", text: o["text"] } : null;
    case "hidden":
      return { kind: "hidden" };
  }
  return moved(o) ?? together(o);
}

// A message has words, or files that stand for them, or had either.
function message(o: Obj): Payload | null {
  const files = attachments(o);
  const gone = o["recalled"] === true;
  if (!isText(o["text"]) && !files.attachments && !gone) return null;
  return {
    kind: "message", text: str(o["text"]), ...choices(o), ...count(o, "re"), ...text(o, "choice"),
    ...files, ...form(o["form"]), ...text(o, "ticket"), ...(gone && { recalled: true }),
  };
}

/** The kinds that say what people do with each other in a conversation. */
function together(o: Obj): Payload | null {
  switch (o["kind"]) {
    case "recalled":
      return isCount(o["of"]) ? { kind: "recalled", of: o["of"] } : null;
    case "invited":
      return isText(o["agent"]) && isText(o["agent_id"])
        ? { kind: "invited", agent: o["agent"], agent_id: o["agent_id"], ...(o["gone"] === true && { gone: true }) }
        : null;
    case "attended":
      return { kind: "attended" };
    case "filled":
      return isCount(o["of"])
        ? { kind: "filled", of: o["of"], form: str(o["form"]), values: words(o["values"]) }
        : null;
  }
  return null;
}

function attachments(o: Obj): { attachments?: Attachment[] } {
  const list = Array.isArray(o["attachments"]) ? all(o["attachments"], attachment) : [];
  return list.length ? { attachments: list } : {};
}

/** Decodes an uploaded file, or null. Its address is one of this server's, whatever the frame says. */
export function attachment(v: unknown): Attachment | null {
  const o = object(v);
  if (!o || !isText(o["id"]) || o["id"] === "") return null;
  const { id, url } = o;
  const own = isText(url) && /^\/(?![/\\])/.test(url);
  return {
    id, name: str(o["name"]), type: str(o["type"]), size: num(o["size"]), ...count(o, "width"), ...count(o, "height"),
    url: own ? url : `/files/${encodeURIComponent(id)}`,
  };
}

function form(v: unknown): { form?: Form } {
  const o = object(v);
  if (!o || !isText(o["id"]) || !Array.isArray(o["fields"])) return {};
  return { form: { id: o["id"], title: str(o["title"]), fields: all(o["fields"], field) } };
}

// A field of a kind that is newer than this page can still be written in.
function field(v: unknown): Field | null {
  const o = object(v);
  if (!o || !isText(o["name"])) return null;
  const kind = oneOf<"kind", FieldKind>(o, "kind", fieldKinds).kind ?? "line";
  return {
    name: o["name"], label: isText(o["label"]) ? o["label"] : o["name"], kind,
    ...(o["required"] === true && { required: true }), ...text(o, "value"), ...text(o, "hint"),
  };
}

function words(v: unknown): Record<string, string> {
  return Object.fromEntries(Object.entries(object(v) ?? {}).filter((e): e is [string, string] => isText(e[1])));
}

function trace(v: unknown): { trace?: Obj } {
  const o = object(v);
  return o ? { trace: o } : {};
}

const solved = (o: Obj): { solved?: boolean } => (typeof o["solved"] === "boolean" ? { solved: o["solved"] } : {});

/** The kinds that say how a case gets to its owner, and what he owes. */
function moved(o: Obj): Payload | null {
  switch (o["kind"]) {
    case "offered":
      return isText(o["agent"]) && isText(o["agent_id"]) && isCount(o["until"])
        ? { kind: "offered", agent: o["agent"], agent_id: o["agent_id"], until: o["until"], ...text(o, "why") }
        : null;
    case "declined":
      return isText(o["agent_id"])
        ? { kind: "declined", agent_id: o["agent_id"], ...text(o, "reason"), ...(o["lapsed"] === true && { lapsed: true }) }
        : null;
    case "transferred":
      return { kind: "transferred", ...text(o, "team"), ...text(o, "agent"), ...text(o, "agent_id"), ...text(o, "note"), ...gains(o) };
    case "raised":
      return { kind: "raised", ...place(o) };
    case "snoozed":
      return isCount(o["until"]) ? { kind: "snoozed", until: o["until"] } : null;
    case "woken":
      return { kind: "woken" };
    case "promise": {
      const { what } = oneOf<"what", PromiseKind>(o, "what", promises);
      return what && isCount(o["due"]) ? { kind: "promise", what, due: o["due"], ...count(o, "remind"), ...text(o, "text") } : null;
    }
    case "alarm": {
      const { what } = oneOf<"what", PromiseKind>(o, "what", promises);
      const step = o["step"];
      return what && (step === "remind" || step === "breach") ? { kind: "alarm", what, step } : null;
    }
    case "ticketed":
      return isText(o["number"]) ? { kind: "ticketed", number: o["number"] } : null;
  }
  return null;
}

const place = (o: Obj): { mood?: MoodLabel; severity?: Severity; bonuses?: Bonus[] } => ({
  ...oneOf<"mood", MoodLabel>(o, "mood", moods), ...oneOf<"severity", Severity>(o, "severity", severities), ...gains(o),
});

function gains(o: Obj): { bonuses?: Bonus[] } {
  if (!Array.isArray(o["bonuses"])) return {};
  return {
    bonuses: all(o["bonuses"], (v): Bonus | null => {
      const b = object(v);
      const why = b && oneOf<"why", BonusKind>(b, "why", bonuses).why;
      return b && why ? { why, minutes: num(b["minutes"]) } : null;
    }),
  };
}

function summary(v: unknown): { summary?: Summary } {
  if (isText(v)) return v === "" ? {} : { summary: v };
  const o = object(v);
  if (!o) return {};
  return { summary: { ...text(o, "class"), ...solved(o), ...texts(o, "tags"), ...text(o, "text") } };
}

function choices(o: Obj): { choices?: Choice[] } {
  if (!Array.isArray(o["choices"])) return {};
  const list = all(o["choices"], (v): Choice | null => {
    const c = object(v);
    return c && isText(c["key"]) && isText(c["label"]) ? { key: c["key"], label: c["label"] } : null;
  });
  return list.length ? { choices: list } : {};
}

// A reason that is newer than this page still is a handoff.
const reason = (o: Obj): { reason: Reason } => ({
  reason: oneOf<"reason", Reason>(o, "reason", reasons).reason ?? "rule",
});

function detail(o: Obj) {
  const d = object(o["detail"]);
  return d ? { detail: { ...text(d, "rule"), ...score(d), ...texts(d, "evidence") } } : {};
}

function lists(o: Obj): Lists | null {
  if (!isText(o["id"]) || !isCount(o["rev"])) return null;
  const out: Lists = { type: "lists", id: o["id"], rev: o["rev"], resumed: o["resumed"] === true };
  for (const name of listNames) {
    const rows = o[name];
    if (Array.isArray(rows)) out[name] = all(rows, row);
  }
  return out;
}

function caseChange(o: Obj): CaseChange | null {
  if (!isCount(o["rev"]) || !isText(o["conversation"])) return null;
  const names = Array.isArray(o["lists"]) ? o["lists"] : [];
  const r = row(o["row"]);
  return {
    type: "case", rev: o["rev"], conversation: o["conversation"],
    lists: names.filter((n): n is ListName => (listNames as readonly unknown[]).includes(n)),
    ...(r && { row: r }),
  };
}

/** Decodes a case as desks list it, or null. */
function row(value: unknown): Row | null {
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
    ...(page && { page }),
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

function colleague(v: unknown): Colleague | null {
  const o = object(v);
  return o && isText(o["id"]) ? { id: o["id"], name: str(o["name"]) || o["id"] } : null;
}

function profile(v: unknown): { profile?: Profile } {
  const o = object(v);
  return o
    ? { profile: { ...text(o, "user"), ...text(o, "name"), ...text(o, "level"), ...(o["vip"] === true && { vip: true }), ...count(o, "registered_at") } }
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

function from(v: unknown): From {
  const o = object(v);
  return o ? { kind: actor(o["kind"]), ...text(o, "name"), ...text(o, "id") } : { kind: "system" };
}

function actor(v: unknown): ActorKind {
  return actors.includes(v as string) ? (v as ActorKind) : "system";
}

const object = (v: unknown): Obj | null =>
  typeof v === "object" && v !== null && !Array.isArray(v) ? (v as Obj) : null;
const isText = (v: unknown): v is string => typeof v === "string";
const isCount = (v: unknown): v is number => Number.isSafeInteger(v) && (v as number) >= 0;
const str = (v: unknown): string => (isText(v) ? v : "");
const num = (v: unknown): number => (isCount(v) ? v : 0);

function all<T>(list: unknown[], read: (v: unknown) => T | null): T[] {
  return list.map(read).filter((v) => v !== null);
}

// The optional fields: present and right, or absent.
function text<K extends string>(o: Obj, key: K): Partial<Record<K, string>> {
  return o[key] !== "" && isText(o[key]) ? ({ [key]: o[key] } as Record<K, string>) : {};
}

function count<K extends string>(o: Obj, key: K): Partial<Record<K, number>> {
  return o[key] !== 0 && isCount(o[key]) ? ({ [key]: o[key] } as Record<K, number>) : {};
}

function texts<K extends string>(o: Obj, key: K): Partial<Record<K, string[]>> {
  return Array.isArray(o[key]) ? ({ [key]: o[key].filter(isText) } as Record<K, string[]>) : {};
}

function oneOf<K extends string, V extends string>(o: Obj, key: K, list: readonly string[]): Partial<Record<K, V>> {
  return list.includes(o[key] as string) ? ({ [key]: o[key] } as Record<K, V>) : {};
}

function score(o: Obj): { score?: number } {
  return typeof o["score"] === "number" && Number.isFinite(o["score"]) ? { score: o["score"] } : {};
}
