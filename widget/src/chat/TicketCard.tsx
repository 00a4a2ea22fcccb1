import { useState } from "preact/hooks";
import { Icon } from "./icons";
import type { Model } from "./model";
import { rare } from "./strings";
import "./TicketCard.css";

/** A ticket in the conversation: its number to copy, its state where it is known, and the way to its progress. */
export function TicketCard({ number, model }: { number: string; model: Model }) {
  const state = model.tickets.known.value.get(number)?.state;
  return (
    <div class="ticket">
      <p>
        <Icon name="ticket" />
        <b>{number}</b>
        {state !== undefined && <span class={`state ${state}`}>{rare.ticketStates[state] ?? state}</span>}
      </p>
      <p>
        <Copy text={number} />
        <button type="button" onClick={() => (model.panel.value = number)}>{rare.ticketMore}</button>
      </p>
    </div>
  );
}

/** Puts a text into the clipboard, and says that it has. */
export function Copy({ text }: { text: string }) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setCopied(true);
      setTimeout(() => setCopied(false), 2_000);
    } catch {
      // Not allowed here: the number stands beside the button and can be marked.
    }
  };
  return (
    <button type="button" onClick={() => void copy()}>
      <span aria-live="polite">{copied ? rare.ticketCopied : rare.ticketCopy}</span>
    </button>
  );
}
