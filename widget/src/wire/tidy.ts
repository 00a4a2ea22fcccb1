/**
 * A text as the server takes it: without the characters that it refuses (U+0000,
 * halves of a surrogate pair, which a broken paste can hold) and without white
 * space at its ends.
 */
export function tidy(text: string): string {
  return text.replace(/\0/g, "").replace(/\p{Surrogate}/gu, "\uFFFD").trim();
}
