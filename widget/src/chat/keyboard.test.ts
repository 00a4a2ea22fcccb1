// What iOS leaves of the screen above its keyboard.
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { watchKeyboard } from "./keyboard";

/** The part of the page that can be seen. */
let seen: EventTarget & { height: number; scale: number };
const { documentElement: root } = document;

const resize = (height: number, scale = 1) => {
  Object.assign(seen, { height, scale });
  seen.dispatchEvent(new Event("resize"));
};
const height = () => root.style.getPropertyValue("--seen");

beforeEach(() => {
  seen = Object.assign(new EventTarget(), { height: 800, scale: 1 });
  vi.stubGlobal("visualViewport", seen);
  vi.stubGlobal("innerHeight", 800);
  vi.stubGlobal("scrollTo", vi.fn());
});
afterEach(() => {
  resize(800);
  vi.unstubAllGlobals();
});

describe("the chat", () => {
  const cases: [string, number, number, string][] = [
    ["is as high as what the keyboard leaves", 460, 1, "460px"],
    ["does not mind the bars of the browser", 740, 1, ""],
    ["leaves who has zoomed in alone", 400, 2, ""],
  ];
  for (const [name, left, scale, want] of cases) {
    test(name, () => {
      watchKeyboard();
      resize(left, scale);
      expect(height()).toBe(want);
      expect(root.hasAttribute("data-typing")).toBe(want !== "");
    });
  }

  test("is whole again when the keyboard is gone", () => {
    watchKeyboard();
    resize(460);
    expect(window.scrollTo).toHaveBeenCalledWith(0, 0);
    resize(800);
    expect([height(), root.hasAttribute("data-typing")]).toEqual(["", false]);
  });

  test("in a frame leaves that to the page around", () => {
    vi.stubGlobal("parent", {});
    watchKeyboard();
    resize(460);
    expect(height()).toBe("");
  });

  test("works in browsers that do not tell", () => {
    vi.stubGlobal("visualViewport", undefined);
    expect(watchKeyboard).not.toThrow();
  });
});
