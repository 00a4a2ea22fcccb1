import { describe, expect, test, vi } from "vitest";
import { Keeper } from "./keeper";

describe("the keeper of unsaved work", () => {
  test("lets go where nothing is held, asks where something is, and lets go within it", () => {
    const keeper = new Keeper();
    const [leave, asks] = [vi.fn(), vi.fn()];
    keeper.ask("/b", leave);
    expect(leave).toHaveBeenCalledTimes(1);

    const release = keeper.hold(asks, (address) => address.startsWith("/a"));
    keeper.ask("/a?x", leave);
    expect([leave.mock.calls.length, asks.mock.calls.length, keeper.mayLeave("/a?x"), keeper.mayLeave("/b")]).toEqual([2, 0, true, false]);
    keeper.ask("/b", leave);
    expect([leave.mock.calls.length, asks.mock.calls.length]).toEqual([2, 1]);
    asks.mock.lastCall?.[0](); // who was asked goes on
    expect(leave).toHaveBeenCalledTimes(3);

    release();
    keeper.ask("/b", leave);
    expect(leave).toHaveBeenCalledTimes(4);
  });
  test("an old release does not let go of newer work", () => {
    const keeper = new Keeper();
    const old = keeper.hold(vi.fn(), () => false);
    const release = keeper.hold(vi.fn(), () => false);
    old();
    expect(keeper.mayLeave("/")).toBe(false);
    release();
    expect(keeper.mayLeave("/")).toBe(true);
  });
  test("a reload is asked for only while something is held", () => {
    const keeper = new Keeper();
    const stopped = () => {
      const e = new Event("beforeunload", { cancelable: true });
      window.dispatchEvent(e);
      return e.defaultPrevented;
    };
    const release = keeper.hold(vi.fn(), () => false);
    expect(stopped()).toBe(true);
    release();
    expect(stopped()).toBe(false);
  });
});
