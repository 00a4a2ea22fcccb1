import { strings } from "./strings";

const pad = (n: number) => String(n).padStart(2, "0");

/** A time as a divider shows it: the clock today, with as much of the date before as it needs. Local time. */
export function moment(at: number, now: number): string {
  const [d, today] = [new Date(at), new Date(now)];
  const clock = `${pad(d.getHours())}:${pad(d.getMinutes())}`;
  const yesterday = new Date(today.getFullYear(), today.getMonth(), today.getDate() - 1);
  if (sameDay(d, today)) return strings.today + clock;
  if (sameDay(d, yesterday)) return strings.yesterday + clock;
  const date = strings.date(d.getMonth() + 1, d.getDate());
  return (d.getFullYear() === today.getFullYear() ? "" : strings.year(d.getFullYear())) + date + clock;
}

function sameDay(a: Date, b: Date): boolean {
  return a.getFullYear() === b.getFullYear() && a.getMonth() === b.getMonth() && a.getDate() === b.getDate();
}
