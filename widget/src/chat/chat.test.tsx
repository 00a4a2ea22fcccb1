// The chat as a whole, on a page, against a server that behaves.
import { cleanup, fireEvent, render, screen, within } from "@testing-library/preact";
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { mostWaiting } from "../wire/outbox";
import { FakeServer } from "../wire/testing/server";
import { MemoryShelf } from "../wire/testing/shelf";
import { App } from "./App";
import { Model } from "./model";
import { loadParts } from "./parts";
import { rare, strings } from "./strings";

let server: FakeServer;
let model: Model;
let shelf: MemoryShelf;
let unread: number[];
const greeting = { name: "星卡商城", welcome: "您好，我是**小星**", hot: [{ id: "a", question: "充值没到账怎么办？" }] };
const pass = (ms = 100) => vi.advanceTimersByTimeAsync(ms);

async function open(close?: () => void, uncalled = false): Promise<void> {
  model = new Model({
    url: "ws://test/ws", site: "default", shelf, socketClass: server.sockets.socketClass,
    greet: async () => greeting, unread: (n) => unread.push(n),
  });
  model.start(uncalled);
  render(<App model={model} close={close} />);
  await pass();
}

beforeAll(loadParts);
beforeEach(() => {
  vi.useFakeTimers();
  [server, shelf, unread] = [new FakeServer(), new MemoryShelf(), []];
});
afterEach(() => {
  model.session.close();
  cleanup();
  vi.useRealTimers();
});

const box = () => screen.getByRole("textbox", { name: strings.input }) as HTMLTextAreaElement;
const type = (text: string) => fireEvent.input(box(), { target: { value: text } });
const enter = (init: KeyboardEventInit & { keyCode?: number } = {}) => fireEvent.keyDown(box(), { key: "Enter", ...init });
const said = () => server.log.map((e) => (e.kind === "message" ? e.text : e.kind));
const bot = (text: string, choices?: { key: string; label: string }[]) =>
  server.append({ kind: "bot" }, { kind: "message", text, ...(choices && { choices }) });

describe("a chat that came by itself", () => {
  test("does not look as if something were wrong, and connects at the first touch", async () => {
    await open(undefined, true);
    expect(screen.getByText(strings.connection.online)).toBeTruthy();
    expect(server.received).toEqual([]);
    await fireEvent.pointerDown(box());
    await pass();
    expect(server.received.map((f) => f.type)).toContain("hello");
  });

  test("is answered by who taps without a finger, as screen readers do", async () => {
    await open(undefined, true);
    await fireEvent.click(screen.getByRole("button", { name: "充值没到账怎么办？" }));
    await pass();
    expect(said()).toEqual(["充值没到账怎么办？"]);
  });
});

describe("writing", () => {
  test("Enter sends and empties the box", async () => {
    await open();
    await type("充值没到账");
    await enter();
    await pass();
    expect(said()).toEqual(["充值没到账"]);
    expect(box().value).toBe("");
    expect(within(screen.getByRole("log")).getByText("充值没到账")).toBeTruthy();
  });

  const silent: [string, KeyboardEventInit & { keyCode?: number }][] = [
    ["Shift+Enter", { shiftKey: true }],
    ["Enter inside a composition", { isComposing: true }],
    ["Enter that ends a composition in Safari", { keyCode: 229 }],
  ];
  for (const [name, init] of silent) {
    test(`${name} does not send`, async () => {
      await open();
      await type("chongzhi");
      await enter(init);
      await pass();
      expect(said()).toEqual([]);
      expect(box().value).toBe("chongzhi");
    });
  }

  test("white space does not send", async () => {
    await open();
    await type(" \n　");
    await enter();
    await pass();
    expect(said()).toEqual([]);
  });

  test("the limit is counted in characters, and over it nothing is sent or cut", async () => {
    await open();
    await type("😀".repeat(1_990));
    expect(screen.getByText(strings.left(10))).toBeTruthy();
    await type("😀".repeat(2_001));
    await enter();
    await pass();
    expect(screen.getByText(strings.over(1))).toBeTruthy();
    expect(said()).toEqual([]);
    expect([...box().value]).toHaveLength(2_001);
    await type("😀".repeat(2_000));
    await enter();
    await pass();
    expect(said()).toHaveLength(1);
  });

  test("offline: shown as on its way, sent when the server is back", async () => {
    await open();
    server.crash();
    await type("还在吗");
    await enter();
    await pass();
    expect(screen.getByRole("img", { name: strings.pending })).toBeTruthy();
    server.up = true;
    await pass(20_000);
    expect(said()).toEqual(["还在吗"]);
    expect(screen.queryByRole("img", { name: strings.pending })).toBeNull();
    expect(screen.getAllByText("还在吗")).toHaveLength(1);
  });

  test("refused: shown with the reason, and can be sent again or given up", async () => {
    await open();
    server.fault = (f) => (f.type === "say" ? { code: "invalid", retry: false } : undefined);
    await type("一");
    await enter();
    await pass();
    expect(screen.getByText(/未发送：拒绝/)).toBeTruthy();
    server.fault = () => undefined;
    await fireEvent.click(screen.getByRole("button", { name: strings.retry }));
    await pass();
    expect(said()).toEqual(["一"]);
    expect(screen.queryByText(/未发送/)).toBeNull();
  });
});

