// The small part of Markdown that answers are written in: paragraphs, line
// breaks, lists, bold, code, links, pictures and films. The result is a tree of our own, never HTML:
// what is not understood stays text, so nothing in an answer can become markup
// of the page. Linear in the length of the text.

export type Inline =
  | { kind: "text"; text: string }
  | { kind: "bold"; parts: Inline[] }
  | { kind: "code"; text: string }
  | { kind: "link"; href: string; text: string }
  /** A picture, with its size in pixels where the text says it, so that nothing jumps when it comes. `written` is how it stood in the text. */
  | { kind: "picture"; src: string; text: string; width?: number; height?: number; written: string }
  /** A film, of our own uploads or anywhere. */
  | { kind: "film"; href: string; text: string; written: string };

export type Block =
  /** Lines of one paragraph; a line break in the text is one on the screen. */
  | { kind: "paragraph"; lines: Inline[][] }
  | { kind: "list"; ordered: boolean; start: number; items: Inline[][] };

const bullet = /^\s*(?:([-*•])|(\d{1,3})[.、)])\s+(.*)$/;
const heading = /^#{1,6}\s+(.*?)\s*#*$/;

/** Reads an answer. */
export function parse(text: string): Block[] {
  const blocks: Block[] = [];
  let open: Block | null = null;
  for (const line of text.replace(/\r\n?/g, "\n").split("\n")) {
    if (line.trim() === "") {
      // A blank line ends a paragraph; a list goes on when its next item follows.
      if (open?.kind === "paragraph") open = null;
      continue;
    }
    open = add(blocks, open, line);
  }
  return blocks;
}

/** Adds a line to the open block, or begins a new one; returns the block that is open now. */
function add(blocks: Block[], open: Block | null, line: string): Block {
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
  if (open?.kind === "paragraph") {
    open.lines.push(inline(line.trim()));
    return open;
  }
  if (open?.kind === "list" && /^\s/.test(line)) {
    open.items.at(-1)?.push({ kind: "text", text: " " }, ...inline(line.trim()));
    return open;
  }
  return begin(blocks, { kind: "paragraph", lines: [inline(line.trim())] });
}

function begin(blocks: Block[], block: Block): Block {
  blocks.push(block);
  return block;
}

// ![picture](address "800x600"), bold, code, [text](link), bare link. Only http
// and https become links, pictures are of https or our own uploads, and a bare
// link ends where Chinese punctuation begins.
const tokens =
  /!\[([^\][\n]{0,200})\]\((https:\/\/[^\s()<>"'`]{1,1000}|\/files\/[\w-]{1,64}(?:\.mp4|\.webm)?)(?: "(\d{1,4})x(\d{1,4})")?\)|\*\*([^*\n]+)\*\*|`([^`\n]+)`|\[([^\][\n]{1,200})\]\((https?:\/\/[^\s()]{1,1000})\)|(https?:\/\/[^\s<>"'`，。；：！？、（）【】《》「」『』“”]{1,1000})/g;

/** Reads one line. */
export function inline(line: string): Inline[] {
  const out: Inline[] = [];
  let end = 0;
  for (const m of line.matchAll(tokens)) {
    if (m.index > end) out.push({ kind: "text", text: line.slice(end, m.index) });
    end = m.index + m[0].length;
    const [, shown, source, width, height, bold, code, label, target, bare] = m;
    if (shown !== undefined && source !== undefined) out.push(picture(m[0], shown, source, width, height));
    else if (bold !== undefined) out.push({ kind: "bold", parts: inline(bold) });
    else if (code !== undefined) out.push({ kind: "code", text: code });
    else if (label !== undefined && target !== undefined) out.push(link(m[0], label, target));
    else if (bare !== undefined) end -= bareLink(out, bare);
  }
  if (end < line.length) out.push({ kind: "text", text: line.slice(end) });
  return out;
}

// What browsers play, by the end of its path; and the sign that editors begin the name of a film with.
const film = /\.(?:mp4|webm|mov|m3u8)(?:[?#]|$)/i;
const play = /^▶\s*/;

function picture(written: string, label: string, src: string, width?: string, height?: string): Inline {
  const text = label || src;
  if (film.test(src)) return { kind: "film", href: src, text, written };
  return { kind: "picture", src, text, ...(width && height && { width: Number(width), height: Number(height) }), written };
}

function link(written: string, label: string, href: string): Inline {
  if (!play.test(label)) return { kind: "link", href, text: label };
  return { kind: "film", href, text: label.replace(play, "") || href, written };
}

/** Adds a bare link without the punctuation at its end; returns how much of that there was. */
function bareLink(out: Inline[], bare: string): number {
  const href = bare.replace(/[.,;:!?)\]}]+$/, "");
  out.push({ kind: "link", href, text: href });
  return bare.length - href.length;
}

/** Reads a text of a person, in which only links mean anything. */
export function plain(text: string): Block[] {
  const lines = text.split("\n").map((line) => inline(line).flatMap(unmark));
  return [{ kind: "paragraph", lines }];
}

// A person's ** and ` are what they typed.
function unmark(part: Inline): Inline[] {
  switch (part.kind) {
    case "bold":
      return [{ kind: "text", text: "**" }, ...part.parts.flatMap(unmark), { kind: "text", text: "**" }];
    case "code":
      return [{ kind: "text", text: "`" + part.text + "`" }];
    case "picture":
    case "film":
      return [{ kind: "text", text: part.written }];
    case "link":
      // The address itself is shown: a label of a stranger's may lie.
      return part.text === part.href ? [part] : [{ kind: "text", text: `[${part.text}](${part.href})` }];
    default:
      return [part];
  }
}
