import { describe, expect, test } from "vitest";
import { MemoryShelf } from "../../wire/testing/shelf";
import { defaults, isQuiet, parse, SettingsStore } from "./settings";

describe("what is stored", () => {
  const bad = [null, "", "{", "7", "[]", '"x"', "null", '{"alerts":7,"quiet":[]}', '{"sendKey":"space","theme":null,"volume":101,"repeat":-1}'];
  test.each(bad)("%j is read as the defaults", (stored) => expect(parse(stored)).toEqual(defaults));

  test("one broken field does not cost the others", () => {
    const read = parse('{"theme":"dark","volume":"loud","alerts":{"offer":{"sound":false,"desktop":7}}}');
    expect(read).toEqual({ ...defaults, theme: "dark", alerts: { ...defaults.alerts, offer: { ...defaults.alerts.offer, sound: false } } });
  });

  test("comes back as it was set, in another tab too", () => {
    const shelf = new MemoryShelf();
    const [one, two] = [new SettingsStore(shelf), new SettingsStore(shelf)];
    one.change({ sendKey: "ctrl-enter", quiet: { now: true, daily: true, from: 60, to: 120 } });
    expect(two.get()).toEqual(defaults);
    two.reread();
    expect(two.get()).toEqual(one.get());
    expect(new SettingsStore(shelf).get()).toEqual(one.get());
  });
});

describe("do not disturb", () => {
  const at = (hour: number, minute = 0) => new Date(2026, 10, 22, hour, minute);
  const daily = (from: number, to: number) => ({ now: false, daily: true, from: from * 60, to: to * 60 });
  test.each([
    ["never, unless asked for", defaults.quiet, at(23), false],
    ["at once", { ...defaults.quiet, now: true }, at(12), true],
    ["from its first minute", daily(12, 14), at(12), true],
    ["not in its last", daily(12, 14), at(14), false],
    ["before midnight", daily(22, 8), at(23, 30), true],
    ["after midnight", daily(22, 8), at(7, 59), true],
    ["not between two nights", daily(22, 8), at(12), false],
    ["all day", daily(9, 9), at(3), true],
  ])("%s", (_name, quiet, now, want) => expect(isQuiet(quiet, now)).toBe(want));
});
