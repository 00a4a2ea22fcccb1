import { useState } from "preact/hooks";
import { Icon } from "./icons";
import { strings } from "./strings";
import { maxText, runes } from "../wire/frames";

interface RatingProps {
  sending: boolean;
  rate(stars: number, solved: boolean | undefined, text: string): void;
}

/** The card that asks how the service was, once a case is closed. */
export function Rating({ sending, rate }: RatingProps) {
  const [stars, setStars] = useState(0);
  const [solved, setSolved] = useState<boolean>();
  const [text, setText] = useState("");
  const word = strings.starWords[stars - 1];
  return (
    <form
      class="rating"
      aria-label={strings.rateTitle}
      onSubmit={(e) => {
        e.preventDefault();
        if (stars > 0) rate(stars, solved, text);
      }}
    >
      <h2>{strings.rateTitle}</h2>
      <div class="stars" role="radiogroup" aria-label={strings.rateTitle}>
        {[1, 2, 3, 4, 5].map((n) => (
          <label key={n} data-on={n <= stars}>
            <input type="radio" name="stars" value={n} checked={n === stars} disabled={sending} onChange={() => setStars(n)} />
            <span class="hidden">{strings.stars(n)}</span>
            <Icon name="star" />
          </label>
        ))}
        <span class="word" aria-live="polite">{word}</span>
      </div>
      {stars > 0 && (
        <>
          <div class="solved" role="radiogroup" aria-label={strings.solved}>
            <span>{strings.solved}</span>
            {[true, false].map((value) => (
              <label key={String(value)} data-on={solved === value}>
                <input type="radio" name="solved" checked={solved === value} disabled={sending} onChange={() => setSolved(value)} />
                {value ? strings.yes : strings.no}
              </label>
            ))}
          </div>
          <textarea
            rows={2}
            value={text}
            disabled={sending}
            placeholder={strings.rateText}
            aria-label={strings.rateText}
            onInput={(e) => setText(e.currentTarget.value)}
          />
          <button type="submit" class="primary" disabled={sending || runes(text) > maxText}>
            {sending ? strings.rateSending : strings.rateSend}
          </button>
        </>
      )}
    </form>
  );
}
