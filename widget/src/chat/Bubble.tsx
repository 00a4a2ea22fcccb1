import { recallWithin } from "../wire/frames";
import { Markup } from "../markup/Markup";
import { useBefore } from "./clock";
import { Files } from "./Files";
import { Icon } from "./icons";
import { memo } from "./memo";
import type { Model } from "./model";
import { Card, Face, FormCard, TicketCard } from "./parts";
import { excerptOf, type MessageItem, type Vote } from "./screen";
import { jumpTo } from "./scroll";
import { strings, tongue } from "./strings";

interface BubbleProps {
  item: MessageItem;
  model: Model;
  /** Whether choices can be tapped: not while a person answers. */
  tappable: boolean;
  /** Whether its menu is open, as after a tap on it. */
  active: boolean;
}

/** One message: what it answers, its words, files, form, ticket and choices, and what became of it. */
export const Bubble = memo<BubbleProps>(function Bubble({ item, model, tappable, active }: BubbleProps) {
  const { session } = model;
  const own = item.from === "customer";
  const toggle = () => (model.active.value = active ? "" : item.key);
  return (
    <div class={`row ${item.from}${item.first ? " first" : ""}${active ? " active" : ""}`} data-state={item.state} data-seq={item.seq}>
      {!own && <Avatar item={item} />}
      <div class="said">
        {/* The sender is heard always and seen where it says something new. */}
        <span class={item.first && item.from === "agent" ? "name" : "hidden"}>{item.name}</span>
        {item.quote && <Quoted item={item} />}
        {item.text !== "" && (
          <div class="bubble" lang={tongue(item.text)} onClick={toggle}>
            <Markup text={item.text} rich={item.rich} zoom={(url, name) => (model.zoomed.value = { url, name })} />
          </div>
        )}
        {item.card && <Card card={item.card} />}
        <Files files={item.files} zoom={(a) => (model.zoomed.value = a)} />
        {item.ticket !== undefined && <TicketCard number={item.ticket} model={model} />}
        {item.form && <FormCard item={item.form} seq={item.seq} model={model} />}
        <Choices item={item} tappable={tappable} choose={(key) => session.choose(item.seq, key)} />
        {item.vote !== undefined && <Votes vote={item.vote} send={(helpful) => session.vote(item.seq, helpful)} />}
        {item.state === "failed" && (
          <p class="failed" role="alert">
            {strings.failed(item.problem ?? "")}
            <button type="button" onClick={() => session.outbox.again(item.key)}>{strings.retry}</button>
            <button type="button" onClick={() => session.outbox.remove(item.key)}>{strings.discard}</button>
          </p>
        )}
        {item.seq > 0 && <Menu item={item} model={model} />}
        {item.read && <span class="read">{strings.read}</span>}
      </div>
      {item.state === "pending" && <span class="pending" role="img" aria-label={strings.pending} />}
    </div>
  );
}, same);

// The items are built anew on every change; what they say mostly is not.
function same(a: Readonly<BubbleProps>, b: Readonly<BubbleProps>): boolean {
  if (a.tappable !== b.tappable || a.active !== b.active) return false;
  return JSON.stringify(a.item) === JSON.stringify(b.item);
}

function Quoted({ item: { quote } }: { item: MessageItem }) {
  if (!quote) return null;
  return (
    <button type="button" class="quoted" onClick={() => jumpTo(quote.seq)}>
      {quote.name ? strings.quoting(quote.name, quote.text) : strings.quoteLost}
    </button>
  );
}

function Choices({ item, tappable, choose }: { item: MessageItem; tappable: boolean; choose(key: string): void }) {
  if (item.choices.length === 0) return null;
  return (
    <div class="choices" role="group" aria-label={strings.choices} lang={tongue(item.choices[0]?.label ?? "")}>
      {item.choices.map((c, i) => (
        <button
          type="button"
          key={c.key}
          disabled={!tappable || item.chosen.includes(c.key)}
          data-chosen={item.chosen.includes(c.key)}
          onClick={() => choose(c.key)}
        >
          {(item.choices.length > 1 || c.key !== "human") && <span class="number">{i + 1}</span>}
          {c.label}
        </button>
      ))}
    </div>
  );
}

/** Whether an answer helped: what was said shows, and can be changed. */
function Votes({ vote, send }: { vote: Vote; send(helpful: boolean): void }) {
  return (
    <div class="votes" role="group" aria-label={strings.vote}>
      {(["yes", "no"] as const).map((v) => (
        <button type="button" key={v} aria-pressed={vote === v} onClick={() => vote !== v && send(v === "yes")}>
          <Icon name={v === "yes" ? "good" : "bad"} />
          {strings.votes[v]}
        </button>
      ))}
    </div>
  );
}

/** What can be done with a message. It shows under the pointer, the focus or a finger. */
function Menu({ item, model }: { item: MessageItem; model: Model }) {
  const fresh = useBefore(item.at + recallWithin - model.session.now());
  const tab = item.recent ? 0 : -1;
  const quote = () => {
    model.quote.value = { seq: item.seq, name: item.name, text: excerptOf({ text: item.text, attachments: [...item.files], ...(item.card && { card: item.card }) }) };
    model.active.value = "";
  };
  return (
    <span class="menu">
      <button type="button" tabIndex={tab} onClick={quote}>{strings.quote}</button>
      {item.from === "customer" && fresh && (
        <button type="button" tabIndex={tab} onClick={() => model.session.recall(item.seq)}>{strings.recall}</button>
      )}
    </span>
  );
}

function Avatar({ item }: { item: MessageItem }) {
  if (!item.first) return <span class="avatar none" />;
  return (
    <span class="avatar" aria-hidden="true">
      {item.from === "bot" ? <Icon name="bot" /> : <Face name={item.name} face={item.face} />}
    </span>
  );
}
