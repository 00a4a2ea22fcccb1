import type { ComponentChildren } from "preact";
import { type Block, type Inline, parse, plain } from "./parse";

/** An answer, or a person's words, as elements. No string becomes HTML here. */
export function Markup({ text, rich }: { text: string; rich: boolean }) {
  return <>{(rich ? parse(text) : plain(text)).map(block)}</>;
}

function block(b: Block): ComponentChildren {
  if (b.kind === "paragraph") {
    return <p>{b.lines.map((line, i) => [i > 0 && <br />, line.map(part)])}</p>;
  }
  const items = b.items.map((item) => <li>{item.map(part)}</li>);
  return b.ordered ? <ol start={b.start}>{items}</ol> : <ul>{items}</ul>;
}

function part(p: Inline): ComponentChildren {
  switch (p.kind) {
    case "bold":
      return <strong>{p.parts.map(part)}</strong>;
    case "code":
      return <code>{p.text}</code>;
    case "link":
      // A page that is opened from here gets neither a handle nor the address of ours.
      return <a href={p.href} target="_blank" rel="noopener noreferrer nofollow">{p.text}</a>;
    case "picture":
      return (
        <a class="shown" href={p.src} target="_blank" rel="noopener noreferrer nofollow">
          <img src={p.src} alt={p.text} width={p.width} height={p.height} loading="lazy" referrerPolicy="no-referrer" />
        </a>
      );
    case "film":
      return <a class="film" href={p.href} target="_blank" rel="noopener noreferrer nofollow">{p.text}</a>;
    default:
      return p.text;
  }
}
