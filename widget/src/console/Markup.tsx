import { createElement, type CSSProperties, Fragment, type ReactNode } from "react";
import { type Block, type Inline, parse, plain } from "../markup/parse";

/** An answer, or a person's words, as elements. No string becomes HTML here. */
export function Markup({ text, rich }: { text: string; rich: boolean }) {
  return <>{(rich ? parse(text) : plain(text)).map(block)}</>;
}

function block(b: Block, key: number): ReactNode {
  switch (b.kind) {
    case "paragraph":
      return <p key={key}><Lines lines={b.lines} /></p>;
    case "list": {
      const items = b.items.map((item, i) => <li key={i}>{item.map(part)}</li>);
      return b.ordered ? <ol key={key} start={b.start} style={{ "--from": b.start - 1 } as CSSProperties}>{items}</ol> : <ul key={key}>{items}</ul>;
    }
    case "quote":
      return <blockquote key={key}><Lines lines={b.lines} /></blockquote>;
    case "code":
      return <pre key={key}>{b.text}</pre>;
    case "table":
      return <div key={key} className="table" tabIndex={0}><table><tbody>{b.rows.map((cells, i) => <tr key={i}>{cells.map((c, k) => createElement(i > 0 ? "td" : "th", { key: k, style: { textAlign: b.sides[k] || undefined } }, c.map(part)))}</tr>)}</tbody></table></div>;
    default:
      return <hr key={key} />;
  }
}

function Lines({ lines }: { lines: Inline[][] }) {
  return (
    <>
      {lines.map((line, i) => (
        <Fragment key={i}>
          {i > 0 && <br />}
          {line.map(part)}
        </Fragment>
      ))}
    </>
  );
}

const tags = { bold: "strong", italic: "em", struck: "del" } as const;

function part(p: Inline, key: number): ReactNode {
  switch (p.kind) {
    case "bold":
    case "italic":
    case "struck":
      return createElement(tags[p.kind], { key }, p.parts.map(part));
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
