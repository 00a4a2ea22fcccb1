import { words } from "../talk-words";

/** What a canned reply may leave open. */
export type Variable = "customer" | "order" | "agent";

export type Values = Partial<Record<Variable, string>>;

// How the variables are written. The Chinese ones are what agents and the server
// write; the content pack has the others too.
const written: Record<Variable, readonly string[]> = {
  customer: [words.holes.customer, "{customer}"],
  order: [words.holes.order, "{order_no}"],
  agent: [words.holes.agent, "{agent}"],
};

const hole = /\{[\p{L}\p{N}_]{1,20}\}/gu;

const variable = (name: string): Variable | undefined =>
  (Object.keys(written) as Variable[]).find((v) => written[v].includes(name));

/** Fills in what is known. The rest stays, for open() to find. */
export function fill(text: string, values: Values): string {
  return text.replace(hole, (name) => {
    const v = variable(name);
    return (v && values[v]) || name;
  });
}

/** A stretch of a text, in UTF-16 units. */
export interface Stretch {
  from: number;
  to: number;
}

/**
 * The variables that are still in a text: it must not be sent with them. Braces
 * around anything else mean what their writer meant.
 */
export function open(text: string): Stretch[] {
  return [...text.matchAll(hole)]
    .filter((m) => variable(m[0]) !== undefined)
    .map((m) => ({ from: m.index, to: m.index + m[0].length }));
}
