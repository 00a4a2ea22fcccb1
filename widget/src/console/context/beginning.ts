import type { Thread } from "../../wire/thread";

/**
 * The seq of the first event of a case; what is not here yet is fetched, page by
 * page. Where a page cannot be had it is the first that is here; undefined where
 * there is none.
 */
export async function beginning(thread: Thread, number: number): Promise<number | undefined> {
  for (;;) {
    const log = thread.list();
    const at = log.findIndex((e) => e.kind !== "hole" && e.case === number);
    const event = log[at];
    const seq = event && event.kind !== "hole" ? event.seq : undefined;
    // It is the first of its case where something of another case is before it, or nothing at all.
    const sure = seq !== undefined && (at > 0 || !thread.hasOlder);
    const past = log[0] !== undefined && log[0].kind !== "hole" && log[0].case < number;
    if (sure || past || !thread.hasOlder) return seq;
    await thread.fetchOlder();
    // Nothing came: the page failed, somebody else asks for it, or the thread was closed. It is not asked for in circles.
    if (thread.list()[0] === log[0]) return seq;
  }
}
