import type { Entry, Status } from "../api";

/** What the switch and the clock make of an entry. */
export type When = "off" | "always" | "later" | "laterUntil" | "until" | "over" | "never";

/** When an entry answers, seen from a minute of the shop's clock. Minutes are written so that they sort. */
export function whenOf({ off, from = "", until = "" }: Pick<Entry, "off" | "from" | "until">, now: string): When {
  if (off) return "off";
  if (from && until && until <= from) return "never";
  if (until && until <= now) return "over";
  if (from && from > now) return until ? "laterUntil" : "later";
  return until ? "until" : "always";
}

/** What a list of entries says of it at that minute. */
export function statusOf(entry: Pick<Entry, "off" | "from" | "until">, now: string): Status {
  const { off, from = "", until = "" } = entry;
  if (off) return "off";
  if (until && until <= now) return "expired";
  return from > now ? "scheduled" : "on";
}
