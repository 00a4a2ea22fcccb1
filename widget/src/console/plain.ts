import { type Inline, parse } from "../markup/parse";

/** The words of an answer without the signs of Markdown, a paragraph or a point of a list to a line. */
export function plainLines(text: string): string[] {
  return parse(text).flatMap((b) =>
    b.kind === "paragraph"
      ? b.lines.map(words)
      : b.items.map((item, i) => (b.ordered ? `${b.start + i}. ${words(item)}` : `• ${words(item)}`)));
}

/** An answer as its preview on one line: lists lose their marks. */
export function oneLine(text: string): string {
  const lines = parse(text).flatMap((b) => (b.kind === "paragraph" ? b.lines : b.items));
  return lines.map(words).join(" ").replace(/\s+/g, " ").trim();
}

const words = (parts: Inline[]): string => parts.map((p) => (p.kind === "bold" ? words(p.parts) : p.text)).join("");
