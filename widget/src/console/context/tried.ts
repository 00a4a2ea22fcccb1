import type { LogEvent } from "../../wire/frames";
import type { Hole } from "../../wire/log";
import { readTrace } from "../desk/trace";
import { oneLine } from "../plain";

/** One thing the bot did about what the customer said. */
export interface Attempt {
  /** Where it is in the log. */
  seq: number;
  /** The customer's words before it. */
  asked: string;
  outcome: "answer" | "clarify" | "collect" | "fallback";
  /** The entry that was the answer. */
  entry?: string;
  /** The entry's question that was nearest, where the trace has it. */
  question?: string;
  /** The beginning of what the bot said. */
  said: string;
  /** Labels of what was offered, and those that the customer tapped. */
  choices: string[];
  chosen: string[];
}

const outcomes: readonly string[] = ["answer", "clarify", "collect", "fallback"] satisfies Attempt["outcome"][];

/**
 * What the bot tried in one case, in order. Its small talk and what it says when
 * it hands over are no attempts.
 */
export function tried(log: readonly (LogEvent | Hole)[], number: number): Attempt[] {
  const attempts: Attempt[] = [];
  let asked = "";
  for (const e of log) {
    if (e.kind !== "message" || e.case !== number) continue;
    if (e.from.kind === "customer") {
      asked = e.text;
      const of = attempts.find((a) => a.seq === e.re);
      if (of && e.choice !== undefined) of.chosen.push(e.text);
      continue;
    }
    const attempt = e.from.kind === "bot" && attempted(e, asked);
    if (attempt) attempts.push(attempt);
  }
  return attempts;
}

function attempted(e: Extract<LogEvent, { kind: "message" }>, asked: string): Attempt | undefined {
  const trace = readTrace(e.trace);
  const choices = (e.choices ?? []).map((c) => c.label);
  if (!trace || !outcomes.includes(trace.outcome)) return undefined;
  const outcome = trace.outcome as Attempt["outcome"];
  const question = trace.candidates.find((c) => c.id === trace.entry)?.text;
  return {
    seq: e.seq, asked, outcome, said: beginning(e.text), choices, chosen: [],
    ...(outcome === "answer" && trace.entry !== undefined && { entry: trace.entry }),
    ...(outcome === "answer" && question !== undefined && { question }),
  };
}

/** So much of an answer says which one it was, in code points. */
const enough = 80;

/** The beginning of a text on one line, without the signs of Markdown. */
function beginning(text: string): string {
  const bare = [...oneLine(text)];
  return bare.length > enough ? `${bare.slice(0, enough).join("")}…` : bare.join("");
}
