import { beforeEach, afterEach, describe, expect, test, vi } from "vitest";
import { type FromLoader, greeting, openFromChat, openFromLoader, readAttributes } from "../embed/messages";
import { chatURL } from "../loader/panel";
import type { Options } from "../loader/options";
import { read } from "./greeting";
import { Host, readAddress, withoutIdentity } from "./host";
import { addressWishes } from "./wish";

const shop = "https://shop.example";
const at = { url: `${shop}/p?id=1&x=#2`, title: "王者点券 100 & 更多" };
const address = (options: Options, page = at) => new URL(chatURL({ origin: "https://chat.example", ...options }, page, shop));

describe("the address of the chat", () => {
  test("what the loader writes is what the chat reads", () => {
    const url = address({
      site: "shop-1", entry: "充值", team: "vip", locale: "zh-TW", theme: "dark", colour: "#1668dc", identity: "a.b.c", attributes: { 等级: "黄金", a: "1&2" },
    });
    expect(readAddress(url)).toEqual({
      site: "shop-1", host: shop, page: { ...at, entry: "充值", team: "vip" }, identity: "a.b.c", attributes: { 等级: "黄金", a: "1&2" }, uncalled: false,
    });
    expect(addressWishes(url.search)).toEqual({ locale: "zh-TW", theme: "dark", colour: "#1668dc" });
  });
  test("what is not set is absent", () => {
    expect(readAddress(address({}))).toEqual({ site: "default", host: shop, page: at, identity: "", attributes: {}, uncalled: false });
  });
  test("the shop's page and its customer are not in what reaches a server's log", () => {
    const url = address({ identity: "a.b.c", attributes: { tier: "gold" } });
    expect(url.pathname + url.search).not.toMatch(/id|gold|a\.b\.c/);
  });
  test("opened by itself", () => {
    expect(readAddress({ search: "", hash: "" })).toEqual({ site: "default", host: "", page: null, identity: "", attributes: {}, uncalled: false });
  });
  test("that came by itself", () => {
    expect(readAddress(new URL(chatURL({}, { ...at, uncalled: "1" }, shop), "https://x")).uncalled).toBe(true);
  });
  test("the link behind a QR code takes the same", () => {
    expect(readAddress({ search: "?site=s&entry=recharge&team=vip&locale=en&theme=auto&colour=%23aabbcc", hash: "" })).toMatchObject({
      site: "s", host: "", page: { url: "", title: "", entry: "recharge", team: "vip" },
    });
  });
  test("what is unusable is left out", () => {
    expect(readAddress({ search: "?entry=", hash: "#%" })).toMatchObject({ page: null });
  });
  test("an identity that is too long is none: half of a signature proves nothing", () => {
    expect(readAddress(address({ identity: "x".repeat(4096) })).identity).toHaveLength(4096);
    expect(readAddress(address({ identity: "x".repeat(4097) })).identity).toBe("");
  });
});

test("attributes are short texts under short names, at most 20", () => {
  const many = Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`n${i}`, "v"]));
  expect(Object.keys(readAttributes(many))).toHaveLength(20);
  expect(readAttributes({ a: "1", b: 2, c: "x".repeat(201), ["d".repeat(41)]: "1", "": "1", e: "" })).toEqual({ a: "1" });
});

describe("messages between loader and chat", () => {
  const state = { type: "state", shown: true, identity: "", attributes: {} } as const;
  test("arrive", () => {
    for (const m of [{ type: "unread", count: 3 }, { type: "close" }, { type: "message", from: "bot", text: "您好" }, { type: "handoff", state: "waiting" }]) {
      expect(openFromChat(m)).toEqual(m);
    }
    expect(openFromLoader(state)).toEqual(state);
    expect(openFromLoader({ ...state, locale: "en", launcherText: "x" })).toEqual({ ...state, locale: "en" });
    expect(openFromLoader({ type: "state", shown: false, identity: "x".repeat(4097), attributes: 7 })).toEqual({ ...state, shown: false });
    expect(openFromLoader({ type: "logout" })).toEqual({ type: "logout" });
    const card = { kind: "order", id: "XK1", title: "点卡" };
    expect(openFromLoader({ type: "card", card })).toEqual({ type: "card", card });
  });
  const foreign: [string, unknown][] = [
    ["null", null],
    ["text", "close"],
    ["of no type", {}],
    ["of another type", { type: "constructor" }],
    ["a count that is none", { type: "unread", count: -1 }],
    ["a count that is text", { type: "unread", count: "3" }],
    ["a message without words", { type: "message", from: "bot" }],
    ["a state that is none", { type: "state", shown: "yes" }],
    ["a card that is none", { type: "card", card: { kind: "gift" } }],
  ];
  for (const [name, data] of foreign) {
    test(`are ignored: ${name}`, () => {
      expect(openFromChat(data)).toBeNull();
      expect(openFromLoader(data)).toBeNull();
    });
  }
});

