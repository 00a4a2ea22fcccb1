import { card } from "../wire/card";
import type { CustomerSession } from "../wire/customer";
import type { Card } from "../wire/frames";

/**
 * Says a card of the shop's page, once it is known what was said before. One that the
 * case has as it is, is not said again: pages give theirs on every load.
 */
export function sayCard(session: CustomerSession, value: unknown): void {
  const given = card(value);
  if (!given) return;
  const whose = session.token;
  let done = false;
  const look = () => {
    // Who has logged out since says nothing more.
    const gone = whose !== "" && session.token !== whose;
    if (done || (!gone && !session.caughtUp)) return;
    done = true;
    stop();
    if (gone) return;
    if (saidCards(session).some((s) => s.kind === given.kind && s.id === given.id && s.status === given.status && s.price === given.price)) return;
    session.say("", { card: given });
  };
  const stop = session.subscribe(() => look());
  look();
}

/** The cards that the shop's page gave in the case that goes on, stored or on their way; the last one last. */
export function saidCards({ thread, outbox, state }: CustomerSession): Card[] {
  const log = thread.list().filter((e) => e.kind !== "hole");
  const now = state === "closed" ? undefined : log.at(-1)?.case;
  return [
    ...log.flatMap((e) => (e.kind === "message" && e.case === now && e.card ? [e.card] : [])),
    ...outbox.list("").flatMap(({ command: c }) => (c.type === "say" && c.card ? [c.card] : [])),
  ];
}
