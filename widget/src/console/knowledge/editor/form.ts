import type { Entry } from "../api";
import { same } from "../../understanding/merge";

/** An entry as it is stored: without what is empty, without blanks at the ends, without lines that say nothing. */
export function tidied(entry: Entry): Entry {
  const { id, question, answer, ...rest } = entry;
  const out: Record<string, unknown> = { id, question: question.trim(), answer: answer.trimEnd() };
  for (const [name, value] of Object.entries(rest)) {
    const kept = tidyValue(value);
    if (kept !== undefined) out[name] = kept;
  }
  return out as unknown as Entry;
}

function tidyValue(value: unknown): unknown {
  if (typeof value === "string") return value.trim() || undefined;
  if (value === false) return undefined;
  if (!Array.isArray(value)) return value;
  const kept = value.flatMap((v) => {
    if (typeof v === "string") return v.trim() || [];
    return (v as { answer?: string }).answer?.trim() === "" ? [] : [v as unknown];
  });
  return kept.length > 0 ? kept : undefined;
}

/** Whether two entries say the same. */
export const equal = (a: Entry, b: Entry): boolean => same(tidied(a), tidied(b));

/** An entry with nothing in it yet. */
export const blank: Entry = { id: "", question: "", answer: "" };
