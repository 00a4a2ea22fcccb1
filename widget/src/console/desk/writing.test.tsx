// Writing to a customer: what is sent, from where and when.
import { act, cleanup, fireEvent, screen, within } from "@testing-library/react";
import { describe, expect, test } from "vitest";
import { MemoryShelf } from "../../wire/testing/shelf";
import { strings } from "../strings";
import { insertIntoComposer } from "./insert";
import { shortcuts } from "./keys/shortcuts";
import { SettingsStore } from "./settings";
import { words } from "./talk-words";
import { asked, box, button, click, event, lin, mine, onPane, open, pass, press, push, said, sent, suggest, type } from "./testing/pane";

const answers = [{ entry: "refund-how", question: "怎么退款", answer: "这样退款", score: 0.9 }];

onPane();

describe("sending", () => {
  test("Enter sends, Shift+Enter and an input method's Enter do not", async () => {
    await open();
    await type("您好");
    await press("Enter", { keyCode: 229 });
    await press("Enter", { isComposing: true });
    await press("Enter", { shiftKey: true });
    expect(sent("say")).toEqual([]);
    await press("Enter");
    expect(sent("say")).toMatchObject([{ conversation: "c1", text: "您好" }]);
    expect(box().value).toBe("");
    expect(within(screen.getByRole("log")).getByText("您好")).toBeTruthy();
  });

  test("Enter sends what stands in the box, though it is not drawn yet", async () => {
    await open();
    fireEvent.change(box(), { target: { value: "正在问" } });
    fireEvent.change(box(), { target: { value: "正在查" } });
    fireEvent.keyDown(box(), { key: "Enter" });
    await pass();
    expect(sent("say")).toMatchObject([{ text: "正在查" }]);
  });

  test("with the other setting Ctrl+Enter sends, and Enter breaks the line", async () => {
    const settings = new SettingsStore(new MemoryShelf());
    settings.change({ sendKey: "ctrl-enter" });
    await open(mine, lin, settings);
    await type("您好");
    await press("Enter");
    expect(sent("say")).toEqual([]);
    await press("Enter", { ctrlKey: true });
    expect(sent("say")).toHaveLength(1);
  });

  test("a quote goes with the message, and Escape removes it", async () => {
    await open();
    await said(1, "卡密打不开");
    await click(button(words.quote));
    expect(screen.getByText(strings.said("老王"))).toBeTruthy();
    await press("Escape");
    expect(screen.queryByText(strings.said("老王"))).toBeNull();
    await act(async () => void shortcuts.handle(new KeyboardEvent("keydown", { key: "r", code: "KeyR", altKey: true })));
    await pass();
    await type("马上查");
    await press("Enter");
    expect(sent("say")).toMatchObject([{ text: "马上查", re: 1 }]);
  });

  test("a failed message says why, and can be sent again", async () => {
    await open();
    await type("您好");
    await press("Enter");
    await push({ type: "error", id: sent("say")[0]?.id, code: "denied", message: "会话已结束", retry: false });
    expect(screen.getByRole("alert").textContent).toContain("会话已结束");
    await click(button(strings.retry));
    expect(sent("say")).toHaveLength(2);
  });

  test("what was begun is there again after a reload", async () => {
    await open();
    await type("写了一半");
    cleanup();
    await open();
    expect(box().value).toBe("写了一半");
  });
});

describe("canned replies", () => {
  test("are found by initials, filled in, sent and counted", async () => {
    await open();
    await type("/tk");
    const option = screen.getByRole("option", { name: /退款已提交/ });
    expect(box().getAttribute("aria-activedescendant")).toBe(option.id);
    await press("Enter");
    expect(box().value).toBe("老王，订单XK202611220001已退款");
    await press("Enter");
    expect(sent("say")).toMatchObject([{ text: "老王，订单XK202611220001已退款" }]);
    expect(asked()).toContainEqual({ method: "POST", path: "/api/canned/refund/used", body: undefined });
  });

  test("with something left open are not sent before it is filled in", async () => {
    await open({ ...mine, entities: [], profile: {} });
    await type("#退款");
    await press("Tab");
    expect(box().value).toBe("{客户}，订单{订单号}已退款");
    expect([box().selectionStart, box().selectionEnd]).toEqual([0, 4]);
    await press("Enter");
    expect(sent("say")).toEqual([]);
    await click(button("{订单号}"));
    expect(box().value.slice(box().selectionStart, box().selectionEnd)).toBe("{订单号}");
    await type("您，订单XK1已退款");
    await press("Enter");
    expect(sent("say")).toHaveLength(1);
  });

  test("keys move through the list; Escape closes it and the text stays", async () => {
    await open();
    await type("/");
    await press("ArrowDown");
    const [first, second] = screen.getAllByRole("option");
    expect([first?.getAttribute("aria-selected"), second?.getAttribute("aria-selected")]).toEqual(["false", "true"]);
    await press("Escape");
    expect(screen.queryByRole("listbox")).toBeNull();
    expect(box().value).toBe("/");
    expect(sent("say")).toEqual([]);
  });

  test("an upset customer is met first", async () => {
    await open({ ...mine, mood: "handoff" });
    await click(button("先道歉"));
    expect(box().value).toBe("非常抱歉");
    await type("/");
    expect(screen.getAllByRole("option")[0]?.textContent).toContain("先道歉");
  });
});

describe("suggested answers", () => {
  test("go with one key, or are put where they can be changed", async () => {
    suggest(answers);
    await open();
    await said(1, "怎么退款");
    await pass(200);
    const strip = screen.getByRole("region", { name: words.suggestions });
    await click(within(strip).getByRole("button", { name: words.suggestEdit }));
    expect(box().value).toBe("这样退款");
    await act(async () => void shortcuts.handle(new KeyboardEvent("keydown", { key: "Enter", altKey: true })));
    await pass();
    expect(sent("say")).toMatchObject([{ text: "这样退款" }]);
    expect(box().value).toBe("这样退款"); // what is being written stays
    await event(2, "message", { kind: "agent", name: "小林", id: "a1" }, { text: "这样退款" });
    expect(screen.queryByRole("region", { name: words.suggestions })).toBeNull();
  });
});

test("suggested answers cannot be sent while a note is written", async () => {
  suggest(answers);
  await open();
  await said(1, "怎么退款");
  await pass(200);
  await click(screen.getByText(strings.note, { selector: ".ant-segmented-item-label" }));
  await act(async () => void shortcuts.handle(new KeyboardEvent("keydown", { key: "Enter", altKey: true })));
  await pass();
  expect(sent("say")).toEqual([]);
  expect(screen.queryByRole("region", { name: words.suggestions })).toBeNull();
});

describe("other panes", () => {
  test("put texts where one writes, or send them", async () => {
    await open();
    await type("订单：");
    let took = false;
    await act(async () => {
      took = insertIntoComposer("c1", "XK1");
    });
    await pass();
    expect([took, box().value]).toEqual([true, "订单：XK1"]);
    await act(async () => void insertIntoComposer("c1", "直接发", { send: true }));
    await pass();
    expect(sent("say")).toMatchObject([{ text: "直接发" }]);
    expect(box().value).toBe("订单：XK1");
    expect(insertIntoComposer("c2", "x")).toBe(false);
  });

  test("cannot where the customer must not be written to", async () => {
    await open({ ...mine, state: "waiting" });
    expect(insertIntoComposer("c1", "x", { send: true })).toBe(false);
  });
});
