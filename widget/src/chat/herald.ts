import { excerpt, type FromChat, type Standing } from "../embed/messages";
import type { CustomerSession } from "../wire/customer";
import type { CaseState } from "../wire/frames";

/** What is told of a session. */
export type Heralded = Pick<CustomerSession, "caughtUp" | "notice" | "state" | "thread" | "subscribe">;

/** Who has the case, as far as it concerns the shop's page. */
const standings: Record<CaseState, Standing | undefined> = {
  "": undefined, bot: "bot", waiting: "waiting", offered: "waiting", assigned: "assigned", snoozed: "assigned", closed: "closed",
};

/**
 * Tells the page around what happens in the conversation from now on: each new
 * message once and in order, and who has the case. What was said before the
 * page was opened is not told: what is up to seq `since`, where that is known,
 * else what is there now.
 */
export function herald(session: Heralded, tell: (message: FromChat) => void, since?: number): () => void {
  let told = since;
  let standing: Standing | undefined;
  let announced = "";
  const look = () => {
    const { thread, state } = session;
    // Another conversation, after another customer signed in, begins anew.
    if (told !== undefined && thread.last < told) told = undefined;
    const announcement = session.notice?.text ?? "";
    if (announcement !== announced) tell({ type: "announcement", text: excerpt(announcement) });
    announced = announcement;
    if (!session.caughtUp) return;
    told ??= thread.last;
    for (const e of thread.list()) {
      if (e.kind === "hole") {
        if (e.to > told) return; // what is missing is told first
      } else if (e.seq > told) {
        told = e.seq;
        if (e.kind === "message") tell({ type: "message", from: e.from.kind, text: excerpt(e.text) });
      }
    }
    const now = standings[state];
    if (now && now !== standing) tell({ type: "handoff", state: now });
    standing = now ?? standing;
  };
  look();
  return session.subscribe(look);
}
