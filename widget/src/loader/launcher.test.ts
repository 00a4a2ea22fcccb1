import { describe, expect, test, vi } from "vitest";
import { start } from "./start";
import { strings } from "./strings";
import { answer, button, chat, frame, hosts, onShop, root, snippet, warnings, yiwen } from "./testing/shop";

const words = strings("zh-CN");

onShop();

describe("the launcher", () => {
  test("is a button; the chat is loaded at the first opening, and kept", () => {
    start(snippet({ "data-site": "shop-1" }));
    expect(button().getAttribute("aria-label")).toBe(words.open);
    expect(frame()).toBeNull();
    button().click();
    const url = new URL(frame().src);
    expect(url.origin + url.pathname).toBe(`${chat}/chat/`);
    expect(url.searchParams.get("site")).toBe("shop-1");
    expect(button().getAttribute("aria-expanded")).toBe("true");
    const first = frame();
    button().click();
    expect(first.hidden).toBe(true);
    expect(button().getAttribute("aria-label")).toBe(words.open);
    button().click();
    expect(frame()).toBe(first);
    expect(first.hidden).toBe(false);
  });

  // What covers a phone's screen has a way out also where it is not the chat: without a network, of a site that is not listed.
  test("is hidden by the chat on a phone once that is there, and not before", async () => {
    start(snippet());
    yiwen().open();
    const c = answer();
    expect(button().className).not.toContain("off");
    c.say({ type: "ready" });
    await vi.waitFor(() => expect(button().className).toContain("off"));
    c.say({ type: "close" });
    await vi.waitFor(() => expect(button().className).not.toContain("off"));
    yiwen().config({ hideOnMobile: true });
    expect(button().className).toContain("off");
  });

  test("brings the chat by itself when the network is back, while somebody waits for it", () => {
    vi.useFakeTimers();
    start(snippet());
    yiwen().open();
    const brought = vi.spyOn(root(), "appendChild");
    answer(); // what has loaded says nothing: it is a page of the browser's
    vi.advanceTimersByTime(10_000);
    expect(brought).toHaveBeenCalledTimes(1);
    answer();
    vi.advanceTimersByTime(10_000);
    expect(brought).toHaveBeenCalledTimes(2);
    answer();
    yiwen().close();
    vi.advanceTimersByTime(60_000);
    expect(brought).toHaveBeenCalledTimes(2);
  });

  test("leaves a chat that is there alone", async () => {
    start(snippet());
    yiwen().open();
    vi.useFakeTimers({ toFake: ["setTimeout"] });
    const c = answer();
    c.say({ type: "ready" });
    while (!button().className.includes("off")) await new Promise((next) => setImmediate(next));
    const brought = vi.spyOn(root(), "appendChild");
    vi.advanceTimersByTime(60_000);
    expect(brought).not.toHaveBeenCalled();
  });

  test("shows its own icon where the shop's does not load", () => {
    start(snippet());
    yiwen().config({ launcherText: "", launcherIcon: "https://shop.example/gone.png" });
    expect(button().querySelector("svg")).toBeNull();
    button().querySelector("img")?.dispatchEvent(new Event("error"));
    expect([button().querySelector("img"), button().querySelectorAll("svg").length]).toEqual([null, 1]);
  });

  test("included twice is there once", () => {
    start(snippet());
    start(snippet());
    expect(hosts()).toHaveLength(1);
  });

  test("opens, closes, hides for the shop's own script", () => {
    start(snippet());
    const y = yiwen();
    y.open();
    expect(frame().hidden).toBe(false);
    y.close();
    y.close();
    expect(frame().hidden).toBe(true);
    y.toggle();
    expect(frame().hidden).toBe(false);
    y.hide();
    expect([button().hidden, frame().hidden]).toEqual([true, true]);
    y.open();
    expect([button().hidden, frame().hidden]).toEqual([true, false]);
    y.show();
    expect(button().hidden).toBe(false);
  });

  test("is taken off the page, and can be put there again", () => {
    start(snippet());
    button().click();
    yiwen().remove();
    expect(hosts()).toEqual([]);
    expect(window.Yiwen).toBeUndefined();
    start(snippet());
    expect(hosts()).toHaveLength(1);
  });

  test("comes back when the page throws it out, but does not fight for ever", async () => {
    start(snippet());
    const [host] = hosts();
    for (let i = 0; i < 10; i++) {
      host?.remove();
      await vi.waitFor(() => expect(host?.isConnected).toBe(true));
    }
    host?.remove();
    await new Promise((done) => queueMicrotask(() => done(null)));
    expect(host?.isConnected).toBe(false);
  });

  test("speaks the page's language, the browser's, or the one it is told", () => {
    document.documentElement.lang = "zh-Hant-HK";
    start(snippet());
    expect(button().getAttribute("aria-label")).toBe(strings("zh-TW").open);
    yiwen().setLocale("en");
    expect(button().textContent).toBe("Support");
    yiwen().setLocale("fr");
    expect(button().textContent).toBe("Support");
    expect(warnings()).toEqual([["yiwen:", "bad option locale", "fr"]]);
  });
});