describe("when too much waits", () => {
  /** Offline, with the welcome on the screen and as much unsent as is kept. */
  async function crowded(): Promise<void> {
    bot("您是不是想问", [{ key: "a", label: "充值没到账" }]);
    await open();
    server.crash();
    for (let i = 0; i < mostWaiting; i++) model.session.say(`第${i}条`);
    await pass();
    expect(screen.queryByText(strings.full)).toBeNull();
  }
  const taps: [string, string | RegExp][] = [
    ["a choice", /充值没到账$/],
    ["the button for a person", strings.human],
    ["a hot question", greeting.hot[0]?.question ?? ""],
  ];
  for (const [name, label] of taps) {
    test(`${name} is not taken, and that is said`, async () => {
      await crowded();
      await fireEvent.click(screen.getByRole("button", { name: label }));
      await pass();
      expect(screen.getByRole("alert").textContent).toBe(strings.full);
      expect(model.session.outbox.list("")).toHaveLength(mostWaiting);
    });
  }

  test("typed words stay in the box, and the warning goes with its cause", async () => {
    await crowded();
    await type("还有一条");
    await enter();
    await pass();
    expect(screen.getByText(strings.full)).toBeTruthy();
    expect(box().value).toBe("还有一条");
    server.up = true;
    await pass(60_000);
    expect(screen.queryByText(strings.full)).toBeNull();
    expect(box().value).toBe("还有一条");
  });
});

describe("reading", () => {
  test("an answer is Markdown without HTML", async () => {
    await open();
    bot("**注意**\n1. 打开\n2. <img src=x onerror=alert(1)>");
    await pass();
    const log = screen.getByRole("log");
    expect(within(log).getByText("注意").tagName).toBe("STRONG");
    expect(log.querySelectorAll("ol li")).toHaveLength(2);
    expect(log.querySelector("img")).toBeNull();
  });

  test("the customer's own words stay as they are", async () => {
    await open();
    await type("**不是** <b>粗体</b>");
    await enter();
    await pass();
    expect(screen.getByText("**不是** <b>粗体</b>")).toBeTruthy();
  });

  test("choices are sent by a tap, once", async () => {
    await open();
    bot("您是不是想问", [{ key: "a", label: "充值没到账" }, { key: "human", label: "转人工" }]);
    await pass();
    const group = screen.getByRole("group", { name: strings.choices });
    await fireEvent.click(within(group).getByRole("button", { name: /充值没到账/ }));
    await pass();
    expect(server.received.find((f) => f.type === "choose")).toMatchObject({ of: 1, choice: "a" });
    expect((within(group).getByRole("button", { name: /充值没到账/ }) as HTMLButtonElement).disabled).toBe(true);
    expect((within(group).getByRole("button", { name: /转人工/ }) as HTMLButtonElement).disabled).toBe(false);
  });

  test("an answer is judged, also while there is no connection, and otherwise then", async () => {
    await open();
    bot("您好");
    server.append({ kind: "bot" }, { kind: "message", text: "30 分钟内到账", vote: true });
    await pass();
    const group = screen.getByRole("group", { name: strings.vote });
    const pressed = () => within(group).getAllByRole("button").map((b) => b.getAttribute("aria-pressed"));
    const votes = () => server.log.flatMap((e) => (e.kind === "voted" ? [[e.of, e.helpful]] : []));
    const tap = (name: string) => fireEvent.click(within(group).getByRole("button", { name }));
    expect(pressed()).toEqual(["false", "false"]);
    server.crash();
    await tap(strings.votes.yes);
    await pass();
    expect(pressed()).toEqual(["true", "false"]);
    await tap(strings.votes.yes); // says nothing new
    server.up = true;
    await pass(60_000);
    expect(votes()).toEqual([[2, true]]);
    await tap(strings.votes.no);
    await pass();
    expect(votes()).toEqual([[2, true], [2, false]]);
    expect(pressed()).toEqual(["false", "true"]);
  });

  test("the welcome and its questions", async () => {
    await open();
    expect(screen.getByRole("heading", { name: "星卡商城" })).toBeTruthy();
    expect(screen.getByText("小星").tagName).toBe("STRONG");
    await fireEvent.click(screen.getByRole("button", { name: "充值没到账怎么办？" }));
    await pass();
    expect(said()).toEqual(["充值没到账怎么办？"]);
  });

  test("older history is fetched when wanted, and a failure is told", async () => {
    for (let i = 1; i <= 30; i++) bot(`第${i}条`);
    [server.most, server.keep] = [20, 10];
    await open();
    expect(screen.queryByText("第20条")).toBeNull();
    server.fault = (f) => (f.type === "fetch" ? { code: "internal", retry: false } : undefined);
    await fireEvent.click(screen.getByRole("button", { name: strings.older }));
    await pass();
    server.fault = () => undefined;
    await fireEvent.click(screen.getByRole("button", { name: strings.olderFailed }));
    await pass();
    expect(screen.getByText("第1条")).toBeTruthy();
  });
});

