// Where the log stands while it and what is around it grow.
import { cleanup, fireEvent, render } from "@testing-library/preact";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Item } from "./screen";
import { useScrolling } from "./scroll";

/** What the browser knows of the log: how high it is, and how high what is in it. */
let high = 400;
let within = 1_000;
let resized: () => void = () => undefined;

beforeEach(() => {
  [high, within] = [400, 1_000];
  vi.stubGlobal("ResizeObserver", class {
    constructor(told: () => void) {
      resized = told;
    }
    observe(): void {}
    disconnect(): void {}
  });
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

function Log({ items }: { items: readonly Item[] }) {
  const scrolling = useScrolling(items, () => undefined);
  return (
    <div data-testid="log" ref={scrolling.ref} onScroll={scrolling.onScroll}>
      <div />
      {scrolling.below && <p>below</p>}
    </div>
  );
}

const lines = (n: number): Item[] => Array.from({ length: n }, (_, i) => ({ kind: "line", key: `k${i}`, text: "" }));

/** A log that scrolls as browsers do. */
function log() {
  const { getByTestId, queryByText, rerender } = render(<Log items={[]} />);
  const el = getByTestId("log");
  let top = 0;
  Object.defineProperties(el, {
    clientHeight: { get: () => high },
    scrollHeight: { get: () => within },
    scrollTop: { get: () => top, set: (to: number) => (top = Math.max(0, Math.min(to, within - high))) },
  });
  return {
    el,
    below: () => queryByText("below") !== null,
    /** Draws so many lines; the browser tells of the new place later. */
    draw: (n: number) => rerender(<Log items={lines(n)} />),
    scrolled: () => fireEvent.scroll(el),
  };
}

test("stays at the end when something opens below before the browser has told of the place", async () => {
  const { el, draw, scrolled, below } = log();
  draw(1);
  expect(el.scrollTop).toBe(600);
  high = 200; // the wait opens
  await scrolled();
  resized();
  expect(el.scrollTop).toBe(800);
  within = 1_100;
  draw(2);
  expect(el.scrollTop).toBe(900);
  expect(below()).toBe(false);
});

test("who has gone up is told of what is new, and stays", async () => {
  const { el, draw, scrolled, below } = log();
  draw(1);
  await scrolled();
  el.scrollTop = 300;
  await scrolled();
  within = 1_100;
  draw(2);
  await scrolled();
  expect([el.scrollTop, below()]).toEqual([300, true]);
  el.scrollTop = 700;
  await scrolled();
  expect(below()).toBe(false);
});
