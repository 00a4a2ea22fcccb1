import type { Attachment } from "../../wire/frames";

/** A text for the composer. */
export interface Insertion {
  conversation: string;
  text: string;
  /** Send it at once instead of letting it be edited. */
  send: boolean;
  /** Uploads that go with it. */
  attachments: readonly Attachment[];
}

type Taker = (insertion: Insertion) => boolean;

/**
 * The way from other panes into the composer: what the knowledge search, a
 * ticket or an order has to say is put where the agent writes. At most one
 * composer is open per conversation; the newest is asked first.
 */
export class Inserts {
  private takers: { conversation: string; take: Taker }[] = [];

  /** Offers a text to the conversation's composer. False where none is open, or it may not write to the customer. */
  readonly insert = (
    conversation: string,
    text: string,
    rest: { send?: boolean; attachments?: readonly Attachment[] } = {},
  ): boolean => {
    const insertion = { conversation, text, send: false, attachments: [], ...rest };
    return this.takers.toReversed().some((t) => t.conversation === conversation && t.take(insertion));
  };

  /** Takes what is inserted into a conversation until the returned function is called. `take` reports whether it could. */
  readonly on = (conversation: string, take: Taker): (() => void) => {
    const taker = { conversation, take };
    this.takers.push(taker);
    return () => {
      this.takers = this.takers.filter((t) => t !== taker);
    };
  };
}

/** The way of this page. */
export const inserts = new Inserts();

/**
 * Puts a text into the open composer of a conversation, at the caret; with
 * `send` it goes to the customer at once. Reports whether there was a composer
 * that took it.
 */
export const insertIntoComposer = inserts.insert;

/** Takes the texts for a conversation's composer until the returned function is called. */
export const onInsert = inserts.on;
