// In which way the answer to a question changes.
import type { Came, ReplayItem } from "../api";

/** It is lost; it is new; a person is called or no longer called; it is another one. In the order in which they are shown. */
export const ways = ["lost", "gained", "person", "other"] as const;
export type Way = (typeof ways)[number];

/** Who only offers choices, or knows nothing, has not answered. */
const helps = ({ outcome }: Came): boolean => outcome === "answer" || outcome === "collect" || outcome === "smalltalk";

/** The way of one item: exactly one, so that the counts of all add up. */
export function wayOf({ before, after }: ReplayItem): Way {
  if ((before.outcome === "handoff") !== (after.outcome === "handoff")) return "person";
  if (helps(before) === helps(after)) return "other";
  return helps(before) ? "lost" : "gained";
}

/** What a golden question would hold on to: the answer that is about to be lost, else the new one. */
export const worthKeeping = (item: ReplayItem): Came => (wayOf(item) === "lost" ? item.before : item.after);
