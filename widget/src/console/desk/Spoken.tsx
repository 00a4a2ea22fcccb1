import { LoadingOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { clock } from "../format";
import { Markup } from "../Markup";
import { strings } from "../strings";
import { Attachments } from "./Attachments";
import { Card } from "./Card";
import { Basis } from "./Basis";
import type { Quote, Said } from "./talk";
import { words } from "./talk-words";
import { Tools } from "./Tools";

interface SpokenProps {
  item: Said;
  conversation: string;
  /** It was jumped to. */
  marked: boolean;
  /** Whether the customer has seen it. */
  read: boolean;
  retry(): void;
  discard(): void;
  recall(): Promise<void>;
  quote: ((quote: Quote) => void) | undefined;
  /** Shows the place of another message. */
  jump(seq: number): void;
}

/** One message or note, as the agent sees it: customers on the left, our side on the right. */
export function Spoken({ item, conversation, marked, read, retry, discard, recall, quote, jump }: SpokenProps) {
  const { from, state } = item;
  return (
    <article className={`spoken ${from}`} data-state={state} data-recalled={item.recalled} data-marked={marked}>
      <p className="spoken-head">
        <span>{item.name}</span>
        {from === "note" && <span className="mark" data-tone="warn">{strings.note}</span>}
        {from === "whisper" && <span className="mark" data-tone="blue" title={words.whisperHint}>{words.whisperTag}</span>}
        {item.recalled && <span className="mark">{words.recalledTag}</span>}
        {item.helpful !== undefined && (
          <span className="mark" data-tone={item.helpful ? "good" : "warn"}>{words.vote(item.helpful)}</span>
        )}
        <time>{clock(item.at, item.at)}</time>
        {state === "pending" && <LoadingOutlined aria-label={strings.pending} />}
        {from === "agent" && item.own && item.seq > 0 && !item.recalled && (
          <span className={read ? "read-mark" : "read-mark not"}>{read ? words.read : words.unread}</span>
        )}
      </p>
      <div className="spoken-row">
        {/* A message under way can be neither quoted nor taken back. */}
        {item.seq > 0 && <Tools item={item} recall={recall} quote={quote} />}
        <div className="spoken-text">
          {item.quote && <QuoteBlock quote={item.quote} jump={jump} />}
          {item.text !== "" && <Markup text={item.text} rich={from !== "customer"} />}
          {item.mentions.length > 0 && (
            <p className="mentions">{item.mentions.map((name, i) => <span className="mark" data-tone="blue" key={i}>@{name}</span>)}</p>
          )}
          {item.card && <Card card={item.card} />}
          <Attachments items={item.attachments} />
          <Offered item={item} />
          {item.form && <p className="soft">{words.formOf(item.form.title)}</p>}
          {item.ticket && <span className="mark" data-tone="good">{words.ticket(item.ticket)}</span>}
        </div>
      </div>
      {item.trace && <Basis trace={item.trace} item={item} conversation={conversation} />}
      {state === "failed" && (
        <p className="bad" role="alert">
          {strings.failed(item.problem)}
          <Button type="link" size="small" onClick={retry}>{strings.retry}</Button>
          <Button type="link" size="small" onClick={discard}>{strings.discard}</Button>
        </p>
      )}
    </article>
  );
}

function QuoteBlock({ quote, jump }: { quote: Quote; jump(seq: number): void }) {
  return (
    <button type="button" className="quoted" title={words.quoteOf(quote.name)} onClick={() => jump(quote.seq)}>
      <strong>{strings.said(quote.name)}</strong>
      {quote.text}
    </button>
  );
}

function Offered({ item }: { item: Said }) {
  if (item.choices.length === 0) return null;
  return (
    <ul className="offered" aria-label={strings.events.offered}>
      {item.choices.map((c) => (
        <li key={c.key} className={item.chosen.includes(c.key) ? "chosen" : ""}>{c.label}</li>
      ))}
    </ul>
  );
}
