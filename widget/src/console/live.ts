import { useEffect, useState } from "react";
import type { Source } from "../wire/source";

/** Draws at most this often: a resume brings hundreds of events at once. Milliseconds. */
const frame = 16;

/** Draws the component again when the source has changed; returns the source's version. */
export function useLive(source: Source): number {
  const [version, setVersion] = useState(source.version);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const draw = () => {
      timer ??= setTimeout(() => {
        timer = undefined;
        setVersion(source.version);
      }, frame);
    };
    draw(); // what changed between the first drawing and now
    const stop = source.subscribe(draw);
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [source]);
  return version;
}

/** The time, drawn again every `every` milliseconds. */
export function useNow(every: number): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), every);
    return () => clearInterval(timer);
  }, [every]);
  return now;
}
