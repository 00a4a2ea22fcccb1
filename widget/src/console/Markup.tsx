import { type CSSProperties, Fragment, type ReactNode } from "react";
import { type Block, type Inline, parse, plain } from "../markup/parse";

/** An answer, or a person's words, as elements. No string becomes HTML here. */
export function Markup({ text, rich }: { text: string; rich: boolean }) {
  return <>{(rich ? parse(text) : plain(text)).map(block)}</>;
}

function block(b: Block, key: number): ReactNode {
  if (b.kind === "paragraph") {
    return (
      <p key={key}>
        {b.lines.map((line, i) => (
          <Fragment key={i}>
            {i > 0 && <br />}
            {line.map(part)}
          </Fragment>
        ))}
      </p>
    );
  }
  const items = b.items.map((item, i) => <li key={i}>{item.map(part)}</li>);
  return b.ordered ? <ol key={key} start={b.start} style={{ "--from": b.start - 1 } as CSSProperties}>{items}</ol> : <ul key={key}>{items}</ul>;
}

function part(p: Inline, key: number): ReactNode {
  switch (p.kind) {
    case "bold":
      return <strong key={key}>{p.parts.map(part)}</strong>;
    case "code":
      return <code key={key}>{p.text}</code>;
    case "link":
      return <a key={key} href={p.href} target="_blank" rel="noopener noreferrer nofollow">{p.text}</a>;
    case "picture":
      return (
        <a key={key} className="shown" href={p.src} target="_blank" rel="noopener noreferrer nofollow">
          <img src={p.src} alt={p.text} width={p.width} height={p.height} loading="lazy" referrerPolicy="no-referrer" />
        </a>
      );
    case "film":
      if (p.href.startsWith("/files/")) {
        return <Fragment key={key}><video src={p.href} controls muted playsInline preload="none" aria-label={p.text} width={280} height={158} /><small>{p.text}</small></Fragment>;
      }
      return <a key={key} className="film" href={p.href} target="_blank" rel="noopener noreferrer nofollow">{p.text}</a>;
    default:
      return p.text;
  }
}
