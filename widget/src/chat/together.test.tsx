// Files, quotes, messages that are taken back, forms, tickets.
import { fireEvent, screen, within } from "@testing-library/preact";
import { describe, expect, test, vi } from "vitest";
import type { Form } from "../wire/frames";
import { check } from "./check";
import { Refused } from "./sending";
import { rare, strings } from "./strings";
import { staged } from "./testing/stage";
import { read } from "./tickets";
import { TypingSigns } from "./typing";

const stage = staged();
const log = () => within(screen.getByRole("log"));

describe("files", () => {
  const picture = (name: string) => new File(["x"], name, { type: "image/png" });
  const paste = (...files: File[]) => fireEvent.paste(stage().box(), { clipboardData: { files } });

  test("are sent before the message, which waits for them", async () => {
    const s = stage();
    await s.open();
    let finish: () => void = () => undefined;
    s.post = (name) => new Promise((done) => (finish = () => done({ id: "f1", name, type: "image/png", size: 3, url: "/files/f1" })));
    await paste(picture("a.png"));
    await s.say("看这个");
    expect(s.server.log).toEqual([]);
    expect(screen.getByText(strings.uploadWait)).toBeTruthy();
    finish();
    await s.pass();
    await s.click(strings.send);
    expect(s.server.log).toMatchObject([{ text: "看这个", attachments: [{ id: "f1" }] }]);
    expect(s.model.uploads.list.value).toEqual([]);
  });

  test("need no words, and are shown", async () => {
    const s = stage();
    await s.open();
    await paste(picture("a.png"));
    await s.pass();
    await s.click(strings.send);
    const shown = log().getByRole("button", { name: strings.zoom("id-a.png") });
    expect(shown.querySelector("img")?.getAttribute("src")).toBe("/files/id-a.png");
    await fireEvent.click(shown);
    expect(screen.getByRole("dialog").querySelector("img")?.getAttribute("src")).toBe("/files/id-a.png");
  });

  test("that fail say why, and can be sent again or given up", async () => {
    const s = stage();
    await s.open();
    s.post = () => Promise.reject(new Error("文件类型不支持"));
    await paste(picture("a.heic"));
    await s.pass();
    expect(screen.getByText("文件类型不支持")).toBeTruthy();
    s.post = async (name) => ({ id: "f", name, type: "image/png", size: 3, url: "/files/f" });
    await s.click(strings.retry);
    expect(screen.queryByText("文件类型不支持")).toBeNull();
    await s.click(strings.unstage("a.heic"));
    expect(screen.queryByRole("list", { name: strings.staged })).toBeNull();
  });

  test("that are refused for good are not sent again", async () => {
    const s = stage();
    await s.open();
    s.post = () => Promise.reject(new Refused(strings.uploadSize));
    await paste(picture("a.png"));
    await s.pass();
    expect(screen.getByText(strings.uploadSize)).toBeTruthy();
    expect(screen.queryByRole("button", { name: strings.retry })).toBeNull();
  });

  test("ten are one too many", async () => {
    const s = stage();
    await s.open();
    await paste(...Array.from({ length: 10 }, (_, i) => picture(`${i}.png`)));
    await s.pass();
    expect(s.model.uploads.list.value).toHaveLength(9);
    expect(screen.getByText(strings.uploadMany(9))).toBeTruthy();
  });

  test("of other kinds are links", async () => {
    const s = stage();
    await s.open();
    const file = { id: "f2", name: "发票.pdf", type: "application/pdf", size: 2_100_000, url: "/files/f2" };
    await s.happens("agent", { kind: "message", text: "", attachments: [file] });
    const link = log().getByRole("link", { name: /发票\.pdf/ });
    expect(link.getAttribute("href")).toBe("/files/f2");
    expect(link.textContent).toContain("2.0 MB");
  });
});

