// Times as the shop's clock shows them, whatever that of this computer does.
import { strings } from "../../strings";

/** A time as its field writes it: 2026-11-23T02:00, by the clock of a zone. */
export function wallOf(at: number, zone: string): string {
  const parts = new Intl.DateTimeFormat("en-US", {
    timeZone: zone, hourCycle: "h23", year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit",
  }).formatToParts(at);
  const part = (type: string) => parts.find((p) => p.type === type)?.value ?? "";
  return `${part("year")}-${part("month")}-${part("day")}T${part("hour")}:${part("minute")}`;
}

/** The time that such a field means; NaN where it means none. Of an hour that a change of the clock leaves out, one beside it. */
export function timeOf(wall: string, zone: string): number {
  const aim = Date.parse(`${wall}Z`);
  if (Number.isNaN(aim)) return NaN;
  let at = aim;
  // The first step is off where the zone changes its clock in between.
  for (let i = 0; i < 2; i++) at += aim - Date.parse(`${wallOf(at, zone)}Z`);
  return at;
}

/** The date and the clock of a zone, for people. */
export function momentOf(at: number, zone: string): string {
  const wall = wallOf(at, zone);
  return strings.time.date(Number(wall.slice(5, 7)), Number(wall.slice(8, 10))) + wall.slice(11);
}
