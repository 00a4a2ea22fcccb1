import type { ComponentChildren } from "preact";
import { type Block, type Inline, parse, plain } from "./parse";

/** Shows a picture large. */
export type ZoomPicture = (url: string, name: string) => void;

interface MarkupProps {
  text: string;
  rich: boolean;
  /** Without it a picture opens in a page of its own. */
  zoom?: ZoomPicture;
}

/** An answer, or a person's words, as elements. No string becomes HTML here. */
export function Markup({ text, rich, zoom }: MarkupProps) {
  const part = (p: Inline): ComponentChildren => inline(p, zoom);
  return <>{(rich ? parse(text) : plain(text)).map((b) => block(b, part))}</>;
}

function block(b: Block, part: (p: Inline) => ComponentChildren): ComponentChildren {
  if (b.kind === "rule") return <hr />;
  if (b.kind === "code") return <pre>{b.text}</pre>;
  if (b.kind === "table") {
    const row = (cells: Inline[][], Cell: "th" | "td") => <tr>{cells.map((c, i) => <Cell style={{ textAlign: b.sides[i] }}>{c.map(part)}</Cell>)}</tr>;
    // Where it is wider than its bubble it is moved by finger or key.
    return <div class="table" tabIndex={0}><table>{b.rows.map((cells, i) => row(cells, i > 0 ? "td" : "th"))}</table></div>;
  }
  if (b.kind === "list") {
    const items = b.items.map((item) => <li>{item.map(part)}</li>);
    return b.ordered ? <ol start={b.start} style={{ "--from": b.start - 1 }}>{items}</ol> : <ul>{items}</ul>;
  }
  const Lines = b.kind === "quote" ? "blockquote" : "p";
  return <Lines>{b.lines.map((line, i) => [i > 0 && <br />, line.map(part)])}</Lines>;
}

// A page that is opened from here gets neither a handle nor the address of ours.
const away = { target: "_blank", rel: "noopener noreferrer nofollow" };

function inline(p: Inline, zoom?: ZoomPicture): ComponentChildren {
  switch (p.kind) {
    case "bold":
    case "italic":
    case "struck": {
      const Tag = p.kind === "bold" ? "strong" : p.kind === "italic" ? "em" : "del";
      return <Tag>{p.parts.map((x) => inline(x, zoom))}</Tag>;
    }
    case "code":
      return <code>{p.text}</code>;
    case "link":
      return <a href={p.href} {...away}>{p.text}</a>;
    case "picture":
      return <Picture picture={p} zoom={zoom} />;
    case "film":
      if (!own(p.href) || !played.test(p.href)) return <a class="film" href={p.href} {...away}>{p.text}</a>;
      // Nothing of it is fetched before the customer wants it, and nothing sounds before he does.
      return <><video src={p.href} controls muted playsInline preload="none" aria-label={p.text} width={280} height={158} /><small>{p.text}</small></>;
    default:
      return p.text;
  }
}

/** Whether an address is this server's. What is others' is a link: their server would learn of whoever looks at an answer. */
const own = (address: string): boolean => new URL(address, location.href).origin === location.origin;

/** What every browser plays. */
const played = /\.(?:mp4|webm)(?:[?#]|$)/i;

/** So long a side of a picture is at most, in pixels. */
const most = 300;

function Picture({ picture: { src, text, width = 240, height = 160 }, zoom }: { picture: Inline & { kind: "picture" }; zoom?: ZoomPicture | undefined }) {
  if (!own(src)) return <a class="away" href={src} {...away}>{text}</a>;
  // The place is kept before the picture is there, so that the log does not jump.
  const scale = Math.min(1, most / Math.max(width, height));
  const size = { width: Math.round(width * scale), height: Math.round(height * scale) };
  // Where the bubble is narrower it is less high, too, with no bars above and below.
  const img = <img src={src} alt={text} {...size} style={{ height: "auto", aspectRatio: `${width}/${height}` }} loading="lazy" />;
  if (!zoom) return <a class="shown" href={src} {...away}>{img}</a>;
  return (
    <button
      type="button"
      class="shown"
      onClick={(e) => {
        e.stopPropagation(); // else the menu of the message opened, too
        zoom(src, text);
      }}
    >
      {img}
    </button>
  );
}
