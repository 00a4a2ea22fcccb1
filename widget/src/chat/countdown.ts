import { useEffect, useState } from "preact/hooks";
import { rare } from "./strings";

const pad = (n: number) => String(n).padStart(2, "0");

/** A length of time as a countdown shows it: minutes and seconds below an hour. */
export function countdown(ms: number): string {
  const s = Math.max(0, Math.ceil(ms / 1_000));
  const [m, h, d] = [Math.floor(s / 60), Math.floor(s / 3_600), Math.floor(s / 86_400)];
  if (h < 1) return `${pad(m)}:${pad(s % 60)}`;
  return d < 1 ? rare.hours(h, m % 60) : rare.days(d, h % 24);
}

/** Draws the caller again every second. */
export function useTicking(): void {
  const [, tick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => tick((n) => n + 1), 1_000);
    return () => clearInterval(timer);
  }, []);
}
