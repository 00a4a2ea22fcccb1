import type { Miss, Suggested } from "../shapes";

/** So near an entry is to the messages that it is the one that answered them; below lie those that only resemble it. */
const same = 0.95;

/**
 * Reports whether customers only voted the answer of an entry down: their words found
 * it, so that one more similar question would mend nothing.
 */
export const blamed = ({ texts }: Pick<Miss, "texts">, entry: Suggested): boolean =>
  entry.score >= same && texts.length > 0 && texts.every((t) => t.whys.every((y) => y === "downvote"));
