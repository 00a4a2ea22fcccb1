// Times as the shop's clock shows them, whatever that of this computer does; entries have them without saying their zone.
import dayjs from "dayjs";
import customParseFormat from "dayjs/plugin/customParseFormat";
import timezone from "dayjs/plugin/timezone";
import utc from "dayjs/plugin/utc";
import { strings } from "./strings";

dayjs.extend(customParseFormat);
dayjs.extend(utc);
dayjs.extend(timezone);

/** How a minute and a day are written. */
export const minute = "YYYY-MM-DD HH:mm";
export const day = "YYYY-MM-DD";

/**
 * The minute that it is in a zone; of this browser's where the zone is not known.
 * Not by dayjs' tz(): it goes by way of the browser's own clock and is an hour off
 * for those hours of a zone that this clock leaves out when it changes.
 */
export function minuteIn(zone: string | undefined, at: number): string {
  const parts = new Intl.DateTimeFormat("en-CA", {
    timeZone: known(zone), hourCycle: "h23", year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit",
  }).formatToParts(at);
  const of = (type: Intl.DateTimeFormatPartTypes) => parts.find((p) => p.type === type)?.value ?? "";
  return `${of("year")}-${of("month")}-${of("day")} ${of("hour")}:${of("minute")}`;
}

/** A time as its field writes it: 2026-11-23T02:00, by the clock of a zone. */
export const wallOf = (at: number, zone: string): string => minuteIn(zone, at).replace(" ", "T");

/** The time that such a field means; NaN where it means none. Of an hour that a change of the clock leaves out, one beside it. */
export const timeOf = (wall: string, zone: string): number => dayjs.tz(wall, known(zone)).valueOf();

/** The date and the clock of a zone, for people. */
export function momentOf(at: number, zone: string): string {
  const wall = minuteIn(zone, at);
  return strings.time.date(Number(wall.slice(5, 7)), Number(wall.slice(8, 10))) + wall.slice(11);
}

/** A zone that this browser knows; undefined = its own. */
function known(zone: string | undefined): string | undefined {
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return zone;
  } catch {
    return undefined;
  }
}
