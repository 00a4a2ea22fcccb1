import { oneLine } from "../../markup/plain";
import type { Choice, LogEvent } from "../../wire/frames";
import type { Hole } from "../../wire/log";
import { readTrace } from "../desk/trace";

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
  choices: Choice[];
  /** Labels of those that the customer chose, by a tap or in words. */
  chosen: string[];
  /** He was asked back, and has not answered. */
  open: boolean;
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
      answered(e, attempts);
      continue;
    }
    const attempt = e.from.kind === "bot" && attempted(e, asked);
    if (attempt) attempts.push(attempt);
  }
  return attempts;
}

type Message = Extract<LogEvent, { kind: "message" }>;

/** Choices of a flow have keys that no entry has. Its questions are as well answered in words. */
const ofFlow = (a: Attempt) => a.choices.some((c) => c.key.startsWith("flow:"));

/** Notes what the customer's message answers. */
function answered(e: Message, attempts: Attempt[]): void {
  const of = e.choice === undefined ? undefined : attempts.find((a) => a.seq === e.re);
  if (of) {
    of.chosen.push(of.choices.find((c) => c.key === e.choice)?.label ?? e.text);
    of.open = false;
  }
  if (e.answers) attempts.filter(ofFlow).forEach((a) => (a.open = false));
}

function attempted(e: Message, asked: string): Attempt | undefined {
  const trace = readTrace(e.trace);
  if (!trace || !outcomes.includes(trace.outcome)) return undefined;
  const outcome = trace.outcome as Attempt["outcome"];
  const question = trace.candidates.find((c) => c.id === trace.entry)?.text;
  return {
    seq: e.seq, asked, outcome, said: beginning(e.text), choices: e.choices ?? [], chosen: [],
    open: e.choices !== undefined && outcome !== "answer", // beside an answer nothing is asked back
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
