import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { seal } from "../embed/messages";
import { start } from "./start";
import { strings } from "./strings";

/** A script element as a shop writes it. */
function snippet(attributes: Record<string, string> = {}): HTMLScriptElement {
  const script = document.createElement("script");
  for (const [k, v] of Object.entries({ src: "https://chat.example/yiwen.js", ...attributes })) script.setAttribute(k, v);
  return script;
}

const hosts = () => [...document.body.children].filter((e) => e.shadowRoot);
const root = () => hosts()[0]?.shadowRoot as ShadowRoot;
const button = () => root().querySelector("button") as HTMLButtonElement;
const frame = () => root().querySelector("iframe") as HTMLIFrameElement;

/** A message as it arrives at the shop's page. */
function message(data: unknown, origin: string, source: unknown = frame().contentWindow): void {
  window.dispatchEvent(Object.assign(new Event("message"), { data, origin, source }));
}

beforeEach(() => {
  document.title = "商品页";
  document.body.replaceChildren();
});
afterEach(() => {
  window.Yiwen?.remove();
  document.body.replaceChildren();
  vi.restoreAllMocks();
});

describe("the launcher", () => {
  test("is a button; the chat is loaded at the first opening, and kept", () => {
    start(snippet({ "data-site": "shop-1" }));
    expect(button().getAttribute("aria-label")).toBe(strings.open);
    expect(frame()).toBeNull();
    button().click();
    const url = new URL(frame().src);
    expect(url.origin + url.pathname).toBe("https://chat.example/chat/");
    expect(url.searchParams.get("site")).toBe("shop-1");
    expect(button().getAttribute("aria-expanded")).toBe("true");
    const first = frame();
    button().click();
    expect(first.hidden).toBe(true);
    expect(button().getAttribute("aria-label")).toBe(strings.open);
    button().click();
    expect(frame()).toBe(first);
    expect(first.hidden).toBe(false);
  });

  test("an identity goes to the chat: of the snippet, and later of the shop's script", () => {
    start(snippet({ "data-identity": "jwt-1" }));
    button().click();
    expect(JSON.parse(decodeURIComponent(new URL(frame().src).hash.slice(1)))).toMatchObject({ identity: "jwt-1" });
    const posted = vi.fn();
    Object.defineProperty(frame(), "contentWindow", { value: { postMessage: posted } });
    window.Yiwen?.identify("jwt-2");
    window.Yiwen?.identify("");
    expect(posted.mock.calls.map((c) => c[0])).toEqual([
      seal({ type: "identity", identity: "jwt-2" }), seal({ type: "identity", identity: "" }),
    ]);
  });

  test("an identity that is given before the first opening is in its address", () => {
    start(snippet());
    window.Yiwen?.identify("jwt-3");
    button().click();
    expect(decodeURIComponent(frame().src)).toContain("jwt-3");
  });

  test("included twice is there once", () => {
    start(snippet());
    start(snippet());
    expect(hosts()).toHaveLength(1);
  });

  test("opens and closes for the shop's own script", () => {
    start(snippet());
    window.Yiwen?.open();
    expect(frame().hidden).toBe(false);
    window.Yiwen?.close();
    expect(frame().hidden).toBe(true);
    window.Yiwen?.close();
    expect(frame().hidden).toBe(true);
  });

  test("is taken off the page, and can be put there again", () => {
    start(snippet());
    button().click();
    window.Yiwen?.remove();
    expect(hosts()).toEqual([]);
    expect(window.Yiwen).toBeUndefined();
    start(snippet());
    expect(hosts()).toHaveLength(1);
  });

  test("comes back when the page renders over its body, but does not fight for ever", async () => {
    start(snippet());
    const [host] = hosts();
    for (let i = 0; i < 10; i++) {
      document.body.replaceChildren();
      await vi.waitFor(() => expect(host?.isConnected).toBe(true));
    }
    document.body.replaceChildren();
    await new Promise((done) => queueMicrotask(() => done(null)));
    expect(host?.isConnected).toBe(false);
  });
});

describe("messages of the chat", () => {
  test("count what is unread, and put the panel away", () => {
    start(snippet());
    button().click();
    message(seal({ type: "close" }), "https://chat.example");
    expect(frame().hidden).toBe(true);
    message(seal({ type: "unread", count: 3 }), "https://chat.example");
    expect(button().getAttribute("aria-label")).toBe(strings.openUnread(3));
    expect(root().querySelector(".badge")?.textContent).toBe("3");
    button().click();
    expect(root().querySelector<HTMLElement>(".badge")?.hidden).toBe(true);
  });

  const foreign: [string, string, (() => unknown)?][] = [
    ["of another origin", "https://evil.example"],
    ["of another frame", "https://chat.example", () => window],
  ];
  for (const [name, origin, source] of foreign) {
    test(`are ignored: ${name}`, () => {
      start(snippet());
      button().click();
      message(seal({ type: "close" }), origin, ...(source ? [source()] : []));
      expect(frame().hidden).toBe(false);
    });
  }
});