describe("a person", () => {
  test("the button asks for one, and says how it stands", async () => {
    await open();
    await fireEvent.click(screen.getByRole("button", { name: strings.human }));
    await pass();
    expect(server.received.some((f) => f.type === "human")).toBe(true);
    server.append({ kind: "system" }, { kind: "handoff", reason: "button" });
    server.sockets.last.push({ type: "queue", conversation: "c1", position: 3 });
    await pass();
    expect(screen.getByText(rare.place(3))).toBeTruthy();
    await fireEvent.click(screen.getByRole("button", { name: rare.cancel }));
    await pass();
    expect(server.received.some((f) => f.type === "cancel")).toBe(true);
    server.append({ kind: "system" }, { kind: "assigned", agent: "小陈" });
    await pass();
    expect((screen.getByRole("button", { name: strings.humanAssigned }) as HTMLButtonElement).disabled).toBe(true);
  });

  test("is asked for once, and a refusal is told until it is read", async () => {
    await open();
    server.fault = (f) => (f.type === "human" ? "ignore" : undefined);
    await fireEvent.click(screen.getByRole("button", { name: strings.human }));
    await pass();
    expect((screen.getByRole("button", { name: strings.humanAsking }) as HTMLButtonElement).disabled).toBe(true);
    server.fault = (f) => (f.type === "human" ? { code: "conflict", retry: false } : undefined);
    await pass(12_000);
    expect(screen.getByText(strings.refused("拒绝"))).toBeTruthy();
    await fireEvent.click(screen.getByRole("button", { name: strings.understood }));
    await pass();
    expect(screen.queryByText(strings.refused("拒绝"))).toBeNull();
  });

  test("is rated after the end", async () => {
    await open();
    server.append({ kind: "agent", name: "小陈" }, { kind: "closed", by: "agent" });
    await pass();
    await fireEvent.click(screen.getByRole("radio", { name: rare.stars(4) }));
    await pass();
    await fireEvent.click(screen.getByRole("radio", { name: rare.yes }));
    await fireEvent.click(screen.getByRole("button", { name: rare.rateSend }));
    await pass();
    expect(server.received.find((f) => f.type === "rate")).toMatchObject({ stars: 4, solved: true });
    server.append({ kind: "customer" }, { kind: "rated", stars: 4, solved: true });
    await pass();
    expect(screen.getByText(strings.rated(4))).toBeTruthy();
    expect(screen.queryByRole("form", { name: rare.rateTitle })).toBeNull();
  });
});

describe("around the chat", () => {
  test("a stop is told, with a way back", async () => {
    await open();
    server.sockets.last.drop(4003);
    await pass();
    expect(screen.getByText(strings.stoppedFor(4003))).toBeTruthy();
    await fireEvent.click(screen.getByRole("button", { name: strings.reconnect }));
    await pass();
    expect(screen.getByText(strings.connection.online)).toBeTruthy();
    expect(screen.queryByText(strings.stoppedFor(4003))).toBeNull();
  });

  test("a line that was lost is told for as long as it is lost", async () => {
    await open();
    server.up = false;
    server.sockets.last.drop(1006);
    await pass(5_000);
    expect(screen.getByText(strings.waitingLong)).toBeTruthy();
    server.up = true;
    await pass(60_000);
    expect(screen.getByText(strings.connection.online)).toBeTruthy();
    expect(screen.queryByText(strings.waitingLong)).toBeNull();
  });

  test("what comes while nobody looks is counted, and read when somebody does", async () => {
    await open();
    bot("一");
    await pass();
    model.look(false);
    bot("二");
    bot("三");
    await pass();
    expect(unread.at(-1)).toBe(2);
    model.look(true);
    await pass();
    expect(unread.at(-1)).toBe(0);
    expect(server.received.filter((f) => f.type === "read").at(-1)).toMatchObject({ seq: 3 });
  });

  test("Escape and the arrow put the panel away", async () => {
    const close = vi.fn();
    await open(close);
    await fireEvent.keyDown(window, { key: "Escape" });
    await fireEvent.click(screen.getByRole("button", { name: strings.close }));
    expect(close).toHaveBeenCalledTimes(2);
  });
});
