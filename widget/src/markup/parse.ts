// The part of Markdown that answers are written in: paragraphs, line breaks, lists,
// quotes, code, tables, rules, bold, italic, struck out, links, pictures
// and films. The result is a tree of our own, never HTML: what is not understood
// stays text, so nothing in an answer can become markup of the page. Linear in the
// length of the text. Where Markdown and how people write Chinese differ, people
// win: 3*4*5, a_b_c, 好的~~ and >_< are words.

export type Inline =
  | { kind: "text"; text: string }
  | { kind: "bold" | "italic" | "struck"; parts: Inline[] }
  | { kind: "code"; text: string }
  | { kind: "link"; href: string; text: string }
  /** A picture, with its size in pixels where the text says it, so that nothing jumps when it comes. */
  | { kind: "picture"; src: string; text: string; width?: number; height?: number }
  /** A film, or a link that says that it leads to one. */
  | { kind: "film"; href: string; text: string };

export type Block =
  /** Lines of one paragraph; a line break in the text is one on the screen. */
  | { kind: "paragraph"; lines: Inline[][] }
  | { kind: "list"; ordered: boolean; start: number; items: Inline[][] }
  | { kind: "quote"; lines: Inline[][] }
  /** As it was written. */
  | { kind: "code"; text: string }
  /** The first row names the columns; all have as many cells as there are sides. */
  | { kind: "table"; sides: Side[]; rows: Inline[][][] }
  | { kind: "rule" };

/** To which side of its column a cell is set; "" is as the language has it. */
export type Side = "" | "center" | "right";

const bullet = /^\s*(?:([-*•])|(\d{1,3})[.、)])\s+(.*)$/;
const heading = /^#{1,6}\s+(.*?)\s*#*$/;
const fence = /^\s*(`{3,})[^`]*$/;
const cited = /^\s*>(?:\s|$)/;
const sides = /^\s*\|?(?:\s*:?-+:?\s*\|)+(?:\s*:?-+:?\s*)?$/;
const rule = /^\s*([-*_])(?:\s*\1){2,}\s*$/;

/** Of a wider table the first columns are shown. */
const mostColumns = 12;

/** Reads an answer. */
export function parse(text: string): Block[] {
  const blocks: Block[] = [];
  let open: Block | null = null;
  const lines = text.replace(/\r\n?/g, "\n").split("\n");
  for (let line; (line = lines.shift()) !== undefined; ) {
    if (line.trim() === "") {
      // A blank line ends a paragraph; a list goes on when its next item follows.
      if (open?.kind !== "list") open = null;
      continue;
    }
    open = fenced(blocks, line, lines) ?? tabled(blocks, line, lines) ?? add(blocks, open, line);
  }
  return blocks;
}

/** Reads code, which goes to the end where nobody closes it. */
function fenced(blocks: Block[], line: string, rest: string[]): Block | null {
  const marks = fence.exec(line)?.[1];
  if (!marks) return null;
  const end = rest.findIndex((l) => l.trim() === marks);
  const text = rest.splice(0, end < 0 ? rest.length : end).join("\n");
  rest.shift();
  return begin(blocks, { kind: "code", text });
}

/** Reads a table: the line that names its columns, the line of their sides, and what follows with a bar in it. */
function tabled(blocks: Block[], line: string, rest: string[]): Block | null {
  const [second = ""] = rest;
  if (!sides.test(second) || cells(line).length !== cells(second).length) return null;
  const columns = cells(second).slice(0, mostColumns);
  const end = rest.findIndex((l, i) => i > 0 && !l.includes("|"));
  const rows = [line, ...rest.splice(0, end < 0 ? rest.length : end).slice(1)].map(cells);
  return begin(blocks, {
    kind: "table",
    sides: columns.map((m) => (!m.endsWith(":") ? "" : m.startsWith(":") ? "center" : "right")),
    rows: rows.map((row) => columns.map((_, i) => inline(row[i] ?? ""))),
  });
}

const cells = (line: string): string[] => line.trim().replace(/^\||\|$/g, "").split("|").map((c) => c.trim());

