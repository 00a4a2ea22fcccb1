// What is shown before anything is said, and announcements.
import { cleanup, fireEvent, render, screen, within } from "@testing-library/preact";
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { FakeServer } from "../wire/testing/server";
import { MemoryShelf } from "../wire/testing/shelf";
import { Notice } from "./Announcement";
import { App } from "./App";
import { fetchGreeting, type Greeting, read } from "./greeting";
import { Model } from "./model";
import { loadParts } from "./parts";
import { rare, strings } from "./strings";
import { Info } from "./Welcome";

let server: FakeServer;
let model: Model | undefined;
let shelf: MemoryShelf;
const pass = (ms = 100) => vi.advanceTimersByTimeAsync(ms);
const plain: Greeting = { name: "店", welcome: "您好", hot: [{ id: "a", question: "怎么退款？" }] };
const form = {
  id: "info", title: "先填信息，处理更快",
  fields: [{ name: "order_no", label: "订单号", kind: "line" as const, value: "XK20260001" }, { name: "amount", label: "金额", kind: "line" as const }],
};

async function open(greeting: Greeting): Promise<void> {
  model = new Model({ url: "ws://test/ws", site: "default", shelf, socketClass: server.sockets.socketClass, greet: async () => greeting });
  model.start();
  render(<App model={model} />);
  await pass();
}

