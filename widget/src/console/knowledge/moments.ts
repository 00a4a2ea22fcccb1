// The clock of the shop, as entries have it: minutes and days of its zone, without saying which.
import dayjs from "dayjs";
import customParseFormat from "dayjs/plugin/customParseFormat";

dayjs.extend(customParseFormat);

/** How a minute and a day are written. */
export const minute = "YYYY-MM-DD HH:mm";
export const day = "YYYY-MM-DD";

/** The minute that it is in a zone; of this browser's where the zone is not known. */
export function minuteIn(zone: string | undefined, at: number): string {
  const parts = (timeZone?: string) =>
    new Intl.DateTimeFormat("en-CA", {
      timeZone, hourCycle: "h23", year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit",
    }).formatToParts(at);
  let all: Intl.DateTimeFormatPart[];
  try {
    all = parts(zone);
  } catch {
    all = parts(); // a zone that this browser does not know
  }
  const of = (type: Intl.DateTimeFormatPartTypes) => all.find((p) => p.type === type)?.value ?? "";
  return `${of("year")}-${of("month")}-${of("day")} ${of("hour")}:${of("minute")}`;
}