/** Adds a line to the open block, or begins a new one; returns the block that is open now. */
function add(blocks: Block[], open: Block | null, line: string): Block {
  if (rule.test(line)) return begin(blocks, { kind: "rule" });
  const item = bullet.exec(line);
  if (item) {
    const ordered = item[2] !== undefined;
    const content = inline(item[3] ?? "");
    if (open?.kind === "list" && open.ordered === ordered) {
      open.items.push(content);
      return open;
    }
    return begin(blocks, { kind: "list", ordered, start: ordered ? Number(item[2]) : 1, items: [content] });
  }
  const title = heading.exec(line)?.[1];
  if (title !== undefined) {
    return begin(blocks, { kind: "paragraph", lines: [[{ kind: "bold", parts: inline(title) }]] });
  }
  const kind = cited.test(line) ? "quote" : "paragraph";
  const content = inline(line.replace(cited, "").trim());
  if (open?.kind === kind) {
    open.lines.push(content);
    return open;
  }
  if (open?.kind === "list" && kind === "paragraph" && /^\s/.test(line)) {
    open.items.at(-1)?.push({ kind: "text", text: " " }, ...content);
    return open;
  }
  return begin(blocks, { kind, lines: [content] });
}

function begin(blocks: Block[], block: Block): Block {
  blocks.push(block);
  return block;
}

// ![picture](address "800x600"), bold, code, [text](link), bare link, a
// letter before signs that mean nothing behind one, *italic*, _italic_, ~~struck~~.
// Only http and https become links, pictures are of https or our own uploads, and a
// bare link ends where Chinese punctuation begins. No two ways lead over the same
// signs, and each ends at the next sign of its kind.
const tokens =
  /(https?:\/\/[^\s<>"'`，。；：！？、（）【】《》「」『』“”]{1,1000})|!\[([^\][\n]{0,200})\]\((https:\/\/[^\s()<>"'`]{1,1000}|\/files\/[\w-]{1,64}(?:\.mp4|\.webm)?)(?: "(\d{1,4})x(\d{1,4})")?\)|\*\*([^*\n]+)\*\*|`([^`\n]+)`|\[([^\][\n]{1,200})\]\((https?:\/\/[^\s()]{1,1000})\)|[\p{L}\p{N}](?:_+|~~(?!\d)|\*(?!\*|[^*\s，。；：！？、\w]{2,20}\*))|\*((?!\s)[^*\n]*[^*\s])\*(?![\w*])|_((?!\s)[^_\n]*[^_\s])_(?![\p{L}\p{N}])|~~((?!\s)[^~\n]*[^~\s])~~/gu;

/** Reads one line. */
export function inline(line: string, signs = tokens): Inline[] {
  const out: Inline[] = [];
  let end = 0;
  for (const m of line.matchAll(signs)) {
    const [all, bare, shown, source, width, height, bold, code, label, target, star, low, struck] = m;
    const inner = bold ?? star ?? low ?? struck;
    const part: Inline | undefined = source ? picture(shown ?? "", source, width, height)
      : inner ? { kind: bold ? "bold" : struck ? "struck" : "italic", parts: inline(inner) }
      : code ? { kind: "code", text: code }
      : target ? link(label ?? "", target)
      : bare ? bareLink(bare) : undefined;
    if (!part) continue;
    if (m.index > end) out.push({ kind: "text", text: line.slice(end, m.index) });
    out.push(part);
    end = m.index + (bare && "text" in part ? part.text : all).length;
  }
  if (end < line.length) out.push({ kind: "text", text: line.slice(end) });
  return out;
}

// What browsers play, by the end of its path; and the sign that editors begin the name of a film with.
const film = /\.(?:mp4|webm|mov|m3u8)(?:[?#]|$)/i;
const play = /^▶\s*/;

function picture(label: string, src: string, width?: string, height?: string): Inline {
  const text = label || src;
  if (film.test(src)) return { kind: "film", href: src, text };
  return { kind: "picture", src, text, ...(width && height && { width: Number(width), height: Number(height) }) };
}

function link(label: string, href: string): Inline {
  if (!play.test(label)) return { kind: "link", href, text: label };
  return { kind: "film", href, text: label.replace(play, "") || href };
}

/** A bare link, without the punctuation at its end. */
function bareLink(bare: string): Inline {
  const href = bare.replace(/[.,;:!?)\]}*~]+$/, "");
  return { kind: "link", href, text: href };
}

// Addresses as in the tokens. One behind a label of a stranger's, which may lie, is text.
const addresses = /(https?:\/\/[^\s<>"'`，。；：！？、（）【】《》「」『』“”]{1,1000})|\[[^\][\n]{0,200}\]\([^\s()]{1,1000}/gu;

/** Reads a text of a person, in which only links mean anything. */
export function plain(text: string): Block[] {
  return [{ kind: "paragraph", lines: text.split("\n").map((line) => inline(line, addresses)) }];
}