beforeAll(() => Promise.all([loadParts(), Info.load(), Notice.load()]));
beforeEach(() => {
  vi.useFakeTimers({ now: new Date(2027, 2, 10, 23, 0) });
  [server, shelf] = [new FakeServer(), new MemoryShelf()];
});
afterEach(() => {
  model?.session.close();
  cleanup();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("the answer of the server", () => {
  test("is taken as far as it is usable", () => {
    expect(read(null)).toEqual({ name: "", welcome: "", hot: [] });
    expect(read({ name: 7, hot: [{ id: "a" }, null, { id: "a", question: "q" }], theme: "neon", staffed: "no", form: { id: "info" }, announcement: { text: "x" } })).toEqual({
      name: "", welcome: "", hot: [{ id: "a", question: "q" }],
    });
    expect(read({ staffed: false, opens_ms: 5, colour: "#123456", theme: "auto", locale: "en", announcement: { id: "a1", text: "x", level: "info" } })).toMatchObject({
      away: true, opens_ms: 5, colour: "#123456", theme: "auto", locale: "en", announcement: { id: "a1", text: "x" },
    });
    expect(read({ announcement: { id: "a1", text: "" } }).announcement).toBeUndefined();
  });

  test("is of the site, the entrance and the team", async () => {
    const asked: string[] = [];
    vi.stubGlobal("fetch", async (url: string) => (asked.push(url), { ok: true, json: async () => plain }));
    expect(await fetchGreeting("default", { url: "u", entry: "recharge", team: "trade" })).toEqual(plain);
    await fetchGreeting("default", undefined);
    expect(asked).toEqual(["/api/widget?site=default&entry=recharge&team=trade", "/api/widget?site=default"]);
  });
});

describe("the welcome", () => {
  test("says when people are there again", async () => {
    await open({ ...plain, away: true, opens_ms: new Date(2027, 2, 11, 8, 0).getTime() });
    expect(screen.getByText(strings.away(strings.tomorrow("08:00")))).toBeTruthy();
  });

  test("folds its form behind one button, sends it as the customer's word, and shows it as sent", async () => {
    await open({ ...plain, form });
    const order = () => screen.queryByRole("textbox", { name: "订单号" }) as HTMLInputElement | null;
    expect(order()).toBeNull();
    await fireEvent.click(screen.getByRole("button", { name: form.title }));
    await pass();
    expect(order()?.value).toBe("XK20260001");
    await fireEvent.input(screen.getByRole("textbox", { name: "金额" }), { target: { value: "100" } });
    await fireEvent.click(screen.getByRole("button", { name: rare.formSend }));
    await pass();
    expect(server.log).toMatchObject([{ kind: "filled", of: 0, form: "info", values: { order_no: "XK20260001", amount: "100" } }]);
    expect(server.received.findLast((f) => f.type === "form")).not.toHaveProperty("of");
    expect(screen.getByText(rare.formSent)).toBeTruthy();
    expect(model?.session.state).toBe("bot");
    server.append({ kind: "agent", name: "小陈" }, { kind: "closed", by: "agent" });
    await pass();
    expect(screen.getByRole("button", { name: form.title })).toBeTruthy();
  });

  test("fills its form in from a card of the page, and shows the files that went with it", async () => {
    await open({ ...plain, form: { ...form, fields: [{ name: "order_no", label: "订单号", kind: "line" }, { name: "amount", label: "金额", kind: "amount" }, { name: "files", label: "截图", kind: "files" }] } });
    model?.session.say("", { card: { kind: "order", id: "XK20270310007", title: "点卡", price: "¥98.50" } });
    await pass();
    await fireEvent.click(screen.getByRole("button", { name: form.title }));
    await pass();
    expect((screen.getByRole("textbox", { name: "金额" }) as HTMLInputElement).value).toBe("98.50");
    expect(screen.getByText(rare.formPage(["订单号", "金额"]))).toBeTruthy();
    const file = { id: "f1", name: "a.png", type: "image/png", size: 3, url: "/files/f1" };
    server.append({ kind: "customer" }, { kind: "filled", of: 0, form: "info", values: { order_no: "XK20270310007" }, attachments: [file] });
    await pass();
    const sent = within(screen.getByRole("region", { name: form.title }));
    expect(sent.getByRole("button", { name: strings.zoom("a.png") })).toBeTruthy();
    expect(sent.queryByText("金额")).toBeNull();
  });

  test("keeps what was begun and not sent, and shows it to who comes back without taking the caret", async () => {
    await open({ ...plain, form });
    await fireEvent.click(screen.getByRole("button", { name: form.title }));
    await pass();
    await fireEvent.input(screen.getByRole("textbox", { name: "金额" }), { target: { value: "88" } });
    model?.session.close();
    cleanup();
    await open({ ...plain, form });
    expect((screen.getByRole("textbox", { name: "金额" }) as HTMLInputElement).value).toBe("88");
    expect(document.activeElement?.closest(".info") ?? null).toBeNull();
  });
});

describe("an announcement", () => {
  const box = () => screen.getByRole("status", { name: strings.announcement });
  const say = (text: string, more: object = {}) => server.sockets.last.push({ type: "notice", id: `id-${text}`, text, level: "warning", ...more });

  test("comes with the greeting, before there is a socket", async () => {
    server.up = false;
    await open({ ...plain, announcement: { id: "a1", text: "充值维护<b>中</b>", level: "warning" } });
    expect(within(box()).getByText("充值维护<b>中</b>")).toBeTruthy();
  });

  test("is over where the welcome says so, whatever the greeting said", async () => {
    await open({ ...plain, announcement: { id: "a1", text: "旧的", level: "info" } });
    await pass(1_000);
    expect(box().textContent).toBe("");
  });

  test("comes, changes and goes while the chat is open; folded away it comes back when it changes", async () => {
    await open(plain);
    expect(box().textContent).toBe("");
    say("故障");
    await pass();
    await fireEvent.click(within(box()).getByRole("button", { name: strings.fold }));
    expect(within(box()).getByRole("button", { name: strings.unfold }).getAttribute("aria-expanded")).toBe("false");
    say("已恢复");
    await pass();
    expect(within(box()).getByRole("button", { name: strings.fold })).toBeTruthy();
    server.sockets.last.push({ type: "notice", id: "id-已恢复", text: "" });
    await pass();
    expect(box().textContent).toBe("");
  });

  test("that was folded away stays so over a reload", async () => {
    await open({ ...plain, announcement: { id: "a1", text: "故障", level: "warning" } });
    say("故障");
    await pass();
    await fireEvent.click(within(box()).getByRole("button", { name: strings.fold }));
    model?.session.close();
    cleanup();
    await open(plain);
    say("故障");
    await pass();
    expect(within(box()).getByRole("button", { name: strings.unfold })).toBeTruthy();
  });

  test("ends by the clock, without a word of the server", async () => {
    await open(plain);
    say("维护", { until_ms: Date.now() + 60_000 });
    await pass(59_000);
    expect(box().textContent).toContain("维护");
    await pass(2_000);
    expect(box().textContent).toBe("");
  });
});
