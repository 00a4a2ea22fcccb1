import { type Inline, parse } from "./parse";

/**
 * An answer without the signs of Markdown, a paragraph's line or a point of a list to
 * a line. With `addresses`, where links and pictures lead stands behind their words.
 */
export function plainLines(text: string, { addresses = false } = {}): string[] {
  const said = (parts: Inline[]) => words(parts, addresses);
  return parse(text).flatMap((b) =>
    b.kind === "paragraph"
      ? b.lines.map(said)
      : b.items.map((item, i) => (b.ordered ? `${b.start + i}. ${said(item)}` : `• ${said(item)}`)));
}

/** An answer as its preview on one line: lists lose their marks. */
export function oneLine(text: string): string {
  const lines = parse(text).flatMap((b) => (b.kind === "paragraph" ? b.lines : b.items));
  return lines.map((line) => words(line, false)).join(" ").replace(/\s+/g, " ").trim();
}

function words(parts: Inline[], addresses: boolean): string {
  return parts.map((p) => {
    if (p.kind === "bold") return words(p.parts, addresses);
    const to = p.kind === "picture" ? p.src : "href" in p ? p.href : p.text;
    return addresses && to !== p.text ? `${p.text} (${to})` : p.text;
  }).join("");
}
