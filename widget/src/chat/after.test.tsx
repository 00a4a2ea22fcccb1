// What screen readers hear, and what the tabs of a customer tell each other.
import { screen } from "@testing-library/preact";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { after } from "./after";
import { elsewhere } from "./elsewhere";
import { speak, strings, tongue } from "./strings";
import { staged } from "./testing/stage";
import { voice } from "./voice";

const at = staged();

describe("the voice", () => {
  /** Opens the chat with its voice; what it has said so far, and is still in its box. */
  async function listen(): Promise<() => (string | null)[]> {
    await at().open();
    const box = voice(at().model);
    return () => [...box.children].map((p) => p.textContent);
  }

  test("says what others say from now on, once and in order", async () => {
    at().server.append({ kind: "bot" }, { kind: "message", text: "早先的话" });
    at().shelf.set("yiwen/visitor/default", at().server.token);
    const heard = await listen();
    expect(heard()).toEqual([]);
    await at().happens("bot", { kind: "message", text: "**一**，见[说明](https://a.example/)" });
    await at().happens("agent", { kind: "message", text: "二" });
    await at().happens("system", { kind: "closed", by: "agent" });
    expect(heard()).toEqual([`${strings.bot}: 一，见说明`, "小陈: 二", strings.closed]);
  });

  test("is silent about the customer's own words, older pages and pages that come back", async () => {
    for (let i = 0; i < 60; i++) at().server.append({ kind: "bot" }, { kind: "message", text: `旧 ${i}` });
    at().server.most = 55;
    at().shelf.set("yiwen/visitor/default", at().server.token);
    const heard = await listen();
    await at().say("我的话");
    await at().click(strings.older);
    expect(screen.getByText("旧 0")).toBeTruthy();
    expect(heard()).toEqual([]);
  });

  test("says choices by number, forms by name and files by kind", async () => {
    const heard = await listen();
    await at().happens("bot", { kind: "message", text: "哪个？", choices: [{ key: "a", label: "甲" }, { key: "b", label: "乙" }] });
    await at().happens("bot", { kind: "message", text: "", form: { id: "ticket", title: "问题信息", fields: [] } });
    await at().happens("agent", { kind: "message", text: "", attachments: [{ id: "f", name: "a.png", type: "image/png", size: 1, url: "/files/f" }] });
    expect(heard()).toEqual([`${strings.bot}: 哪个？\n1 甲\n2 乙`, `${strings.bot}: 问题信息`, "小陈: [图片]"]);
  });

  test("leaves nothing behind for who reads the page later", async () => {
    const heard = await listen();
    await at().happens("agent", { kind: "message", text: "一" });
    expect(heard()).toHaveLength(1);
    await at().pass(8_000);
    expect(heard()).toEqual([]);
  });

  test("begins anew with another customer", async () => {
    const heard = await listen();
    for (const text of ["一", "二", "三"]) await at().happens("agent", { kind: "message", text });
    await at().pass(8_000);
    await at().model.logout();
    at().model.look(true);
    await at().pass();
    await at().happens("agent", { kind: "message", text: "您好" });
    expect(heard()).toEqual(["小陈: 您好"]);
  });
});

test("Chinese of the server is marked as such in an English chat, and nowhere else", async () => {
  expect(tongue("您好")).toBeUndefined();
  await speak("en");
  expect([tongue("您好"), tongue("Hello")]).toEqual(["zh-CN", undefined]);
  await speak("zh-CN");
});

describe("tabs", () => {
  class Channel {
    static all: Channel[] = [];
    onmessage: ((e: { data: unknown }) => void) | null = null;
    constructor(readonly name: string) {
      Channel.all.push(this);
    }
    postMessage(data: unknown): void {
      for (const c of Channel.all) if (c !== this && c.name === this.name) c.onmessage?.({ data });
    }
  }
  beforeEach(() => {
    Channel.all = [];
    vi.stubGlobal("BroadcastChannel", Channel);
  });

  test("what was seen in one is not unread in another", async () => {
    await at().open();
    const { model } = at();
    const counted = vi.spyOn(model, "count");
    elsewhere(model, "default");
    const other = new Channel("yiwen/default");
    const heard: unknown[] = [];
    other.onmessage = (e) => heard.push(e.data);
    model.look(false);
    await at().happens("bot", { kind: "message", text: "一" });
    expect(heard).toEqual([]);
    other.postMessage(1);
    expect(model.looked).toBe(1);
    expect(counted).toHaveBeenCalled();
    await at().happens("bot", { kind: "message", text: "二" });
    model.look(true);
    await at().pass(0);
    expect(heard).toEqual([2]);
  });

  test("that may tell each other nothing count for themselves", async () => {
    await at().open();
    const Forbidden = class { constructor() { throw new DOMException("no storage here", "SecurityError"); } };
    vi.stubGlobal("BroadcastChannel", Forbidden);
    elsewhere(at().model, "default");
    await at().happens("bot", { kind: "message", text: "一" });
    expect(at().model.looked).toBe(1);
  });

  test("do not believe what is no place in a log", async () => {
    await at().open();
    elsewhere(at().model, "default");
    const other = new Channel("yiwen/default");
    for (const bad of ["7", NaN, 1.5, null, { looked: 3 }, -1]) other.postMessage(bad);
    expect(at().model.looked).toBe(0);
  });
});

describe("the keyboard", () => {
  const fine = (is: boolean) => vi.stubGlobal("matchMedia", () => ({ matches: is }));
  beforeEach(() => {
    vi.spyOn(document, "hasFocus").mockReturnValue(true);
  });
  afterEach(() => {
    for (const left of document.querySelectorAll("body > .skip, body > .hidden")) left.remove();
  });

  test("comes past the log with one key", async () => {
    fine(false);
    await at().open();
    after(at().model, "default", false);
    const skip = document.body.firstElementChild as HTMLElement;
    expect(skip.textContent).toBe(strings.input);
    skip.click();
    expect(document.activeElement).toBe(at().box());
  });

  const cases: [string, boolean, boolean, boolean, boolean][] = [
    ["is in the box when the panel is opened", true, true, true, true],
    ["is not brought up over a phone's screen", true, false, true, false],
    ["is not taken from the page around", true, true, false, false],
    ["is left alone on a page of its own", false, true, true, false],
  ];
  for (const [name, framed, mouse, here, want] of cases) {
    test(name, async () => {
      fine(mouse);
      vi.spyOn(document, "hasFocus").mockReturnValue(here);
      await at().open();
      at().model.look(false);
      after(at().model, "default", framed);
      at().model.look(true);
      expect(document.activeElement === at().box()).toBe(want);
    });
  }
});
