// A shop's page with the loader on it, for its tests.
import { afterEach, beforeEach, vi } from "vitest";

export const chat = "https://chat.example";

/** A script element as a shop writes it. */
export function snippet(attributes: Record<string, string> = {}): HTMLScriptElement {
  const script = document.createElement("script");
  for (const [k, v] of Object.entries({ src: `${chat}/yiwen.js`, ...attributes })) script.setAttribute(k, v);
  return script;
}

export const hosts = () => [...document.documentElement.children].filter((e) => e.shadowRoot);
export const root = () => hosts()[0]?.shadowRoot as ShadowRoot;
export const button = () => root().querySelector("button") as HTMLButtonElement;
export const frame = () => root().querySelector("iframe") as HTMLIFrameElement;
export const variable = (name: string) => (hosts()[0] as HTMLElement).style.getPropertyValue(name);
export const yiwen = () => {
  if (!window.yiwen) throw new Error("the loader is not there");
  return window.yiwen;
};

const ports: MessagePort[] = [];
let warned: unknown[][];

/** What the loader told the shop's programmer. */
export const warnings = () => warned;

/** The chat in the frame, once it has loaded: what it heard, and its end of the channel. */
export function answer(): { got: unknown[]; say(message: unknown): void; origin: string; first: unknown } {
  const posted = vi.fn();
  Object.defineProperty(frame(), "contentWindow", { value: { postMessage: posted }, configurable: true });
  frame().onload?.(new Event("load"));
  const [first, origin, [port]] = posted.mock.calls[0] as [unknown, string, [MessagePort]];
  const got: unknown[] = [];
  port.onmessage = (e) => got.push(e.data);
  ports.push(port);
  return { got, origin, first, say: (m) => port.postMessage(m) };
}

/** Each test of the calling file has a page of its own. */
export function onShop(): void {
  beforeEach(() => {
    document.title = "商品页";
    document.documentElement.lang = "zh-CN";
    warned = [];
    vi.spyOn(console, "warn").mockImplementation((...args) => void warned.push(args));
  });
  afterEach(() => {
    for (const p of ports.splice(0)) p.close();
    window.yiwen?.remove?.();
    delete window.yiwen;
    delete window.yiwenSettings;
    for (const h of hosts()) h.remove();
    localStorage.clear();
    vi.useRealTimers();
    vi.restoreAllMocks();
  });
}
