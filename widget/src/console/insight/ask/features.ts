import type { Candidate } from "../shapes";

/** A feature of a candidate and what it did to the score. */
export interface Row {
  feature: string;
  /** In log odds: over 0 it spoke for the candidate. */
  by: number;
  /** Of the strongest one, 0 to 1. */
  share: number;
  value?: number | undefined;
}

/** What moves a score by less is not worth a line. */
const least = 0.005;

/** The features that moved a score, the strongest first. */
export function features({ told = [], features: values }: Pick<Candidate, "told" | "features">): Row[] {
  const most = Math.max(...told.map((t) => Math.abs(t.by)), 0);
  return told
    .filter((t) => Math.abs(t.by) >= least)
    .sort((a, b) => Math.abs(b.by) - Math.abs(a.by))
    .map(({ feature, by }) => ({ feature, by, share: Math.abs(by) / most, value: values?.[feature] }));
}
