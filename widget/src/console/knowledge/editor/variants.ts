// Similar questions as a list that is written fast: many lines at once, repeated ones found.

/** The lines of a text as questions: without blanks, list marks and empty ones. */
export function linesOf(text: string): string[] {
  return text
    .split(/[\r\n]+/)
    .map((line) => line.replace(/^\s*(?:[-*•·]\s+|\d{1,3}[.、)\uff09]\s*(?!\d))/, "").trim())
    .filter((line) => line !== "");
}

/** The list after a text was put in at a place of row `at`, from `start` to `end` in it; and the row that is written in then. */
export function pasted(list: readonly string[], at: number, start: number, end: number, text: string): { list: string[]; at: number } {
  const lines = linesOf(text);
  const row = list[at] ?? "";
  const [before, after] = [row.slice(0, start), row.slice(end)];
  if (lines.length === 0) return { list: [...list], at };
  const rows = [before + lines[0], ...lines.slice(1)];
  rows[rows.length - 1] += after;
  return { list: [...list.slice(0, at), ...rows, ...list.slice(at + 1)], at: at + rows.length - 1 };
}

/** What is left of a question when it is compared: case, width, blanks and punctuation say nothing. */
export const folded = (text: string): string => text.normalize("NFKC").toLowerCase().replace(/[\s\p{P}\p{S}]/gu, "");

/** The rows that say again what the question or a row before them said. */
export function repeated(list: readonly string[], question: string): Set<number> {
  const seen = new Set([folded(question)]);
  const out = new Set<number>();
  for (const [i, text] of list.entries()) {
    const key = folded(text);
    if (key === "") continue;
    if (seen.has(key)) out.add(i);
    seen.add(key);
  }
  return out;
}

/** The list without empty rows and without those that repeat others. */
export function unrepeated(list: readonly string[], question: string): string[] {
  const twice = repeated(list, question);
  return list.filter((text, i) => text.trim() !== "" && !twice.has(i));
}