describe("a message", () => {
  test("is taken back within two minutes", async () => {
    const s = stage();
    await s.open();
    await s.say("说错了");
    await s.click(strings.recall);
    expect(s.server.log.at(-1)).toMatchObject({ kind: "recalled", of: 1 });
    expect(log().queryByText("说错了")).toBeNull();
    expect(log().getByText(strings.recalledMine)).toBeTruthy();
  });

  test("stays when it is older", async () => {
    const s = stage();
    await s.open();
    await s.say("说过了");
    await s.pass(121_000);
    expect(screen.queryByRole("button", { name: strings.recall })).toBeNull();
  });

  test("of somebody else that was taken back is not shown", async () => {
    const s = stage();
    await s.open();
    const of = await s.happens("agent", { kind: "message", text: "发错人了" });
    await s.happens("agent", { kind: "recalled", of });
    expect(log().queryByText("发错人了")).toBeNull();
    expect(log().getByText(strings.recalledTheirs)).toBeTruthy();
  });

  test("quotes another one", async () => {
    const s = stage();
    await s.open();
    await s.happens("agent", { kind: "message", text: "请问订单号是多少？" });
    await s.click(strings.quote);
    expect(screen.getByText(strings.quoting("小陈", "请问订单号是多少？"))).toBeTruthy();
    await s.say("XK123");
    expect(s.server.log.at(-1)).toMatchObject({ text: "XK123", re: 1 });
    expect(log().getByText(strings.quoting("小陈", "请问订单号是多少？"))).toBeTruthy();
    expect(screen.queryByRole("button", { name: strings.unquote })).toBeNull();
  });

  test("that is taken back while it is quoted is quoted no more", async () => {
    const s = stage();
    await s.open();
    const of = await s.happens("agent", { kind: "message", text: "发错人了" });
    await s.click(strings.quote);
    expect(screen.getByRole("button", { name: strings.unquote })).toBeTruthy();
    await s.happens("agent", { kind: "recalled", of });
    expect(screen.queryByRole("button", { name: strings.unquote })).toBeNull();
  });

  test("that quotes one which was taken back shows none of its words", async () => {
    const s = stage();
    await s.open();
    const of = await s.happens("agent", { kind: "message", text: "秘密" });
    await s.happens("agent", { kind: "message", text: "见上", re: of });
    await s.happens("agent", { kind: "recalled", of });
    expect(screen.getByRole("log").textContent).not.toContain("秘密");
  });

  test("says when a person has read it", async () => {
    const s = stage();
    await s.open();
    await s.say("在吗");
    expect(log().queryByText(strings.read)).toBeNull();
    s.server.sockets.last.push({ type: "read", conversation: "c1", from: { kind: "agent" }, seq: 1 });
    await s.pass();
    expect(log().getByText(strings.read)).toBeTruthy();
  });
});

describe("a form", () => {
  const form: Form = {
    id: "ticket", title: "留言建工单",
    fields: [
      { name: "order_no", label: "订单号", kind: "line", value: "XK1" },
      { name: "story", label: "问题经过", kind: "text", required: true },
      { name: "contact", label: "手机号", kind: "phone" },
    ],
  };
  const field = (name: RegExp) => screen.getByRole("textbox", { name }) as HTMLInputElement;
  const write = (name: RegExp, value: string) => fireEvent.input(field(name), { target: { value } });
  const offered = () => stage().happens("bot", { kind: "message", text: "现在没有客服在线，请留言：", form });

  test("knows what is known, asks for what is required, and shows what was sent", async () => {
    const s = stage();
    await s.open();
    const of = await offered();
    expect(field(/订单号/).value).toBe("XK1");
    await write(/手机号/, "123");
    await s.click(rare.formSend);
    expect(screen.getByText(rare.formRequired)).toBeTruthy();
    expect(screen.getByText(rare.formPhone)).toBeTruthy();
    expect(s.server.log).toHaveLength(1);
    await write(/问题经过/, " 充值没到账 ");
    await write(/手机号/, "138 0013 8000");
    expect(screen.queryByText(rare.formRequired)).toBeNull();
    await s.click(rare.formSend);
    expect(s.server.log.at(-1)).toMatchObject({
      kind: "filled", of, values: { order_no: "XK1", story: "充值没到账", contact: "138 0013 8000" },
    });
    expect(screen.getByText(rare.formSent)).toBeTruthy();
    expect(screen.getByText("充值没到账")).toBeTruthy();
    expect([...s.shelf.map.keys()].filter((k) => k.startsWith("yiwen/form/"))).toEqual([]);
  });

  test("folds away what may be left out, and sends it all the same", async () => {
    const s = stage();
    await s.open();
    const more = ["when", "amount"].map((name) => ({ name, label: name, kind: "line" as const }));
    await s.happens("bot", { kind: "message", text: "请留言：", form: { ...form, fields: [...form.fields, ...more] } });
    expect(screen.queryByRole("textbox", { name: /订单号/ })).toBeNull();
    expect(field(/手机号/)).toBeTruthy();
    await write(/问题经过/, "没到账");
    await s.click(rare.formMore(["订单号 XK1", "when", "amount"]));
    await write(/when/, "昨天");
    await s.click(rare.formSend);
    expect(s.server.log.at(-1)).toMatchObject({ kind: "filled", values: { order_no: "XK1", story: "没到账", when: "昨天" } });
  });

  test("keeps what was written over a reload", async () => {
    const s = stage();
    await s.open();
    await offered();
    await write(/问题经过/, "写了一半");
    s.close();
    await s.open();
    expect(field(/问题经过/).value).toBe("写了一半");
  });

  test("that was refused keeps its words, says why, and can be sent again", async () => {
    const s = stage();
    await s.open();
    await offered();
    s.server.fault = (f) => (f.type === "form" ? { code: "invalid", retry: false } : undefined);
    await write(/问题经过/, "没到账");
    await s.click(rare.formSend);
    expect(screen.getByText(strings.refused("拒绝"))).toBeTruthy();
    expect(field(/问题经过/).value).toBe("没到账");
    s.server.fault = () => undefined;
    await s.click(rare.formSend);
    expect(s.server.log.at(-1)).toMatchObject({ kind: "filled" });
    expect(s.model.session.outbox.list("")).toEqual([]);
  });

  test("drafts that were left do not pile up", async () => {
    const s = stage();
    for (let i = 0; i < 40; i++) s.shelf.set(`yiwen/form/other/${i}`, "{}");
    await s.open();
    await offered();
    await write(/问题经过/, "写");
    expect(s.shelf.keys("yiwen/form/")).toHaveLength(20);
    expect(s.shelf.keys("yiwen/form/c1/")).toHaveLength(1);
  });

  test("gives way to a newer one of its kind", async () => {
    const s = stage();
    await s.open();
    await offered();
    await offered();
    expect(screen.getAllByRole("textbox", { name: /问题经过/ })).toHaveLength(1);
  });

  const phones: [string, boolean][] = [
    ["13800138000", true], ["138-0013-8000", true], ["+86 13800138000", true], ["021-62345678", true], ["+1 4155550100", true], ["4008001234", true],
    ["12345678901", false], ["1380013800", false], ["abc", false], ["13800138000a", false],
  ];
  for (const [value, right] of phones) {
    test(`a phone: ${value} is ${right ? "one" : "none"}`, () => {
      expect(check([{ name: "p", label: "p", kind: "phone" }], { p: value })).toEqual(right ? {} : { p: rare.formPhone });
    });
  }
  test("lengths are counted in characters", () => {
    const line = { name: "l", label: "l", kind: "line" as const };
    expect(check([line], { l: "😀".repeat(200) })).toEqual({});
    expect(check([line], { l: "😀".repeat(201) })).toEqual({ l: rare.formLong(200) });
  });
});

