import { createContext, useContext, useSyncExternalStore } from "react";
import { BrowserShelf, type Shelf } from "../../wire/shelf";
import { Source } from "../../wire/source";

/** What a desk can be told about. Each has its own ways of telling. */
export const alertKinds = ["offer", "message", "soon", "broken", "mention", "whisper", "assigned", "taken"] as const;
export type AlertKind = (typeof alertKinds)[number];

/** The ladder: how loudly an event is told. */
export interface Ways {
  sound: boolean;
  title: boolean;
  /** A notification of the desktop, while the page is not in front. */
  desktop: boolean;
}

export interface Settings {
  sendKey: "enter" | "ctrl-enter";
  theme: "auto" | "light" | "dark";
  /** 0 to 100. */
  volume: number;
  /** Seconds after which an event that nobody looked at is told again; 0 = told once. */
  repeat: number;
  alerts: Record<AlertKind, Ways>;
  quiet: Quiet;
}

/** Do not disturb: neither sound nor notification. Minutes of the local day; where from = to the whole day. */
export interface Quiet {
  now: boolean;
  daily: boolean;
  from: number;
  to: number;
}

const loud: Ways = { sound: true, title: true, desktop: true };

/** What holds where nobody chose. */
export const defaults: Settings = {
  sendKey: "enter",
  theme: "auto",
  volume: 60,
  repeat: 20,
  alerts: {
    offer: loud,
    message: { ...loud, desktop: false },
    soon: loud,
    broken: loud,
    mention: loud,
    whisper: { ...loud, desktop: false },
    assigned: loud,
    taken: loud,
  },
  quiet: { now: false, daily: false, from: 22 * 60, to: 8 * 60 },
};

const key = "yiwen.settings";

/**
 * The settings of this browser: not of the account, because a loudspeaker
 * belongs to a desk. What is stored is foreign once it is read (an older
 * version, another tab, a curious hand): each field that does not hold what it
 * should falls back to its default.
 */
export class SettingsStore extends Source {
  private current: Settings;

  constructor(private readonly shelf: Shelf) {
    super();
    this.current = parse(shelf.get(key));
  }

  get = (): Settings => this.current;

  change(part: Partial<Settings>): void {
    this.current = { ...this.current, ...part };
    this.shelf.set(key, JSON.stringify(this.current));
    this.changed();
  }

  /** Takes what another tab of this browser has stored. */
  reread(): void {
    this.current = parse(this.shelf.get(key));
    this.changed();
  }
}

/** Settings out of what was stored; never throws. */
export function parse(stored: string | null): Settings {
  let raw: unknown;
  try {
    raw = JSON.parse(stored ?? "{}");
  } catch {
    return defaults;
  }
  const s = record(raw);
  const [alerts, quiet] = [record(s["alerts"]), record(s["quiet"])];
  return {
    sendKey: one(s["sendKey"], ["enter", "ctrl-enter"], defaults.sendKey),
    theme: one(s["theme"], ["auto", "light", "dark"], defaults.theme),
    volume: whole(s["volume"], 0, 100, defaults.volume),
    repeat: whole(s["repeat"], 0, 600, defaults.repeat),
    alerts: Object.fromEntries(
      alertKinds.map((kind) => {
        const [way, usual] = [record(alerts[kind]), defaults.alerts[kind]];
        return [
          kind,
          {
            sound: yes(way["sound"], usual.sound),
            title: yes(way["title"], usual.title),
            desktop: yes(way["desktop"], usual.desktop),
          },
        ];
      }),
    ) as Record<AlertKind, Ways>,
    quiet: {
      now: yes(quiet["now"], defaults.quiet.now),
      daily: yes(quiet["daily"], defaults.quiet.daily),
      from: whole(quiet["from"], 0, 1439, defaults.quiet.from),
      to: whole(quiet["to"], 0, 1439, defaults.quiet.to),
    },
  };
}

/** Whether nothing may make a noise now. A span over midnight goes on the next morning. */
export function isQuiet(quiet: Quiet, now: Date): boolean {
  if (quiet.now) return true;
  if (!quiet.daily) return false;
  const minute = now.getHours() * 60 + now.getMinutes();
  const { from, to } = quiet;
  if (from === to) return true;
  return from < to ? minute >= from && minute < to : minute >= from || minute < to;
}

const record = (v: unknown): Record<string, unknown> =>
  typeof v === "object" && v !== null && !Array.isArray(v) ? (v as Record<string, unknown>) : {};
const yes = (v: unknown, or: boolean): boolean => (typeof v === "boolean" ? v : or);
const whole = (v: unknown, least: number, most: number, or: number): number =>
  typeof v === "number" && Number.isInteger(v) && v >= least && v <= most ? v : or;
const one = <T extends string>(v: unknown, of: readonly T[], or: T): T => of.find((x) => x === v) ?? or;

/** The store of the page; a test puts its own around what it draws. */
export const SettingsContext = createContext(new SettingsStore(new BrowserShelf()));

/** The settings, drawn again when they change. */
export function useSettings(): Settings {
  const store = useContext(SettingsContext);
  return useSyncExternalStore(store.subscribe, store.get);
}
