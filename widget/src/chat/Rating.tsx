import { useState } from "preact/hooks";
import type { Judgement } from "../wire/visit";
import { Icon } from "./icons";
import type { Rating as Given } from "./screen";
import { canonical, rare } from "./strings";
import { maxText, runes } from "../wire/frames";
import "./buttons.css";
import "./Rating.css";

/** The fewest stars that ask what was good rather than what was not. */
const good = 4;

interface RatingProps {
  sending: boolean;
  rate(rating: Judgement): void;
  /** The rating that is changed, and what to do when it is not. */
  before?: Given;
  keep?: () => void;
}

/** The card that asks how the service was, once a case is closed. */
export function Rating({ sending, rate, before, keep }: RatingProps) {
  const [stars, setStars] = useState(before?.stars ?? 0);
  const [solved, setSolved] = useState(before?.solved);
  const [reasons, setReasons] = useState<readonly string[]>(before?.reasons ?? []);
  const [text, setText] = useState(before?.text ?? "");
  const word = rare.starWords[stars - 1];
  const low = stars < good;
  const why = low ? rare.rateLow : rare.rateHigh;
  // The reasons go to staff and reports, who count them in one language. What was
  // ticked for few stars means nothing for many.
  const { tags } = low ? canonical.rateLow : canonical.rateHigh;
  const ticked = reasons.filter((r) => tags.includes(r));
  return (
    <form
      class="rating"
      aria-label={rare.rateTitle}
      onSubmit={(e) => {
        e.preventDefault();
        if (stars > 0) rate({ stars, solved, reasons: ticked, text });
      }}
    >
      <h2>{rare.rateTitle}</h2>
      <div class="stars" role="radiogroup" aria-label={rare.rateTitle}>
        {[1, 2, 3, 4, 5].map((n) => (
          <label key={n} data-on={n <= stars}>
            <input type="radio" name="stars" value={n} checked={n === stars} disabled={sending} onChange={() => setStars(n)} />
            <span class="hidden">{rare.stars(n)}</span>
            <Icon name="star" />
          </label>
        ))}
        <span class="word" aria-live="polite">{word}</span>
      </div>
      {stars > 0 && (
        <>
          <div class="solved" role="radiogroup" aria-label={rare.solved}>
            <span>{rare.solved}</span>
            {[true, false].map((value) => (
              <label key={String(value)} data-on={solved === value}>
                <input type="radio" name="solved" checked={solved === value} disabled={sending} onChange={() => setSolved(value)} />
                {value ? rare.yes : rare.no}
              </label>
            ))}
          </div>
          <div class="solved" role="group" aria-label={why.title}>
            <span>{why.title}</span>
            {tags.map((tag, i) => (
              <label key={tag} data-on={ticked.includes(tag)}>
                <input
                  type="checkbox"
                  checked={ticked.includes(tag)}
                  disabled={sending}
                  onChange={(e) => setReasons(e.currentTarget.checked ? [...ticked, tag] : ticked.filter((t) => t !== tag))}
                />
                {why.tags[i]}
              </label>
            ))}
          </div>
          <textarea
            rows={2}
            value={text}
            disabled={sending}
            placeholder={rare.rateText}
            aria-label={rare.rateText}
            onInput={(e) => setText(e.currentTarget.value)}
          />
          <button type="submit" class="primary" disabled={sending || runes(text) > maxText}>
            {sending ? rare.rateSending : rare.rateSend}
          </button>
          {keep && <button type="button" class="other" onClick={keep}>{rare.rateKeep}</button>}
        </>
      )}
    </form>
  );
}
