import { useEffect, useState } from "preact/hooks";
import { strings } from "./strings";

const pad = (n: number) => String(n).padStart(2, "0");

/** A time as a divider shows it: the clock today, with as much of the date before as it needs. Local time. */
export function moment(at: number, now: number): string {
  const [d, today] = [new Date(at), new Date(now)];
  const clock = `${pad(d.getHours())}:${pad(d.getMinutes())}`;
  const day = (offset: number) => new Date(today.getFullYear(), today.getMonth(), today.getDate() + offset);
  if (sameDay(d, today)) return clock;
  if (sameDay(d, day(-1))) return strings.yesterday(clock);
  if (sameDay(d, day(1))) return strings.tomorrow(clock);
  const [month, date] = [d.getMonth() + 1, d.getDate()];
  return d.getFullYear() === today.getFullYear() ? strings.date(month, date, clock) : strings.longDate(d.getFullYear(), month, date, clock);
}

function sameDay(a: Date, b: Date): boolean {
  return a.getFullYear() === b.getFullYear() && a.getMonth() === b.getMonth() && a.getDate() === b.getDate();
}

/** Whether it is still `ms` before something; the caller is drawn again when it is not. */
export function useBefore(ms: number): boolean {
  const [before, set] = useState(ms > 0);
  useEffect(() => {
    set(ms > 0);
    // A browser's timer of more than 24 days fires at once.
    const timer = ms > 0 ? setTimeout(() => set(false), Math.min(ms, 86_400_000)) : undefined;
    return () => clearTimeout(timer);
  }, [ms > 0]);
  return before;
}
