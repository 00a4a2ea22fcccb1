import { useEffect, useState, useSyncExternalStore } from "react";
import type { Source } from "../wire/source";
import { strings } from "./strings";

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

/** As useLive, of what the reader himself writes: it is drawn before his next key does something with it. */
export function useTyped(source: Source): number {
  return useSyncExternalStore(source.subscribe, () => source.version);
}

/** Whether the page is in front. */
export function useVisible(): boolean {
  const [visible, setVisible] = useState(document.visibilityState === "visible");
  useEffect(() => {
    const changed = () => setVisible(document.visibilityState === "visible");
    document.addEventListener("visibilitychange", changed);
    return () => document.removeEventListener("visibilitychange", changed);
  }, []);
  return visible;
}

/** Names the tab as long as the component is on the page. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = title;
    return () => {
      document.title = strings.product;
    };
  }, [title]);
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
