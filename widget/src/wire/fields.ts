// What decode reads frames with: fields that are present and right, or absent.
import type { ActorKind, CaseState, Colleague, From, MoodLabel, PromiseKind, Reason, Severity, Summary } from "./frames";

/** A JSON object that nothing is known of. */
export type Obj = Record<string, unknown>;

// The closed lists of the protocol, as values.
export const actors: readonly string[] = ["customer", "bot", "agent", "system"] satisfies ActorKind[];
export const states: readonly string[] = [
  "", "bot", "waiting", "offered", "assigned", "snoozed", "closed",
] satisfies CaseState[];
export const moods: readonly string[] = ["calm", "uneasy", "handoff"] satisfies MoodLabel[];
export const reasons: readonly string[] = [
  "asked", "button", "mood", "rule", "unresolved", "collected", "agent_gone",
] satisfies Reason[];
export const severities: readonly string[] = ["low", "normal", "high", "urgent"] satisfies Severity[];
export const promises: readonly string[] = ["first_reply", "solution", "own"] satisfies PromiseKind[];

/** Whether a matter is solved, where that was said. */
export const solved = (o: Obj): { solved?: boolean } => (typeof o["solved"] === "boolean" ? { solved: o["solved"] } : {});

/** A summary of either form, or none. */
export function summary(v: unknown): { summary?: Summary } {
  if (isText(v)) return v === "" ? {} : { summary: v };
  const o = object(v);
  if (!o) return {};
  return { summary: { ...text(o, "class"), ...solved(o), ...texts(o, "tags"), ...text(o, "text") } };
}

/** A reason that is newer than this page still is a handoff. */
export const reason = (o: Obj): { reason: Reason } => ({
  reason: oneOf<"reason", Reason>(o, "reason", reasons).reason ?? "rule",
});

/** A member of staff, or null without an id. */
export function colleague(v: unknown): Colleague | null {
  const o = object(v);
  return o && isText(o["id"]) ? { id: o["id"], name: str(o["name"]) || o["id"] } : null;
}

/** Who did something; the system where that is not said. */
export function from(v: unknown): From {
  const o = object(v);
  return o ? { kind: actor(o["kind"]), ...text(o, "name"), ...text(o, "id"), ...text(o, "face") } : { kind: "system" };
}

export function actor(v: unknown): ActorKind {
  return actors.includes(v as string) ? (v as ActorKind) : "system";
}

export const object = (v: unknown): Obj | null =>
  typeof v === "object" && v !== null && !Array.isArray(v) ? (v as Obj) : null;

export const isText = (v: unknown): v is string => typeof v === "string";
export const isCount = (v: unknown): v is number => Number.isSafeInteger(v) && (v as number) >= 0;

export const str = (v: unknown): string => (isText(v) ? v : "");
export const num = (v: unknown): number => (isCount(v) ? v : 0);

/** What can be read of a list. */
export function all<T>(list: unknown[], read: (v: unknown) => T | null): T[] {
  return list.map(read).filter((v) => v !== null);
}

// The optional fields: present and right, or absent.
export function text<K extends string>(o: Obj, key: K): Partial<Record<K, string>> {
  return o[key] !== "" && isText(o[key]) ? ({ [key]: o[key] } as Record<K, string>) : {};
}

export function count<K extends string>(o: Obj, key: K): Partial<Record<K, number>> {
  return o[key] !== 0 && isCount(o[key]) ? ({ [key]: o[key] } as Record<K, number>) : {};
}

export function texts<K extends string>(o: Obj, key: K): Partial<Record<K, string[]>> {
  return Array.isArray(o[key]) ? ({ [key]: o[key].filter(isText) } as Record<K, string[]>) : {};
}

export function oneOf<K extends string, V extends string>(o: Obj, key: K, list: readonly string[]): Partial<Record<K, V>> {
  return list.includes(o[key] as string) ? ({ [key]: o[key] } as Record<K, V>) : {};
}

export function score(o: Obj): { score?: number } {
  return typeof o["score"] === "number" && Number.isFinite(o["score"]) ? { score: o["score"] } : {};
}
