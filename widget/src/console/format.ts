import { strings } from "./strings";

const pad = (n: number) => String(n).padStart(2, "0");

/** A span of milliseconds in the two largest units it has. */
export function span(ms: number): string {
  const s = Math.max(0, Math.floor(ms / 1000));
  const words = strings.time;
  if (s < 60) return words.seconds(s);
  if (s < 3600) return words.minutes(Math.floor(s / 60), s % 60);
  if (s < 86_400) return words.hours(Math.floor(s / 3600), Math.floor(s / 60) % 60);
  return words.days(Math.floor(s / 86_400), Math.floor(s / 3600) % 24);
}

/** A span of milliseconds as a running clock shows it: 2:05, 1:02:05; days in words. */
export function timer(ms: number): string {
  const s = Math.max(0, Math.floor(ms / 1000));
  if (s >= 86_400) return span(ms);
  const [h, m] = [Math.floor(s / 3600), Math.floor(s / 60) % 60];
  return h > 0 ? `${h}:${pad(m)}:${pad(s % 60)}` : `${m}:${pad(s % 60)}`;
}

/** The clock today, with the date before it on other days. Local time. */
export function clock(at: number, now: number): string {
  const [d, today] = [new Date(at), new Date(now)];
  const time = `${pad(d.getHours())}:${pad(d.getMinutes())}`;
  return d.toDateString() === today.toDateString() ? time : strings.time.date(d.getMonth() + 1, d.getDate()) + time;
}
