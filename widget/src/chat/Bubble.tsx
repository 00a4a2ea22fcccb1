import { memo } from "preact/compat";
import { Markup } from "../markup/Markup";
import { Icon } from "./icons";
import type { MessageItem } from "./screen";
import { strings } from "./strings";

interface BubbleProps {
  item: MessageItem;
  /** Whether choices can be tapped: not while a person answers. */
  tappable: boolean;
  choose(of: number, key: string): void;
  retry(id: string): void;
  discard(id: string): void;
}

/** One message, with its choices and what became of it. */
export const Bubble = memo(function Bubble({ item, tappable, choose, retry, discard }: BubbleProps) {
  const own = item.from === "customer";
  return (
    <div class={`row ${item.from}${item.first ? " first" : ""}`} data-state={item.state}>
      {!own && <Avatar item={item} />}
      <div class="said">
        {/* The sender is heard always and seen where it says something new. */}
        <span class={item.first && item.from === "agent" ? "name" : "hidden"}>{item.name}</span>
        <div class="bubble">
          <Markup text={item.text} rich={item.rich} />
        </div>
        {item.choices.length > 0 && (
          <div class="choices" role="group" aria-label={strings.choices}>
            {item.choices.map((c, i) => (
              <button
                type="button"
                key={c.key}
                disabled={!tappable || item.chosen.includes(c.key)}
                data-chosen={item.chosen.includes(c.key)}
                onClick={() => choose(item.seq, c.key)}
              >
                {item.choices.length > 1 && <span class="number">{i + 1}</span>}
                {c.label}
              </button>
            ))}
          </div>
        )}
        {item.state === "failed" && (
          <p class="failed" role="alert">
            {strings.failed(item.problem ?? "")}
            <button type="button" onClick={() => retry(item.key)}>{strings.retry}</button>
            <button type="button" onClick={() => discard(item.key)}>{strings.discard}</button>
          </p>
        )}
      </div>
      {item.state === "pending" && <span class="pending" role="img" aria-label={strings.pending} />}
    </div>
  );
}, same);

// The items are built anew on every change; what they say mostly is not.
function same(a: Readonly<BubbleProps>, b: Readonly<BubbleProps>): boolean {
  const [x, y] = [a.item, b.item];
  return (
    a.tappable === b.tappable && x.key === y.key && x.text === y.text && x.state === y.state && x.first === y.first &&
    x.seq === y.seq && x.problem === y.problem && x.chosen.join() === y.chosen.join()
  );
}

function Avatar({ item }: { item: MessageItem }) {
  if (!item.first) return <span class="avatar none" />;
  return (
    <span class="avatar" aria-hidden="true">
      {item.from === "bot" ? <Icon name="bot" /> : [...item.name][0]}
    </span>
  );
}
