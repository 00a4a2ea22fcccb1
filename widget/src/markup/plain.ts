import { type Block, type Inline, parse } from "./parse";

/**
 * An answer without the signs of Markdown, a paragraph's line or a point of a list to
 * a line. With `addresses`, where links and pictures lead stands
 * behind their words.
 */
export function plainLines(text: string, { addresses = false } = {}): string[] {
  const said = (parts: Inline[]) => words(parts, addresses);
  return parse(text).flatMap((b) =>
    b.kind === "list" ? b.items.map((item, i) => (b.ordered ? `${b.start + i}. ${said(item)}` : `• ${said(item)}`)) : rows(b, said));
}

/** An answer as its preview on one line: lists lose their marks. */
export function oneLine(text: string): string {
  const said = (parts: Inline[]) => words(parts, false);
  return parse(text).flatMap((b) => (b.kind === "list" ? b.items.map(said) : rows(b, said))).join(" ").replace(/\s+/g, " ").trim();
}

function rows(b: Exclude<Block, { kind: "list" }>, said: (parts: Inline[]) => string): string[] {
  switch (b.kind) {
    case "code":
      return b.text.split("\n");
    case "rule":
      return [];
    case "table":
      return b.rows.map((cells) => cells.map(said).join(", "));
    default:
      return b.lines.map(said);
  }
}

function words(parts: Inline[], addresses: boolean): string {
  return parts.map((p) => {
    if ("parts" in p) return words(p.parts, addresses);
    const to = p.kind === "picture" ? p.src : "href" in p ? p.href : p.text;
    return addresses && to !== p.text ? `${p.text} (${to})` : p.text;
  }).join("");
}
