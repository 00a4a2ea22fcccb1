/** Why the bot said what it said, as far as an agent wants to know. */
export interface Trace {
  outcome: string;
  /** The entry that was the answer, or the best that was found. */
  entry?: string;
  rule?: string;
  /** Of the best candidate, 0 to 1. */
  score?: number;
  /** Version of the content. */
  content?: number;
  candidates: Candidate[];
  limits?: { answer: number; suggest: number };
  mood?: { label: string; score: number };
  /** The rungs of the ladder that were looked at, the one that took the turn last. */
  rungs: { rung: string; took: boolean; why: string }[];
}

export interface Candidate {
  id: string;
  score: number;
  /** The entry's text that was nearest. */
  text?: string;
}

/**
 * Reads the trace of an event. It is a record of the bot's own, which changes
 * with the bot and stays in old logs: what does not have the expected form is
 * left out, and undefined is nothing that could be shown.
 */
export function readTrace(raw: unknown): Trace | undefined {
  const t = record(raw);
  const outcome = text(t["outcome"]);
  if (outcome === undefined) return undefined;
  const candidates = list(t["candidates"]).flatMap(candidate);
  const entry = text(t["entry"]) ?? candidates[0]?.id;
  const limits = record(t["limits"]);
  const [answer, suggest] = [number(limits["answer"]), number(limits["suggest"])];
  const mood = record(t["mood"]);
  return {
    outcome,
    candidates,
    rungs: list(t["rungs"]).flatMap(rung),
    ...optional("entry", entry),
    ...optional("rule", text(t["rule"])),
    ...optional("score", (candidates.find((c) => c.id === entry) ?? candidates[0])?.score),
    ...optional("content", number(t["content"])),
    ...(answer !== undefined && suggest !== undefined && { limits: { answer, suggest } }),
    ...optional("mood", moodOf(mood)),
  };
}

function candidate(raw: unknown): Candidate[] {
  const c = record(raw);
  const [id, score] = [text(c["id"]), number(c["score"])];
  return id === undefined || score === undefined ? [] : [{ id, score, ...optional("text", text(c["text"])) }];
}

function rung(raw: unknown): Trace["rungs"] {
  const r = record(raw);
  const name = text(r["rung"]);
  return name === undefined ? [] : [{ rung: name, took: r["took"] === true, why: text(r["why"]) ?? "" }];
}

function moodOf(raw: Record<string, unknown>): Trace["mood"] {
  const [label, score] = [text(raw["label"]), number(raw["score"])];
  return label === undefined || score === undefined ? undefined : { label, score };
}

const record = (v: unknown): Record<string, unknown> =>
  typeof v === "object" && v !== null && !Array.isArray(v) ? (v as Record<string, unknown>) : {};
const list = (v: unknown): unknown[] => (Array.isArray(v) ? v : []);
const text = (v: unknown): string | undefined => (typeof v === "string" && v !== "" ? v : undefined);
const number = (v: unknown): number | undefined => (typeof v === "number" && Number.isFinite(v) ? v : undefined);
const optional = <K extends string, V>(key: K, value: V | undefined) =>
  (value === undefined ? {} : { [key]: value }) as { [key in K]?: V };
