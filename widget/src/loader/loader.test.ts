import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { greeting } from "../embed/messages";
import { start } from "./start";
import { strings } from "./strings";

const words = strings("zh-CN");
const chat = "https://chat.example";

/** A script element as a shop writes it. */
function snippet(attributes: Record<string, string> = {}): HTMLScriptElement {
  const script = document.createElement("script");
  for (const [k, v] of Object.entries({ src: `${chat}/yiwen.js`, ...attributes })) script.setAttribute(k, v);
  return script;
}

const hosts = () => [...document.documentElement.children].filter((e) => e.shadowRoot);
const root = () => hosts()[0]?.shadowRoot as ShadowRoot;
const button = () => root().querySelector("button") as HTMLButtonElement;
const frame = () => root().querySelector("iframe") as HTMLIFrameElement;
const variable = (name: string) => (hosts()[0] as HTMLElement).style.getPropertyValue(name);
const yiwen = () => {
  if (!window.yiwen) throw new Error("the loader is not there");
  return window.yiwen;
};

/** The chat in the frame, once it has loaded: what it heard, and its end of the channel. */
function answer(): { got: unknown[]; say(message: unknown): void; origin: string; first: unknown } {
  const posted = vi.fn();
  Object.defineProperty(frame(), "contentWindow", { value: { postMessage: posted }, configurable: true });
  frame().onload?.(new Event("load"));
  const [first, origin, [port]] = posted.mock.calls[0] as [unknown, string, [MessagePort]];
  const got: unknown[] = [];
  port.onmessage = (e) => got.push(e.data);
  ports.push(port);
  return { got, origin, first, say: (m) => port.postMessage(m) };
}
let ports: MessagePort[] = [];
let warnings: unknown[][];

beforeEach(() => {
  document.title = "商品页";
  document.documentElement.lang = "zh-CN";
  warnings = [];
  vi.spyOn(console, "warn").mockImplementation((...args) => void warnings.push(args));
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
    expect(warnings).toEqual([["yiwen:", "bad option locale", "fr"]]);
  });
});

describe("both idioms", () => {
  test("settings wait for run()", () => {
    window.yiwenSettings = { site: "s1", entry: "recharge" };
    start(snippet());
    expect(hosts()).toHaveLength(0);
    yiwen().open(); // is done when there is something to open
    yiwen().run({ team: "vip" });
    expect(new URL(frame().src).search).toBe(`?&host=${encodeURIComponent(location.origin)}&site=s1&entry=recharge&team=vip`);
    yiwen().run();
    expect(hosts()).toHaveLength(1);
  });

  test("calls that were queued before the script was there are made in order", () => {
    const q: unknown[][] = [];
    window.yiwen = Object.assign((...args: unknown[]) => void q.push(args), { q }) as never;
    const opened = vi.fn();
    const stub = window.yiwen as unknown as (...args: unknown[]) => void;
    stub("config", { site: "s2" });
    stub("on", "open", opened);
    stub("open");
    stub("nonsense");
    start(snippet());
    expect(opened).toHaveBeenCalledOnce();
    expect(frame().src).toContain("site=s2");
    yiwen()("close");
    expect(frame().hidden).toBe(true);
    expect(window.Yiwen).toBe(window.yiwen);
    expect(warnings).toEqual([["yiwen:", "there is no call nonsense", ""]]);
  });

  test("without an origin nothing starts until it is told", () => {
    start(null);
    yiwen().run();
    expect(hosts()).toHaveLength(0);
    yiwen().run({ origin: chat });
    expect(hosts()).toHaveLength(1);
  });
});

