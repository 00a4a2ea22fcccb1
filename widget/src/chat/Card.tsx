import type { Card as Shown } from "../wire/frames";
import { rare, strings } from "./strings";
import "./Card.css";

/** A picture that this server has. Others are not loaded by themselves: their server would learn who talks here. */
const own = (address: string): boolean => address.startsWith(`${location.origin}/`);

/** An order or a product of the shop's page. */
export function Card({ card }: { card: Shown }) {
  const { title, url, image, price, status, fields = [] } = card;
  const said = [...(card.kind === "order" ? [{ label: rare.cardOrder, value: card.id }] : []), ...fields];
  return (
    <section class="card" aria-label={`${strings.cards[card.kind]} ${title}`}>
      <p class="kind">
        {strings.cards[card.kind]}
        {status && <span class="state">{status}</span>}
      </p>
      <div class="what">
        {image && own(image) && <img src={image} alt="" width={64} height={64} loading="lazy" />}
        <div>
          <h2>{title}</h2>
          {price && <p class="price">{price}</p>}
        </div>
      </div>
      {said.length > 0 && (
        <dl>
          {said.map(({ label, value }, i) => (
            <div key={i}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
      {(url ?? (image && !own(image))) && (
        <p class="more-of">
          {url && <a href={url} target="_blank" rel="noopener noreferrer nofollow">{rare.cardOpen}</a>}
          {image && !own(image) && <a href={image} target="_blank" rel="noopener noreferrer nofollow">{rare.cardImage}</a>}
        </p>
      )}
    </section>
  );
}
