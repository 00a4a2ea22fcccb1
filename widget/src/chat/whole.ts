import type { CustomerSession } from "../wire/customer";
import type { LogEvent } from "../wire/frames";
import { EventLog, type Hole } from "../wire/log";
import { Unanswered } from "../wire/requests";

/** So many pages are asked for at once; then one each `pace` milliseconds, so that the server has ears for what the customer says meanwhile. */
const [atOnce, pace] = [10, 250];

/** What is read of a session. */
export type Readable = Pick<CustomerSession, "past"> & { thread: Pick<CustomerSession["thread"], "list" | "last"> };

/**
 * The whole log of a conversation, with what is not on the screen: that is fetched
 * page by page and not kept, because a screen with thousands of messages is slow
 * for the rest of the day. Rejects where a page cannot be had, or `ended` says
 * that nobody waits any more.
 */
export async function whole({ thread, past }: Readable, ended: () => boolean): Promise<(LogEvent | Hole)[]> {
  const log = new EventLog();
  const here = () => thread.list().filter((e): e is LogEvent => e.kind !== "hole");
  const first = thread.list()[0];
  log.reset(first ? (first.kind === "hole" ? first.from : first.seq) - 1 : thread.last);
  log.add(...here());
  for (let pages = 0; log.first > 1; pages++) {
    if (pages >= atOnce) await nap(pace);
    const { events, more } = await page(past, log.first, ended);
    log.prepend(events, more);
  }
  log.add(...here()); // what was said meanwhile
  return log.list();
}

async function page(past: Readable["past"], before: number, ended: () => boolean) {
  for (;;) {
    if (ended()) throw new Error("nobody waits for it");
    try {
      const answer = await past(before);
      if (answer.type !== "events") throw new Error(`fetch answered by ${answer.type}`);
      return answer;
    } catch (error) {
      if (!(error instanceof Unanswered) || error.code !== "rate_limited") throw error;
      await nap(pace * 8);
    }
  }
}

const nap = (ms: number) => new Promise<void>((done) => setTimeout(done, ms));
