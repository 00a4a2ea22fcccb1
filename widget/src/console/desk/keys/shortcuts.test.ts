import { describe, expect, test, vi } from "vitest";
import { matches, type Shortcut, Shortcuts } from "./shortcuts";

const press = (init: KeyboardEventInit & { keyCode?: number }, target: Element = document.body): KeyboardEvent => {
  const event = new KeyboardEvent("keydown", { bubbles: true, cancelable: true, ...init });
  Object.defineProperty(event, "target", { value: target });
  if (init.keyCode) Object.defineProperty(event, "keyCode", { value: init.keyCode });
  return event;
};
const key = (keys: string[], run: Shortcut["run"], rest: Partial<Shortcut> = {}): Shortcut =>
  ({ id: keys.join(), keys, label: "", group: "case", run, ...rest });

describe("a key", () => {
  test.each<[string, KeyboardEventInit, boolean]>([
    ["Alt+A", { key: "a", code: "KeyA", altKey: true }, true],
    ["Alt+A", { key: "\u00e5", code: "KeyA", altKey: true }, true], // what a Mac writes
    ["Alt+A", { key: "a", code: "KeyA" }, false],
    ["Alt+A", { key: "a", code: "KeyA", altKey: true, ctrlKey: true }, false],
    ["Alt+A", { key: "A", code: "KeyA", altKey: true, shiftKey: true }, false],
    ["Alt+1", { key: "1", code: "Digit1", altKey: true }, true],
    ["Alt+ArrowDown", { key: "ArrowDown", code: "ArrowDown", altKey: true }, true],
    ["j", { key: "j", code: "KeyJ" }, true],
    ["j", { key: "j", code: "KeyJ", ctrlKey: true }, false],
    ["?", { key: "?", code: "Slash", shiftKey: true }, true],
  ])("%s and %j", (name, init, want) => expect(matches(name, press(init))).toBe(want));
});

describe("the table", () => {
  test("runs what is registered, until it is taken out", () => {
    const [table, run] = [new Shortcuts(), vi.fn()];
    const remove = table.register(key(["j"], run));
    const event = press({ key: "j" });
    expect(table.handle(event)).toBe(true);
    expect(event.defaultPrevented).toBe(true);
    remove();
    expect(table.handle(press({ key: "j" }))).toBe(false);
    expect(run).toHaveBeenCalledTimes(1);
  });

  test("the newest of two comes first, and may leave it to the older", () => {
    const [table, older] = [new Shortcuts(), vi.fn()];
    table.register(key(["Alt+A"], older));
    table.register(key(["Alt+A"], () => false));
    expect(table.handle(press({ key: "a", code: "KeyA", altKey: true }))).toBe(true);
    expect(older).toHaveBeenCalledOnce();
  });

  test("what is not done keeps its usual meaning", () => {
    const table = new Shortcuts();
    table.register(key(["j"], () => false));
    table.register(key(["j"], undefined));
    const event = press({ key: "j" });
    expect(table.handle(event)).toBe(false);
    expect(event.defaultPrevented).toBe(false);
  });

  test.each([
    ["an input method is composing", { key: "j", isComposing: true }, "div"],
    ["an input method took it", { key: "j", keyCode: 229 }, "div"],
    ["it is written into a box", { key: "j" }, "textarea"],
    ["a dialog is open", { key: "j" }, "dialog"],
  ])("nothing happens where %s", (_name, init, where) => {
    const [table, run] = [new Shortcuts(), vi.fn()];
    table.register(key(["j"], run));
    const target = document.createElement(where === "dialog" ? "div" : where);
    if (where === "dialog") target.setAttribute("role", "dialog");
    expect(table.handle(press(init, target))).toBe(false);
    expect(run).not.toHaveBeenCalled();
  });

  test("keys with a modifier work while somebody writes", () => {
    const [table, run] = [new Shortcuts(), vi.fn()];
    table.register(key(["Alt+T"], run));
    expect(table.handle(press({ key: "t", code: "KeyT", altKey: true }, document.createElement("textarea")))).toBe(true);
  });

  test("the sheet has each once", () => {
    const table = new Shortcuts();
    table.register(key(["a"], undefined, { id: "x", label: "old" }));
    table.register(key(["a"], undefined, { id: "x", label: "new" }));
    expect(table.list().map((s) => s.label)).toEqual(["new"]);
  });
});