describe("options", () => {
  const bad: [string, object][] = [
    ["side", { side: "top" }],
    ["offsetX", { offsetX: -1 }],
    ["colour", { colour: "red; background: url(//evil)" }],
    ["launcherIcon", { launcherIcon: "javascript:alert(1)" }],
    ["launcherIcon", { launcherIcon: "//evil/x.png" }],
    ["zIndex", { zIndex: { toString: () => "1" } }],
    ["autoOpen.delay", { autoOpen: { delay: "soon" } }],
    ["autoOpen", { autoOpen: 3 }],
    ["attributes.name", { attributes: { name: { a: 1 } } }],
    ["sied", { sied: "left" }],
    ["constructor", { constructor: "x" }],
    ["identity", { identity: "x".repeat(4097) }],
  ];
  for (const [name, options] of bad) {
    test(`a bad ${name} is named, and the rest works`, () => {
      start(snippet());
      yiwen().config({ ...options, offsetY: 40 });
      expect(warnings.map((w) => w[1])).toEqual([`bad option ${name}`]);
      expect(variable("--y")).toBe("40px");
    });
  }

  test("nonsense in place of options is nothing", () => {
    start(snippet());
    for (const o of [undefined, null, 7, true]) yiwen().config(o as never);
    expect(warnings).toEqual([]);
  });

  test("place the launcher, colour it with text that can be read, name it", () => {
    start(snippet());
    yiwen().config({ side: "left", offsetX: 8, offsetY: "100", zIndex: 5, colour: "#ffd45e", launcherText: "问一问", launcherIcon: "https://shop.example/i.png", hideOnMobile: true });
    expect(["--x", "--y", "--z", "--c", "--t"].map(variable)).toEqual(["8px", "100px", "5", "#ffd45e", "#000"]);
    expect(button().className).toBe("left off");
    expect(button().textContent).toBe("问一问");
    expect(root().querySelector("img")?.src).toBe("https://shop.example/i.png");
    yiwen().config({ colour: "#1668dc", launcherIcon: null });
    expect(variable("--t")).toBe("#fff");
    expect(root().querySelector("img")).toBeNull();
  });

  test("of the script's address: the site, whose colour the server has put into the script", () => {
    start(snippet({ src: `${chat}/yiwen.js?site=shop-2` }));
    expect(["--c", "--t"].map(variable)).toEqual(["#1f5eff", "#fff"]); // the product's own, as it is built
    button().click();
    expect(new URL(frame().src).searchParams.get("site")).toBe("shop-2");
    expect(new URL(frame().src).searchParams.has("colour")).toBe(false); // the site's, and the chat knows that better
    yiwen().config({ site: "shop-3" });
    expect(frame().src).toContain("site=shop-3");
  });

  test("in an address that is none of ours harm nothing", () => {
    start(snippet({ src: `${chat}/yiwen.js?v=3&site=%zz` }));
    button().click();
    expect(frame().src).toContain("&site=default");
    expect(warnings).toEqual([]);
  });

  test("of the script element count too, and others' marks on it do not", () => {
    start(snippet({ "data-offset-x": "3", "data-cfasync": "false", "data-entry": "e1" }));
    expect(variable("--x")).toBe("3px");
    button().click();
    expect(frame().src).toContain("entry=e1");
    expect(warnings).toEqual([]);
  });

  test("of another site or entrance make another chat", () => {
    start(snippet());
    button().click();
    const first = frame();
    yiwen().config({ theme: "dark" });
    expect(frame()).toBe(first);
    yiwen().config({ entry: "cards" });
    expect(frame()).not.toBe(first);
    expect(frame().src).toContain("entry=cards");
    expect(frame().hidden).toBe(false);
  });
});

