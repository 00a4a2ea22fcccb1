import type { Writing } from "../../wire/desk";
import type { Row } from "../../wire/frames";
import type { Staff } from "../api";
import { clock } from "../format";
import { words } from "./talk-words";

/** How somebody stands to a conversation: what he may write, and why not more. */
export interface Standing {
  may: readonly Writing[];
  /** A sentence; "" where there is nothing to explain. */
  why: string;
}

/**
 * What a member of staff may write into a conversation. The server decides; this
 * is its rule as far as a desk can know it, so that nobody writes in vain. `end`
 * says whether its newest case was closed, where no more events come of it.
 */
export function standing(row: Row, staff: Staff, end: "closed" | "gone" | undefined): Standing {
  const supervises = staff.rights.includes("cases");
  const owner = row.agent ?? "";
  if (row.state === "closed" || end === "closed") return { may: [], why: words.closed };
  if (end) return { may: [], why: row.state === "" ? words.notListed : words.gone };
  switch (row.state) {
    case "waiting":
      return { may: ["note"], why: words.waiting };
    case "offered":
      return { may: ["note"], why: row.offer?.agent === staff.id ? words.offeredYou : words.offered(row.offer?.agent_name ?? "") };
    case "assigned":
    case "snoozed":
      if (row.agent_id === staff.id) {
        return { may: ["say", "note"], why: row.state === "snoozed" && row.snoozed_until ? words.snoozed(clock(row.snoozed_until, Date.now())) : "" };
      }
      if (row.helpers?.some((h) => h.id === staff.id)) return { may: ["say", "note"], why: words.helping(owner) };
      return supervises ? { may: ["whisper", "note"], why: words.watching(owner) } : { may: ["note"], why: words.others(owner) };
    default:
      return { may: ["note"], why: words.botHas };
  }
}
