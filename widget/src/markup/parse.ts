// The small part of Markdown that answers are written in: paragraphs, line
// breaks, lists, bold, code, links. The result is a tree of our own, never HTML:
// what is not understood stays text, so nothing in an answer can become markup
// of the page. Linear in the length of the text.

export type Inline =
  | { kind: "text"; text: string }
  | { kind: "bold"; parts: Inline[] }
  | { kind: "code"; text: string }
  | { kind: "link"; href: string; text: string };

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

// Bold, code, [text](link), bare link. Only http and https become links, and a
// bare one ends where Chinese punctuation begins.
const tokens =
  /\*\*([^*\n]+)\*\*|`([^`\n]+)`|\[([^\][\n]{1,200})\]\((https?:\/\/[^\s()]{1,1000})\)|(https?:\/\/[^\s<>"'`，。；：！？、（）【】《》「」『』“”]{1,1000})/g;

/** Reads one line. */
export function inline(line: string): Inline[] {
  const out: Inline[] = [];
  let end = 0;
  for (const m of line.matchAll(tokens)) {
    if (m.index > end) out.push({ kind: "text", text: line.slice(end, m.index) });
    end = m.index + m[0].length;
    const [, bold, code, label, target, bare] = m;
    if (bold !== undefined) out.push({ kind: "bold", parts: inline(bold) });
    else if (code !== undefined) out.push({ kind: "code", text: code });
    else if (label !== undefined && target !== undefined) out.push({ kind: "link", href: target, text: label });
    else if (bare !== undefined) end -= bareLink(out, bare);
  }
  if (end < line.length) out.push({ kind: "text", text: line.slice(end) });
  return out;
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
    case "link":
      // The address itself is shown: a label of a stranger's may lie.
      return part.text === part.href ? [part] : [{ kind: "text", text: `[${part.text}](${part.href})` }];
    default:
      return [part];
  }
}
