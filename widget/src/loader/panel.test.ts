import { describe, expect, test, vi } from "vitest";
import { greeting } from "../embed/messages";
import { start } from "./start";
import { answer, button, chat, frame, onShop, root, snippet, warnings, yiwen } from "./testing/shop";

onShop();

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
    expect(warnings()).toHaveLength(1);
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
    expect(warnings()).toHaveLength(1);
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
