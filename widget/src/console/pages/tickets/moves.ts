import type { Staff } from "../../api";
import type { TicketHead, TicketMove, TicketState } from "../../shapes";

// The part of the server's state table that is about staff: which moves a ticket
// in each state takes. The server decides; this only spares people buttons that
// it would refuse.
const possible: Record<TicketState, readonly TicketMove[]> = {
  open: ["take", "tell", "note", "close"],
  doing: ["tell", "ask", "note", "solve", "take", "close"],
  waiting: ["tell", "ask", "note", "solve", "take", "close"],
  solved: ["tell", "note", "reopen", "close"],
  closed: ["note", "reopen"],
  reopened: ["take", "tell", "note", "close"],
};

/** Moves that only the owner and supervisors make. */
const owners: readonly TicketMove[] = ["ask", "solve", "close"];

/** What this person can do with a ticket, the likeliest first. */
export function moves(ticket: TicketHead, staff: Staff): TicketMove[] {
  const lead = staff.rights.includes("cases");
  return possible[ticket.state].filter((m) => {
    if (owners.includes(m)) return lead || ticket.owner === staff.id;
    // Taking one's own again says nothing, but for one that was reopened: then it begins anew.
    return m !== "take" || ticket.owner !== staff.id || ticket.state === "reopened" || ticket.state === "open";
  });
}

/** Whether a move is nothing without words. */
export const needsText = (m: TicketMove): boolean => m === "note" || m === "tell" || m === "ask";