describe("the page around the chat", () => {
  const around = { postMessage: vi.fn() };
  let heard: FromLoader[];
  let ports: MessagePort[];
  beforeEach(() => {
    heard = [];
    ports = [];
    vi.spyOn(window, "parent", "get").mockReturnValue(around as unknown as Window & typeof globalThis);
  });
  afterEach(() => {
    for (const p of ports) p.close();
    vi.restoreAllMocks();
  });

  /** Hands the chat a port; returns what comes out of the other end. */
  function handOver(origin: string, source: unknown = around, data: unknown = { yiwen: greeting }): { port: MessagePort; got: unknown[] } {
    const { port1, port2 } = new MessageChannel();
    ports.push(port1, port2);
    const got: unknown[] = [];
    port1.onmessage = (e) => got.push(e.data);
    window.dispatchEvent(Object.assign(new Event("message"), { data, origin, source, ports: [port2] }));
    return { port: port1, got };
  }

  test("hears and is heard, from the moment it hands over a port", async () => {
    const host = new Host(shop, (m) => heard.push(m));
    host.tell({ type: "unread", count: 1 });
    const { port, got } = handOver(shop);
    port.postMessage({ type: "logout" });
    port.postMessage("nonsense");
    host.tell({ type: "close" });
    await vi.waitFor(() => expect(got).toEqual([{ type: "ready" }, { type: "unread", count: 1 }, { type: "close" }]));
    await vi.waitFor(() => expect(heard).toEqual([{ type: "logout" }]));
  });

  const strangers: [string, string, unknown?, unknown?][] = [
    ["of another origin", "https://evil.example"],
    ["of a sandboxed frame", "null"],
    ["of another window", shop, window],
    ["without our mark", shop, around, { yiwen: "yiwen/1" }],
    ["that is nothing", shop, around, null],
  ];
  for (const [name, origin, source, data] of strangers) {
    test(`is no message ${name}`, async () => {
      const host = new Host(shop, (m) => heard.push(m));
      const { port, got } = handOver(origin, source, ...(data === undefined ? [] : [data]));
      port.postMessage({ type: "logout" });
      host.tell({ type: "close" });
      const real = handOver(shop);
      await vi.waitFor(() => expect(real.got).toContainEqual({ type: "close" }));
      expect(got).toEqual([]);
      expect(heard).toEqual([]);
    });
  }

  test("without a port is none", () => {
    new Host(shop, (m) => heard.push(m));
    window.dispatchEvent(Object.assign(new Event("message"), { data: { yiwen: greeting }, origin: shop, source: around, ports: [] }));
    expect(heard).toEqual([]);
  });

  test("is none where the address does not name it", () => {
    for (const origin of ["", "null", "javascript:1", "https://a/b"]) expect(new Host(origin, () => undefined).embedded).toBe(false);
  });
});

test("an address goes without who the customer is", () => {
  const without = withoutIdentity({ pathname: "/chat/", search: "?site=s", hash: "#url=https%3A%2F%2Fa.example%2F&identity=a.b.c&.city=x" });
  expect(without).not.toContain("a.b.c");
  expect(readAddress(new URL(without, "https://chat.example"))).toMatchObject({ site: "s", page: { url: "https://a.example/" }, identity: "", attributes: { city: "x" } });
});

test("a greeting takes what is usable", () => {
  expect(read({ name: 7, welcome: "您好", hot: [{ id: "a", question: "甲" }, { id: "b" }, null] })).toEqual({
    name: "", welcome: "您好", hot: [{ id: "a", question: "甲" }],
  });
  expect(read(null)).toEqual({ name: "", welcome: "", hot: [] });
});
