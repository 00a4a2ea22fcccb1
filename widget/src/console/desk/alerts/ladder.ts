// Which alerts are told now, and how: pure but for what it remembers.
import { type AlertKind, isQuiet, type Settings } from "../settings";
import type { Alert } from "./pending";

/** What is to be done now. */
export interface Telling {
  /** One sound at most: of the gravest. */
  sound: AlertKind | undefined;
  /** Those to be shown on the desktop. */
  desktop: Alert[];
  /** Those that the title counts. */
  title: Alert[];
}

const gravity: readonly AlertKind[] = ["offer", "broken", "taken", "assigned", "whisper", "soon", "mention", "message"];

/**
 * The ladder: what is new is told at once, and again every so often until it was
 * looked at. What was there when the page came is told like what is new.
 */
export class Ladder {
  private told = new Map<string, number>();

  /** `unseen` is everything that was not looked at. Call it whenever that may have changed, and every second. */
  step(unseen: readonly Alert[], settings: Settings, now: number): Telling {
    const due = unseen.filter((a) => {
      const last = this.told.get(a.key);
      return last === undefined || (settings.repeat > 0 && now - last >= settings.repeat * 1000);
    });
    this.told = new Map(unseen.map((a) => [a.key, due.includes(a) ? now : (this.told.get(a.key) ?? now)]));
    const quiet = isQuiet(settings.quiet, new Date(now));
    const loud = (way: "sound" | "desktop") => (quiet ? [] : due.filter((a) => settings.alerts[a.kind][way]));
    const sounds = new Set(loud("sound").map((a) => a.kind));
    return {
      sound: gravity.find((kind) => sounds.has(kind)),
      desktop: loud("desktop"),
      title: unseen.filter((a) => settings.alerts[a.kind].title),
    };
  }
}