describe("a ticket", () => {
  const number = "WO2027031000017";
  const ticket = (state: string, entries: object[] = []) => ({
    number, state, created_at: 1_700_000_000_000, info: { story: "充值没到账" },
    entries: [{ at: 1_700_000_000_000, by: { kind: "system" }, move: "open", public: true }, ...entries],
  });
  let asked: { path: string; body: Record<string, unknown>; visitor: string | undefined }[];
  const serve = (answer: (path: string) => [number, object]) => {
    asked = [];
    vi.stubGlobal("fetch", async (path: string, init: { body: string; headers: Record<string, string> }) => {
      asked.push({ path, body: JSON.parse(init.body), visitor: init.headers["Yiwen-Visitor"] });
      const [status, body] = answer(path);
      return new Response(JSON.stringify(body), { status });
    });
  };

  test("stands in the conversation once, with its state", async () => {
    serve(() => [200, ticket("doing")]);
    const s = stage();
    await s.open();
    await s.happens("system", { kind: "ticketed", number });
    expect(log().getAllByText(number)).toHaveLength(1);
    expect(log().getByText(rare.ticketStates["doing"] ?? "")).toBeTruthy();
    await s.happens("bot", { kind: "message", text: "已为您建立工单", ticket: number });
    expect(log().getAllByText(number)).toHaveLength(1);
    expect(asked[0]).toMatchObject({ path: "/api/tickets/lookup", body: { number }, visitor: "token-1" });
  });

  test("is looked up with the last digits of the phone, added to, and confirmed", async () => {
    const s = stage();
    let state = ticket("solved", [{ at: 1_700_000_100_000, by: { kind: "agent", name: "小陈" }, move: "solve", text: "已补发，请查收" }]);
    serve(() => [200, state]);
    await s.open();
    await s.click(strings.menu);
    await fireEvent.click(screen.getByRole("menuitem", { name: strings.ticketFind }));
    await fireEvent.input(screen.getByLabelText(rare.ticketNumber), { target: { value: " wo2027031000017 " } });
    await fireEvent.input(screen.getByLabelText(rare.ticketTail), { target: { value: "80a00" } });
    await s.click(rare.ticketLook);
    expect(asked[0]?.body).toEqual({ number: "wo2027031000017", phone_tail: "8000" });
    expect(screen.getByText("已补发，请查收")).toBeTruthy();
    await fireEvent.input(screen.getByLabelText(rare.ticketAdd), { target: { value: "还差一张" } });
    await s.click(rare.ticketSend);
    expect(asked[1]).toMatchObject({ path: `/api/tickets/${number}/add`, body: { text: "还差一张", phone_tail: "8000" } });
    state = ticket("closed");
    await s.click(rare.ticketConfirm);
    expect(asked.at(-1)).toMatchObject({ path: `/api/tickets/${number}/confirm`, body: { phone_tail: "8000" } });
    expect(screen.queryByRole("button", { name: rare.ticketSend })).toBeNull();
    expect(screen.getByRole("button", { name: rare.ticketReopen })).toBeTruthy();
  });

  test("shows what people do about it while it is open; what was begun to be written stays", async () => {
    let state = ticket("doing");
    serve(() => [200, state]);
    const s = stage();
    await s.open();
    await s.happens("system", { kind: "ticketed", number });
    s.model.panel.value = number;
    await s.pass();
    const panel = () => within(screen.getByRole("dialog"));
    await fireEvent.input(panel().getByLabelText(rare.ticketAdd), { target: { value: "还差" } });
    state = ticket("solved", [{ at: 1_700_000_100_000, by: { kind: "agent", name: "小陈" }, move: "solve", text: "已补发，请查收" }]);
    await s.happens("system", { kind: "message", text: "工单已解决", ticket: number });
    expect(panel().getByText("已补发，请查收")).toBeTruthy();
    expect(panel().getByRole("button", { name: rare.ticketConfirm })).toBeTruthy();
    expect((panel().getByLabelText(rare.ticketAdd) as HTMLTextAreaElement).value).toBe("还差");
  });

  test("that is not the visitor's says what is wrong", async () => {
    serve(() => [404, { detail: "没有找到这个工单" }]);
    const s = stage();
    await s.open();
    s.model.panel.value = number;
    await s.pass();
    expect(screen.getByText("没有找到这个工单")).toBeTruthy();
    expect((screen.getByLabelText(rare.ticketNumber) as HTMLInputElement).value).toBe(number);
  });

  test("no network is said so", async () => {
    vi.stubGlobal("fetch", () => Promise.reject(new TypeError("no")));
    const s = stage();
    await s.open();
    s.model.panel.value = number;
    await s.pass();
    expect(screen.getByText(strings.ticketNetwork)).toBeTruthy();
  });

  test("takes what is usable of an answer", () => {
    expect(read({ number, state: "open", entries: [{ move: "tell", text: 7, files: ["a", 1] }, null, {}] })).toEqual({
      number, state: "open", created: 0, story: "", steps: [{ at: 0, move: "tell", by: "", text: "", files: ["a"] }],
    });
    for (const nothing of [null, [], "x", { number: 7 }]) expect(read(nothing)).toBeNull();
  });
});

