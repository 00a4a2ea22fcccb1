/** What is looked for while its name is being typed. */
export interface Trigger {
  kind: "canned" | "mention";
  /** What was typed behind the sign. */
  query: string;
  /** The stretch of the text that the choice takes the place of: sign and query, in UTF-16 units. */
  from: number;
  to: number;
}

// Longer than 20 it is a sentence with a slash in it. Chinese input methods write
// U+3001 for "/" and the wide forms of "#" and "@"; none of them begins a word.
const canned = /(?:^|\s)([/#\u3001\uff03])([^\s/#\u3001\uff03]{0,20})$/u;
const mention = /(?:^|[^A-Za-z0-9._-])([@\uff20])([^\s@\uff20]{0,20})$/u;

/**
 * What the caret stands behind: "/" or "#" at the start of the text, of a line or
 * after a blank looks for a canned reply; "@", where colleagues can be named, for
 * a colleague. An "@" within an address looks for nobody. Null where the caret
 * is behind neither.
 */
export function findTrigger(text: string, caret: number, wants: { canned: boolean; mention: boolean }): Trigger | null {
  const before = text.slice(0, caret);
  for (const kind of ["canned", "mention"] as const) {
    const found = wants[kind] ? (kind === "canned" ? canned : mention).exec(before) : null;
    const query = found?.[2];
    if (query !== undefined) return { kind, query, from: caret - query.length - 1, to: caret };
  }
  return null;
}

/** Puts `words` in the place of a stretch; returns the text and where the caret then is. */
export function replace(text: string, from: number, to: number, words: string): { text: string; caret: number } {
  return { text: text.slice(0, from) + words + text.slice(to), caret: from + words.length };
}
