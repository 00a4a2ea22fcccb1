import type { Bonus, LogEvent, MoodLabel, Severity, Summary } from "../../wire/frames";
import { clock } from "../format";
import type { Reader } from "./talk";
import { strings } from "../strings";
import { words } from "./talk-words";

/** How a line is meant: "alert" wants somebody, "good" pleases. */
export type Tone = "plain" | "alert" | "good";

/** What an event says in one line, and what there is to know beyond it. */
export interface Telling {
  text: string;
  tone: Tone;
  detail?: string;
}

type Of<K extends LogEvent["kind"]> = Extract<LogEvent, { kind: K }>;

/** An event that is no message, in words; null where there is nothing to tell. */
export function tell(e: LogEvent, reader: Reader): Telling | null {
  const t = words.events;
  switch (e.kind) {
    case "handoff":
      return handoff(e, reader);
    case "offered":
      return plain(t.offered(person(e.agent, e.agent_id, reader)), e.why);
    case "declined":
      return { ...plain(e.lapsed ? t.lapsed(reader.agent(e.agent_id)) : t.declined(reader.agent(e.agent_id)), e.reason), tone: "alert" };
    case "assigned":
      return assigned(e, reader);
    case "transferred":
      return plain(t.transferred(who(e, reader), goal(e, reader)), e.note);
    case "raised":
      return { ...plain(t.raised(marks(e).join(words.comma)), bonuses(e.bonuses)), tone: "alert" };
    case "snoozed":
      return plain(t.snoozed(who(e, reader), clock(e.until, e.at)));
    case "woken":
      return plain(t.woken);
    case "returned":
      return plain(e.reason === "silence" ? t.returnedSilence : t.returned(who(e, reader)));
    case "closed":
      return plain(t.closed(who(e, reader)), summary(e.summary, reader));
    case "rated":
      return rated(e);
    case "promise":
      return plain(t.promise[e.what](clock(e.due, e.at)), e.text);
    case "alarm":
      return { text: e.step === "breach" ? t.breach[e.what] : t.remind[e.what], tone: e.step === "breach" ? "alert" : "plain" };
    case "ticketed":
      return { text: t.ticketed(e.number), tone: "good" };
    case "recalled":
      return plain(t.recalled(who(e, reader)));
    case "invited":
      return plain(invited(e, reader));
    case "attended":
      return plain(t.attended(who(e, reader)));
    default:
      return null;
  }
}

function handoff(e: Of<"handoff">, reader: Reader): Telling {
  const evidence = e.detail?.evidence ?? [];
  const detail = [
    e.detail?.rule && words.events.rule(e.detail.rule),
    evidence.length > 0 && words.events.evidence(evidence.join(words.comma)),
    bonuses(e.bonuses),
  ];
  return {
    ...plain(
      [words.events.handoff(strings.reasons[e.reason]), ...marks(e), e.team && words.events.team(reader.team(e.team))].filter(Boolean).join(" · "),
      detail.filter(Boolean).join(" · "),
    ),
    tone: e.mood === "handoff" || e.severity === "urgent" ? "alert" : "plain",
  };
}

function assigned(e: Of<"assigned">, reader: Reader): Telling {
  const agent = person(e.agent, e.agent_id, reader);
  const byOther = e.from.kind === "agent" && e.agent_id !== undefined && e.from.id !== undefined && e.from.id !== e.agent_id;
  return plain(byOther ? words.events.given(who(e, reader), agent) : words.events.assigned(agent));
}

function invited(e: Of<"invited">, reader: Reader): string {
  const agent = person(e.agent, e.agent_id, reader);
  if (!e.gone) return words.events.invited(who(e, reader), agent);
  return e.from.id === e.agent_id ? words.events.left(agent) : words.events.uninvited(who(e, reader), agent);
}

function rated(e: Of<"rated">): Telling {
  const solved = e.solved === undefined ? undefined : e.solved ? words.events.solved : words.events.unsolved;
  const bad = e.stars <= 2 || e.solved === false;
  return {
    ...plain([words.events.rated(stars(e.stars)), solved, ...(e.reasons ?? [])].filter(Boolean).join(" · "), e.text),
    tone: bad ? "alert" : "good",
  };
}

/** How the customer sounds, and how bad it is; what is as usual is left out. */
function marks({ mood, severity }: { mood?: MoodLabel; severity?: Severity }): string[] {
  return [
    mood && mood !== "calm" ? strings.moods[mood] : "",
    severity && severity !== "normal" && severity !== "low" ? words.severities[severity] : "",
  ].filter(Boolean);
}

function bonuses(all: readonly Bonus[] | undefined): string | undefined {
  if (!all || all.length === 0) return undefined;
  return words.events.ahead(all.map((b) => words.bonuses[b.why](b.minutes)).join(words.comma));
}

function goal(e: Of<"transferred">, reader: Reader): string {
  const team = e.team === undefined ? "" : reader.team(e.team);
  const agent = e.agent === undefined && e.agent_id === undefined ? "" : person(e.agent ?? "", e.agent_id, reader);
  return [team, agent].filter(Boolean).join(" · ") || words.events.line;
}

/** A closing summary in one line. */
export function summary(s: Summary | undefined, reader: Reader): string | undefined {
  if (s === undefined) return undefined;
  const { class: topic, solved, tags, text } = typeof s === "string" ? { class: "", solved: undefined, tags: [], text: s } : s;
  const parts = [
    topic && reader.topic(topic),
    solved === undefined ? "" : solved ? words.events.solved : words.events.unsolved,
    ...(tags ?? []),
    text,
  ].filter(Boolean);
  return parts.length > 0 ? words.events.summary(parts.join(" · ")) : undefined;
}

/** A rating as signs. */
export const stars = (n: number): string => "★".repeat(n) + "☆".repeat(Math.max(0, 5 - n));

const person = (name: string, id: string | undefined, reader: Reader): string =>
  id !== undefined && id === reader.me ? strings.you : name || reader.agent(id ?? "");

function who(e: LogEvent, reader: Reader): string {
  if (e.from.kind === "agent" && e.from.id !== undefined && e.from.id === reader.me) return strings.you;
  if (e.from.kind === "customer") return reader.customer || strings.from.customer;
  return e.from.name ?? strings.from[e.from.kind];
}

const plain = (text: string, detail?: string): Telling => ({ text, tone: "plain", ...(detail && { detail }) });