describe("signs of typing", () => {
  test("come at once, then once a second with the last words, and end once", async () => {
    const told: [number, boolean, string][] = [];
    const start = Date.now();
    const signs = new TypingSigns((on, text) => told.push([Date.now() - start, on, text]));
    signs.wrote("我");
    await vi.advanceTimersByTimeAsync(300);
    signs.wrote("我的");
    await vi.advanceTimersByTimeAsync(300);
    signs.wrote("我的订单");
    await vi.advanceTimersByTimeAsync(2_000);
    signs.stop();
    signs.stop();
    expect(told).toEqual([[0, true, "我"], [1_000, true, "我的订单"], [2_600, false, ""]]);
  });

  test("a box that is emptied is no typing, and nothing comes after it", async () => {
    const told: boolean[] = [];
    const signs = new TypingSigns((on) => told.push(on));
    signs.wrote("我");
    signs.wrote("我的");
    signs.wrote("");
    await vi.advanceTimersByTimeAsync(5_000);
    expect(told).toEqual([true, false]);
  });
});

test("what stands in the box is there after a reload, until it is said", async () => {
  const s = stage();
  await s.open();
  expect(s.shelf.keys("")).toEqual([]);
  await fireEvent.input(s.box(), { target: { value: "我想问一下" } });
  await s.pass();
  s.close();
  await s.open();
  expect(s.box().value).toBe("我想问一下");
  await s.say("我想问一下，充值没到账");
  s.close();
  await s.open();
  expect([s.box().value, s.shelf.keys("yiwen/text/")]).toEqual(["", []]);
});
