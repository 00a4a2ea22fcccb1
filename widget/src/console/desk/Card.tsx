import type { Card as Shown } from "../../wire/frames";
import { words } from "./talk-words";
import "./Card.css";

/** What the shop's page showed with a customer's message. Nothing of it is proven, and no picture of it is loaded: its server would learn of us. */
export function Card({ card }: { card: Shown }) {
  const { kind, id, title, url, image, price, status, fields = [] } = card;
  return (
    <section className="shop-card" aria-label={`${words.cards[kind]} ${title}`}>
      <p className="shop-card-head">
        <span className="mark" data-tone="blue">{words.cards[kind]}</span>
        {status && <span className="mark">{status}</span>}
        <span className="mark" data-tone="warn" title={words.cardHint}>{words.cardFrom}</span>
      </p>
      <p><strong>{title}</strong>{price && <span className="shop-card-price">{price}</span>}</p>
      <table>
        <tbody>
          <tr><th scope="row">{words.cardID[kind]}</th><td className="mono">{id}</td></tr>
          {fields.map(({ label, value }, i) => <tr key={i}><th scope="row">{label}</th><td>{value}</td></tr>)}
        </tbody>
      </table>
      {(url ?? image) !== undefined && (
        <p className="shop-card-links">
          {url && <a href={url} title={url} target="_blank" rel="noopener noreferrer nofollow">{words.cardOpen(new URL(url).host)}</a>}
          {image && <a href={image} title={image} target="_blank" rel="noopener noreferrer nofollow">{words.cardImage(new URL(image).host)}</a>}
        </p>
      )}
    </section>
  );
}
