// What somebody may do with a case, as its buttons show it. The server decides
// each time anew; a button that it would refuse is only in the way.
import type { Row } from "../../wire/frames";
import type { Staff } from "../api";

export interface Powers {
  /** Owns the case: may answer, park, give back and end it. */
  own: boolean;
  accept: boolean;
  transfer: boolean;
  assign: boolean;
  takeOver: boolean;
  invite: boolean;
  /** Was invited, and may go. */
  leave: boolean;
  file: boolean;
  /** Looks on: neither owner nor helper of a case that a colleague has. */
  watches: boolean;
}

export function powers(row: Row, staff: Staff): Powers {
  const supervisor = staff.rights.includes("cases");
  const people = row.state === "waiting" || row.state === "offered" || row.state === "assigned" || row.state === "snoozed";
  const held = row.state === "assigned" || row.state === "snoozed";
  const own = held && row.agent_id === staff.id;
  const helps = row.helpers?.some((h) => h.id === staff.id) ?? false;
  const offered = row.state === "offered" && row.offer?.agent === staff.id;
  return {
    own,
    accept: row.state === "waiting" || offered,
    transfer: own || (supervisor && people),
    assign: supervisor && (people || row.state === "bot"),
    takeOver: supervisor && !own && (held || row.state === "bot" || row.state === "offered"),
    invite: own || (supervisor && held),
    leave: helps && !own,
    file: own || (supervisor && people) || helps,
    watches: held && !own && !helps,
  };
}