describe("the chat in the frame", () => {
  test("is told what holds when it hears, and what changes", async () => {
    start(snippet({ "data-identity": "jwt-1" }));
    yiwen().setAttributes({ 等级: "黄金" });
    yiwen().sendCard({ kind: "goods", id: "1", title: "点卡" });
    button().click();
    const hash = new URLSearchParams(new URL(frame().src).hash.slice(1));
    expect([hash.get("identity"), hash.get(".等级"), hash.get("title")]).toEqual(["jwt-1", "黄金", "商品页"]);
    const c = answer();
    expect([c.first, c.origin]).toEqual([{ yiwen: greeting }, chat]);
    yiwen().setUser({ identity: "jwt-2" });
    c.say({ type: "ready" });
    await vi.waitFor(() => expect(c.got).toHaveLength(2));
    expect(c.got).toMatchObject([
      { type: "state", shown: true, identity: "jwt-2", attributes: { 等级: "黄金" } },
      { type: "card", card: { kind: "goods", id: "1", title: "点卡" } },
    ]);
    yiwen().identify("");
    await vi.waitFor(() => expect(c.got[2]).toMatchObject({ identity: "" }));
  });

  test("a card that cannot be sent harms nothing else", async () => {
    start(snippet());
    yiwen().sendCard({ kind: "order", title: () => "x" });
    yiwen().sendCard({ kind: "order", id: "2", title: "y" });
    yiwen().open();
    const c = answer();
    c.say({ type: "ready" });
    await vi.waitFor(() => expect(c.got).toMatchObject([{ type: "state" }, { card: { id: "2" } }]));
    expect(warnings).toHaveLength(1);
  });

  test("counts what is unread, closes, and tells what is said", async () => {
    const heard: unknown[] = [];
    start(snippet());
    for (const event of ["ready", "open", "close", "unread", "message", "handoff", "announcement"]) {
      yiwen().on(event, (what) => heard.push(what === undefined ? event : [event, what]));
    }
    yiwen().on("unread", () => {
      throw new Error("of the shop's");
    });
    button().click();
    const c = answer();
    c.say({ type: "close" });
    await vi.waitFor(() => expect(frame().hidden).toBe(true));
    for (const m of ["nonsense", { type: "unread" }, { type: "message", from: "bot", text: "您好" }, { type: "handoff", state: "waiting" }, { type: "unread", count: 3 }]) c.say(m);
    await vi.waitFor(() => expect(button().getAttribute("aria-label")).toBe("在线客服, 3 条新消息"));
    expect(root().querySelector("b")?.textContent).toBe("3");
    expect(heard).toEqual([
      "ready", "open", "close", ["message", { type: "message", from: "bot", text: "您好" }], ["handoff", { type: "handoff", state: "waiting" }], ["unread", 3],
    ]);
    expect(warnings).toHaveLength(1);
    yiwen().off("open");
    button().click();
    expect(heard).toHaveLength(6);
    expect(root().querySelector("b")).toBeNull();
  });

  test("is loaded again where it could not be loaded", () => {
    start(snippet());
    button().click();
    answer(); // which says nothing: an error page
    button().click();
    const moved = vi.spyOn(root(), "appendChild");
    button().click();
    expect(moved.mock.calls).toEqual([[frame()]]);
  });

  test("a message to the page's window is nothing, whoever sends it", () => {
    start(snippet());
    button().click();
    for (const data of [{ type: "close" }, { yiwen: "yiwen/2", type: "close" }, { yiwen: "yiwen/1", type: "close" }]) {
      window.dispatchEvent(Object.assign(new Event("message"), { data, origin: chat, source: frame().contentWindow, ports: [] }));
    }
    expect(frame().hidden).toBe(false);
  });
});

describe("logging out", () => {
  test("has the chat forget, also where it was not opened on this page", async () => {
    start(snippet({ "data-identity": "jwt-1" }));
    yiwen().logout();
    expect(frame().hidden).toBe(true);
    expect(frame().src).not.toContain("jwt-1");
    const c = answer();
    c.say({ type: "ready" });
    await vi.waitFor(() => expect(c.got).toMatchObject([{ type: "state", shown: false }, { type: "logout" }]));
    c.say({ type: "loggedout" });
    await vi.waitFor(() => expect(frame()).toBeNull());
    button().click();
    expect(frame().src).not.toContain("jwt-1");
  });
});

describe("opening by itself", () => {
  const visible = () => Object.defineProperty(button(), "offsetWidth", { value: 52, configurable: true });

  test("comes after its delay, takes nobody's place, and stores nothing until the customer answers", () => {
    vi.useFakeTimers();
    window.yiwenSettings = { autoOpen: { delay: 2 } };
    start(snippet());
    yiwen().run();
    visible();
    vi.advanceTimersByTime(1999);
    expect(frame()).toBeNull();
    vi.advanceTimersByTime(1);
    expect(frame().hidden).toBe(false);
    expect(frame().src).toContain("&uncalled=1");
    expect(root().activeElement).not.toBe(frame());
    expect(localStorage).toHaveLength(0);
    button().click();
    expect(localStorage.getItem("yiwen-auto")).toBe("1");
    yiwen().remove();
    start(snippet());
    yiwen().run();
    visible();
    vi.advanceTimersByTime(5000);
    expect(frame()).toBeNull();
  });

  test("does not come where the customer was first, nor where the button is hidden", () => {
    vi.useFakeTimers();
    window.yiwenSettings = { autoOpen: { delay: 2, times: 9 } };
    start(snippet());
    yiwen().run();
    visible();
    button().click();
    button().click();
    vi.advanceTimersByTime(5000);
    expect(frame().hidden).toBe(true);
    yiwen().remove();
    start(snippet());
    yiwen().run(); // happy-dom gives it no width, as display: none does
    vi.advanceTimersByTime(5000);
    expect(frame()).toBeNull();
  });
});
