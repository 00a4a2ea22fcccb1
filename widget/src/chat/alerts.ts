// What tells of a message while nobody looks: a short sound, and a notification
// of the desktop where the customer asked for it. Loaded with the first such
// message, or with the menu that sets it.
import { signal } from "@preact/signals";
import type { LogEvent } from "../wire/frames";
import type { Hole } from "../wire/log";
import { excerptOf } from "./screen";
import { strings } from "./strings";

type Log = readonly (LogEvent | Hole)[];

/** Where the choice is kept; written only when the customer chooses. */
const key = "yiwen/alerts";

/** The sound: two notes, how long each of them is, and how loud. Hertz, seconds, of 1. */
const [notes, length, loudness] = [[880, 1175], 0.14, 0.08] as const;

/** Not more often than this, however many messages come. Milliseconds. */
const rest = 3_000;

/** So long another tab has to say that the customer has seen it there. Milliseconds. */
const pause = 400;

const kept = read();

/** Whether there is a sound. On unless the customer has said no: it is heard only after he has used the chat. */
export const sound = signal(kept.sound !== false);

/** Whether there are notifications of the desktop; only after the customer has said yes. */
export const desktop = signal(kept.desktop === true && allowed() === "granted");

/** What the browser says of notifications; "" where it has none, or not for us: a frame may not ask. */
export function allowed(): NotificationPermission | "" {
  return typeof Notification === "function" && window.parent === window ? Notification.permission : "";
}

export function setSound(on: boolean): void {
  sound.value = on;
  keep();
  if (on) void ring(); // so that he knows what to listen for
}

/** Turns notifications on or off; false where the browser or the customer does not allow them. Asks, so call it for a tap only. */
export async function setDesktop(on: boolean): Promise<boolean> {
  const may = !on || (typeof Notification === "function" && (await Notification.requestPermission()) === "granted");
  desktop.value = on && may;
  keep();
  return may;
}

let last = 0;

/** A message came while nobody looked. Tells of the last in this log, if it is `unread` still and no other tab tells. */
export async function raise(log: () => Log, unread: () => boolean): Promise<void> {
  const now = Date.now();
  if (now - last < rest) return;
  last = now;
  await nap(pause);
  if (!unread()) return;
  alone(() => {
    if (sound.value) void ring();
    if (desktop.value) show(log());
  });
}

/** Of the tabs of one customer one does it: the lock is kept for as long as the others could want it. Old browsers know no locks; there each does. */
function alone(act: () => void): void {
  if (!("locks" in navigator)) {
    act();
    return;
  }
  void navigator.locks.request("yiwen/alert", { ifAvailable: true }, async (lock) => {
    if (!lock) return;
    act();
    await nap(rest);
  });
}

const nap = (ms: number) => new Promise<void>((done) => setTimeout(done, ms));

function show(log: Log): void {
  const e = log.findLast((x) => x.kind === "message" && x.from.kind !== "customer");
  if (typeof Notification !== "function" || e?.kind !== "message") return;
  try {
    // One tag: the tabs of one customer show one notification.
    const name = e.from.name ?? (e.from.kind === "agent" ? strings.agent : strings.bot);
    const note = new Notification(name, { body: excerptOf(e), tag: "yiwen" });
    note.onclick = () => {
      window.focus();
      note.close();
    };
  } catch {
    desktop.value = false; // Android wants a service worker for this
  }
}

/** Plays the sound, where the customer has used the page: browsers allow none before. */
async function ring(): Promise<void> {
  const Context = window.AudioContext ?? (window as { webkitAudioContext?: typeof AudioContext }).webkitAudioContext;
  if (typeof Context !== "function") return;
  const context = new Context();
  // Chromium says at once whether it may sound; others say that it may not, and that it may a moment later.
  await Promise.race([context.resume().catch(() => undefined), nap(pause)]);
  if (context.state !== "running") {
    void context.close();
    return;
  }
  notes.forEach((pitch, i) => {
    const [tone, volume] = [context.createOscillator(), context.createGain()];
    const start = context.currentTime + i * length;
    tone.frequency.value = pitch;
    volume.gain.setValueAtTime(loudness, start);
    volume.gain.exponentialRampToValueAtTime(0.0001, start + length);
    tone.connect(volume).connect(context.destination);
    tone.start(start);
    tone.stop(start + length);
    if (i === notes.length - 1) tone.onended = () => void context.close();
  });
}

// What is chosen in one tab holds in all.
window.addEventListener("storage", (e) => {
  if (e.key !== key) return;
  const now = read();
  sound.value = now.sound !== false;
  desktop.value = now.desktop === true && allowed() === "granted";
});

function read(): { sound?: unknown; desktop?: unknown } {
  try {
    return Object(JSON.parse(localStorage.getItem(key) ?? "{}")) as object;
  } catch {
    return {}; // forbidden here, or not ours
  }
}

function keep(): void {
  try {
    localStorage.setItem(key, JSON.stringify({ sound: sound.value, desktop: desktop.value }));
  } catch {
    // It holds until the page is closed.
  }
}
