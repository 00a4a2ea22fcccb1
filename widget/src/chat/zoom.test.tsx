// A picture that is shown large.
import { cleanup, fireEvent, render, screen } from "@testing-library/preact";
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { loadRare, rare, strings } from "./strings";
import { Zoom } from "./Zoom";

const close = vi.fn();
const pass = (ms = 0) => vi.advanceTimersByTimeAsync(ms);
const img = () => screen.getByRole("img", { hidden: true });
const scale = () => Number(/scale\((.+)\)/.exec(img().style.transform)?.[1]);
const canvas = () => img().parentElement as HTMLElement;
const touch = (type: "Down" | "Move" | "Up", pointerId: number, clientX: number, clientY = 0) =>
  fireEvent(canvas(), Object.assign(new Event(`pointer${type.toLowerCase()}`, { bubbles: true }), { pointerId, clientX, clientY }));

beforeAll(loadRare);
beforeEach(() => {
  vi.useFakeTimers();
  close.mockClear();
  render(<Zoom file={{ url: "/files/a", name: "a.png" }} close={close} />);
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

describe("a picture", () => {
  test("is closed by one tap, and enlarged by two", async () => {
    await fireEvent.click(canvas());
    await fireEvent.click(canvas());
    await pass(1_000);
    expect(scale()).toBe(2.5);
    expect(close).not.toHaveBeenCalled();
    await fireEvent.click(canvas());
    await pass(1_000);
    expect(close).not.toHaveBeenCalled(); // it is enlarged: one tap does nothing
    await fireEvent.click(canvas());
    await fireEvent.click(canvas());
    await pass(1_000);
    expect(scale()).toBe(1);
    await fireEvent.click(canvas());
    await pass(1_000);
    expect(close).toHaveBeenCalledTimes(1);
  });

  test("is enlarged by the wheel and by keys, within bounds, and moved by arrows", async () => {
    await fireEvent.wheel(canvas(), { deltaY: -1 });
    expect(scale()).toBeCloseTo(1.15);
    for (let i = 0; i < 9; i++) await fireEvent.keyDown(img(), { key: "+" });
    expect(scale()).toBe(6);
    expect((screen.getByRole("button", { name: rare.zoomIn, hidden: true }) as HTMLButtonElement).disabled).toBe(true);
    await fireEvent.keyDown(img(), { key: "ArrowLeft" });
    expect(img().style.transform).toContain("translate(40px, 0px)");
    await fireEvent.keyDown(img(), { key: "+", ctrlKey: true }); // the browser's own
    await fireEvent.keyDown(img(), { key: "0" });
    expect(img().style.transform).toBe("translate(0px, 0px) scale(1)");
    await fireEvent.keyDown(img(), { key: "ArrowLeft" });
    expect(img().style.transform).toContain("translate(0px, 0px)");
  });

  test("is enlarged by two fingers and moved by one, which is no tap", async () => {
    await touch("Down", 1, 0);
    await touch("Down", 2, 100);
    await touch("Move", 2, 200);
    expect(scale()).toBe(2);
    await touch("Up", 2, 200);
    await touch("Move", 1, 30);
    expect(img().style.transform).toContain("translate(30px, 0px)");
    await touch("Up", 1, 30);
    await fireEvent.click(canvas());
    await pass(1_000);
    expect(close).not.toHaveBeenCalled();
  });

  test("is closed by its button", async () => {
    await fireEvent.click(screen.getByRole("button", { name: strings.back, hidden: true }));
    await pass(1_000);
    expect(close).toHaveBeenCalledTimes(1);
  });
});
