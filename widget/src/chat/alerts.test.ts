// The sound and the notification: when, how often, in which tab.
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { LogEvent } from "../wire/frames";

type Alerts = typeof import("./alerts");

const said = (kind: "agent" | "bot" | "customer", text: string, name?: string): LogEvent => ({
  conversation: "c", seq: 1, at: 0, case: 1, from: { kind, ...(name && { name }) }, kind: "message", text,
});

/** A browser's sound: how it begins, and what it played. */
class Sound {
  static allowed = true;
  static late = false; // Firefox and Safari say a moment later that they may
  static played: number[] = [];
  static open = 0;
  state = "suspended";
  currentTime = 0;
  destination = {};
  constructor() {
    Sound.open++;
    if (Sound.allowed && !Sound.late) this.state = "running";
  }
  resume(): Promise<void> {
    if (!Sound.allowed) return new Promise(() => undefined); // until the customer does something
    this.state = "running";
    return Promise.resolve();
  }
  close(): Promise<void> {
    Sound.open--;
    return Promise.resolve();
  }
  createGain() {
    return { gain: { setValueAtTime: () => undefined, exponentialRampToValueAtTime: () => undefined }, connect: <T,>(to: T) => to };
  }
  createOscillator() {
    const tone = {
      frequency: { value: 0 }, onended: undefined as (() => void) | undefined, connect: <T,>(to: T) => to, start: () => Sound.played.push(tone.frequency.value), stop: () => void setTimeout(() => tone.onended?.()),
    };
    return tone;
  }
}

class Note {
  static permission = "default";
  static answer = "granted";
  static forbidden = false;
  static shown: [string, NotificationOptions][] = [];
  static requestPermission = async () => (Note.permission = Note.answer);
  onclick: (() => void) | null = null;
  constructor(title: string, options: NotificationOptions) {
    if (Note.forbidden) throw new TypeError("Illegal constructor");
    Note.shown.push([title, options]);
  }
  close(): void {}
}

/** The locks of a browser, for all of its tabs. */
function locks() {
  let held = false;
  return {
    request: async (_: string, __: object, act: (lock: object | null) => unknown) => {
      const mine = !held;
      held = true;
      await act(mine ? {} : null);
      if (mine) held = false;
    },
  };
}

/** A tab: the part as it is loaded there. */
async function tab(): Promise<Alerts> {
  vi.resetModules();
  return import("./alerts");
}

const log = () => [said("agent", "在的", "小陈"), said("customer", "好")];
const unread = () => true;
const pass = (ms = 500) => vi.advanceTimersByTimeAsync(ms);

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 });
  localStorage.clear();
  Object.assign(Sound, { allowed: true, late: false, played: [], open: 0 });
  Object.assign(Note, { permission: "default", answer: "granted", forbidden: false, shown: [] });
  vi.stubGlobal("AudioContext", Sound);
  vi.stubGlobal("Notification", Note);
  vi.stubGlobal("navigator", { locks: locks() });
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
  localStorage.clear();
});

describe("the sound", () => {
  test("is two notes, and leaves nothing open", async () => {
    const { raise } = await tab();
    void raise(log, unread);
    await pass();
    expect(Sound.played).toEqual([880, 1175]);
    expect(Sound.open).toBe(0);
  });

  test("comes where the browser allows it a moment later", async () => {
    Sound.late = true;
    const { raise } = await tab();
    void raise(log, unread);
    await pass();
    expect(Sound.played).toHaveLength(2);
  });

  test("is given up where the browser does not allow it", async () => {
    Sound.allowed = false;
    Sound.late = true;
    const { raise } = await tab();
    void raise(log, unread);
    await pass(1_000);
    expect([Sound.played, Sound.open]).toEqual([[], 0]);
  });

  test("comes once for a burst", async () => {
    const { raise } = await tab();
    for (let i = 0; i < 5; i++) {
      void raise(log, unread);
      await pass(100);
    }
    await pass();
    expect(Sound.played).toHaveLength(2);
    await pass(3_000);
    void raise(log, unread);
    await pass();
    expect(Sound.played).toHaveLength(4);
  });

  test("does not come for what was seen in another tab meanwhile", async () => {
    const { raise } = await tab();
    let seen = false;
    void raise(log, () => !seen);
    seen = true;
    await pass();
    expect(Sound.played).toEqual([]);
  });

  test("comes from one of two tabs", async () => {
    const [one, two] = [await tab(), await tab()];
    void one.raise(log, unread);
    void two.raise(log, unread);
    await pass();
    expect(Sound.played).toHaveLength(2);
  });

  test("comes where the browser knows no locks", async () => {
    vi.stubGlobal("navigator", {});
    const { raise } = await tab();
    void raise(log, unread);
    await pass();
    expect(Sound.played).toHaveLength(2);
  });

  test("that is turned off stays off over reloads, and in the other tabs at once", async () => {
    const [one, two] = [await tab(), await tab()];
    one.setSound(false);
    window.dispatchEvent(Object.assign(new Event("storage"), { key: "yiwen/alerts" }));
    expect(two.sound.value).toBe(false);
    const again = await tab();
    void again.raise(log, unread);
    await pass();
    expect([again.sound.value, Sound.played]).toEqual([false, []]);
    again.setSound(true); // is heard, so that he knows what to listen for
    await pass();
    expect(Sound.played).toHaveLength(2);
  });
});

describe("notifications of the desktop", () => {
  test("are off until the customer has said yes, and then say who said what, in one place", async () => {
    const { raise, setDesktop, desktop } = await tab();
    void raise(log, unread);
    await pass();
    expect(Note.shown).toEqual([]);
    expect(await setDesktop(true)).toBe(true);
    await pass(3_000);
    void raise(log, unread);
    await pass();
    expect(desktop.value).toBe(true);
    expect(Note.shown).toEqual([["小陈", { body: "在的", tag: "yiwen" }]]);
    expect((await tab()).desktop.value).toBe(true);
  });

  test("stay off where the customer or the browser does not allow them", async () => {
    Note.answer = "denied";
    const { setDesktop, desktop, allowed } = await tab();
    expect(await setDesktop(true)).toBe(false);
    expect([desktop.value, allowed()]).toEqual([false, "denied"]);
  });

  test("are off again where they were forbidden since", async () => {
    localStorage.setItem("yiwen/alerts", JSON.stringify({ sound: true, desktop: true }));
    Note.permission = "denied";
    expect((await tab()).desktop.value).toBe(false);
  });

  test("are turned off where the browser cannot show them after all", async () => {
    const { raise, setDesktop, desktop } = await tab();
    await setDesktop(true);
    Note.forbidden = true;
    void raise(log, unread);
    await pass();
    expect(desktop.value).toBe(false);
  });

  test("are none in browsers that have none, as WeChat's", async () => {
    vi.stubGlobal("Notification", undefined);
    const { raise, allowed, setDesktop } = await tab();
    expect([allowed(), await setDesktop(true)]).toEqual(["", false]);
    void raise(log, unread);
    await pass();
    expect(Sound.played).toHaveLength(2);
  });
});

test.each(["nonsense", "null", "7", '{"sound":"no"}'])("what is kept as %s is no choice", async (text) => {
  localStorage.setItem("yiwen/alerts", text);
  expect((await tab()).sound.value).toBe(true);
});

test("where nothing can be kept, choices hold until the page is closed", async () => {
  vi.stubGlobal("localStorage", { getItem: () => { throw new Error("no"); }, setItem: () => { throw new Error("no"); }, clear: () => undefined });
  const { setSound, sound } = await tab();
  setSound(false);
  expect(sound.value).toBe(false);
});
