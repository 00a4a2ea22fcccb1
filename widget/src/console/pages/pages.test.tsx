// The pages beside the desk, over a session and an API that are this test.
import { act, cleanup, fireEvent, render, screen, within } from "@testing-library/react";
import type { ReactNode } from "react";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { DeskSession } from "../../wire/desk";
import { listNames, type Row } from "../../wire/frames";
import { type FakeSocket, Sockets } from "../../wire/testing/server";
import { MemoryShelf } from "../../wire/testing/shelf";
import type { Staff } from "../api";
import { momentOf, wallOf } from "../moments";
import { HttpProvider } from "../queries";
import type { Canned as Reply, TicketHead } from "../shapes";
import { type Asked, Refusal, serveApi } from "../testing/api";
import { Theme } from "../Theme";
import Canned from "./Canned";
import Feedback from "./Feedback";
import Floor from "./Floor";
import { Announced } from "./floor/Announced";
import Reviews from "./Reviews";
import { words } from "./strings";
import Tickets from "./Tickets";

vi.setConfig({ testTimeout: 30_000 }); // tables and forms of the library are slow in memory

const agent: Staff = { id: "agent1", name: "小林", role: "agent", rights: ["desk"] };
const lead: Staff = { id: "sup", name: "老陈", role: "supervisor", rights: ["desk", "cases", "knowledge", "reports"] };
const now = Date.UTC(2026, 10, 22, 2, 0);
const hour = 3_600_000;

const head: TicketHead = {
  number: "WO1", conversation: "c1", case: 1, state: "doing", team: "trade", severity: "high", owner: "agent1", owner_name: "小林",
  created_at: now - hour, changed_at: now, overdue: true, info: { story: "没到账", order_no: "XK1" }, reopened: 0,
};
const reply = (id: string, rest: Partial<Reply>): Reply =>
  ({ id, scope: "global", title: id, text: "您好", uses: 0, initials: "", mine: false, ...rest });
const paged = <T,>(...items: T[]) => ({ items, total: items.length, size: 50 });

let asked: Asked;
let answers: Record<string, unknown>;
const opened = vi.fn();
const recheck = vi.fn();
const pass = (ms = 50) => act(() => vi.advanceTimersByTimeAsync(ms));
const click = async (el: HTMLElement) => {
  await act(async () => fireEvent.click(el));
  await pass(400);
};
const type = async (el: HTMLElement, value: string) => {
  await act(async () => fireEvent.change(el, { target: { value } }));
  await pass();
};
const body = (of: string) => {
  const said = asked.find((a) => a.startsWith(of));
  return said && (JSON.parse(said.slice(said.indexOf("{"))) as unknown);
};

async function show(page: ReactNode): Promise<void> {
  render(<Theme><HttpProvider recheck={recheck}>{page}</HttpProvider></Theme>);
  await pass();
  await pass();
}

beforeEach(() => {
  vi.useFakeTimers({ now });
  answers = {
    "GET /api/teams": { items: [{ id: "trade", name: "交易客服", open: true, members: [], promises: { first_reply_s: 1, solution_s: 1 } }], classes: [], default: "trade" },
    "GET /api/colleagues": { items: [{ id: "agent1", name: "小林", role: "agent", teams: ["trade"], state: "break", reason: "用餐", since: now - 60_000, load: 5, limit: 5 }] },
    "GET /api/announcements": {
      items: [
        { id: "a2", text: "话费充值维护", level: "warning", made: now - hour, from: now - hour, until: now + hour, by: "老陈", live: true, planned: false },
        { id: "a3", text: "凌晨维护", level: "warning", made: now, from: now + 3 * hour, until: now + 5 * hour, by: "老陈", live: false, planned: true },
        { id: "a1", text: "国庆放假", level: "info", made: now - 9 * hour, from: now - 9 * hour, by: "老陈", ended: now - hour, ended_by: "小王", live: false, planned: false },
      ],
      sites: [{ id: "default", name: "星卡商城" }, { id: "merchant", name: "商户" }], may: true, zone: "Asia/Shanghai",
    },
    "GET /api/blocks": { items: [{ conversation: "badbad", reason: "辱骂", by: "agent1", name: "小林", at: now }] },
  };
  asked = serveApi(answers);
  opened.mockClear();
  recheck.mockClear();
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("tickets", () => {
  test("are filtered, shown in full, and moved", async () => {
    answers["GET /api/tickets"] = paged(head);
    answers["GET /api/tickets/WO1"] = { ticket: head, entries: [{ at: now, by: { kind: "agent", name: "小林" }, move: "note", text: "等供货方", public: false }] };
    answers["POST /api/tickets/WO1/entries"] = { ticket: head, entries: [] };
    await show(<Tickets staff={agent} open={opened} />);
    expect(asked).toContain("GET /api/tickets?state=open&page=1");
    await click(screen.getByText(words.tickets.filters.overdue));
    expect(asked).toContain("GET /api/tickets?page=1&overdue=1");
    await click(screen.getByRole("button", { name: "WO1" }));
    const drawer = screen.getByRole("dialog");
    expect(drawer.textContent).toMatch(/处理中.*已超时.*严重.*小林.*交易客服.*XK1.*没到账.*内部.*等供货方/);
    await click(within(drawer).getByText(words.ticket.moves.tell, { selector: ".ant-segmented-item-label" }));
    const send = within(drawer).getByRole("button", { name: words.ticket.moves.tell }) as HTMLButtonElement;
    expect(send.disabled).toBe(true);
    await type(within(drawer).getByRole("textbox", { name: words.ticket.text }), " 今晚给您结果 ");
    await click(send);
    expect(body("POST /api/tickets/WO1/entries")).toEqual({ move: "tell", text: "今晚给您结果" });
    await click(within(drawer).getByRole("button", { name: words.open }));
    expect(opened).toHaveBeenCalledWith("c1");
  });

  test("that cannot be had: told, and asked for again; a session that ended is looked into", async () => {
    answers["GET /api/tickets"] = new Refusal(401, "请先登录");
    await show(<Tickets staff={agent} open={opened} />);
    expect(screen.getByRole("alert").textContent).toContain("请先登录");
    expect(recheck).toHaveBeenCalled();
    answers["GET /api/tickets"] = paged(head);
    await click(screen.getByRole("button", { name: words.retry }));
    expect(screen.getByRole("button", { name: "WO1" })).toBeTruthy();
  });
});

describe("canned replies", () => {
  test("of the pack are read only, those of others too; an agent writes his own", async () => {
    answers["GET /api/canned"] = {
      items: [reply("pack:a", { title: "问候", from_pack: true }), reply("2", { title: "退款说明", initials: "tksm" }), reply("3", { title: "我的", scope: "personal", mine: true })],
    };
    answers["POST /api/canned"] = reply("4", {});
    await show(<Canned staff={agent} open={opened} />);
    expect(screen.getAllByRole("button", { name: words.edit })).toHaveLength(1);
    await type(screen.getByRole("searchbox", { name: words.canned.search }), "tks");
    expect(screen.getByText("退款说明")).toBeTruthy();
    expect(screen.queryByText("问候")).toBeNull();
    await click(screen.getByRole("button", { name: words.canned.create }));
    const editor = screen.getByRole("dialog");
    expect((within(editor).getByRole("radio", { name: words.canned.scopes.global }) as HTMLInputElement).disabled).toBe(true);
    await type(within(editor).getByRole("textbox", { name: words.canned.name }), "稍等");
    await click(within(editor).getByRole("button", { name: words.save }));
    expect(within(editor).getByText(words.canned.textMissing)).toBeTruthy();
    await type(within(editor).getByRole("textbox", { name: words.canned.text }), "请稍等");
    await click(within(editor).getByRole("button", { name: "{订单号}" }));
    await click(within(editor).getByRole("button", { name: words.save }));
    expect(body("POST /api/canned")).toMatchObject({ scope: "personal", title: "稍等", text: expect.stringContaining("{订单号}") as string, opener: false });
  }, 20_000);
});

describe("announcements", () => {
  const open = async () => {
    await show(<Announced />);
    await pass(500);
    return within(screen.getByRole("region", { name: words.floor.announced.title }));
  };

  test("are made with a text, and not without", async () => {
    const box = await open();
    await click(box.getByRole("button", { name: words.floor.announced.add }));
    const form = within(screen.getByRole("dialog"));
    await click(form.getByRole("button", { name: words.floor.announced.add }));
    expect(form.getByText(words.floor.announced.textMissing)).toBeTruthy();
    answers["POST /api/announcements"] = {};
    await type(form.getByLabelText(words.floor.announced.text), " 已恢复 ");
    await click(form.getByRole("button", { name: words.floor.announced.add }));
    expect(body("POST /api/announcements")).toEqual({ text: "已恢复", level: "warning" });
  });

  test("that are changed end with the new one; one click and a yes ends one", async () => {
    const box = await open();
    expect(box.getByText(/国庆放假/)).toBeTruthy();
    await click(box.getAllByRole("button", { name: words.floor.announced.change })[0] as HTMLElement);
    const form = within(screen.getByRole("dialog"));
    answers["POST /api/announcements"] = {};
    await type(form.getByLabelText(words.floor.announced.text), "延长到 18:00");
    await click(form.getByRole("button", { name: words.floor.announced.change }));
    expect(body("POST /api/announcements")).toMatchObject({ text: "延长到 18:00", replaces: "a2", until: now + hour });
    answers["DELETE /api/announcements/a2"] = null;
    await click(box.getByRole("button", { name: words.floor.announced.end }));
    const yes = screen.getAllByRole("button", { name: words.floor.announced.end }).at(-1);
    if (yes) await click(yes);
    expect(asked.some((a) => a.startsWith("DELETE /api/announcements/a2"))).toBe(true);
  });

  test("that are planned are written by the shop's clock, changed and taken back", async () => {
    const w = words.floor.announced;
    const box = await open();
    expect(box.getByText(new RegExp(w.plan("老陈", momentOf(now + 3 * hour, "Asia/Shanghai"))))).toBeTruthy();
    await click(box.getAllByRole("button", { name: w.change })[1] as HTMLElement);
    const form = within(screen.getByRole("dialog"));
    const start = form.getByLabelText(w.start);
    expect((start as HTMLInputElement).value).toBe(wallOf(now + 3 * hour, "Asia/Shanghai"));
    answers["POST /api/announcements"] = {};
    await type(start, wallOf(now + 6 * hour, "Asia/Shanghai"));
    await click(form.getByRole("button", { name: w.change }));
    expect(form.getByText(w.backwards)).toBeTruthy();
    await type(form.getByLabelText(w.until), wallOf(now + 7 * hour, "Asia/Shanghai"));
    await click(form.getByRole("button", { name: w.change }));
    const minute = (ms: number) => ms - (ms % 60_000);
    expect(body("POST /api/announcements")).toEqual({
      text: "凌晨维护", level: "warning", from: minute(now + 6 * hour), until: minute(now + 7 * hour), replaces: "a3",
    });
    answers["DELETE /api/announcements/a3"] = null;
    await click(box.getByRole("button", { name: w.takeBack }));
    const yes = screen.getAllByRole("button", { name: w.takeBack }).at(-1);
    if (yes) await click(yes);
    expect(asked.some((a) => a.startsWith("DELETE /api/announcements/a3"))).toBe(true);
  });
});

describe("the floor", () => {
  test("shows who is there and what is live; a supervisor watches and takes over", async () => {
    const sockets = new Sockets();
    const desk = new DeskSession({ url: "ws://t/desk/ws", agent: "sup", shelf: new MemoryShelf(), socketClass: sockets.socketClass, lists: listNames });
    desk.start();
    await pass();
    const socket: FakeSocket = sockets.last;
    socket.open();
    const row: Row = { conversation: "c1c1c1", number: 1, state: "waiting", seq: 1, waiting_since: now - 120_000, asked: "人呢", last: "马上为您查", last_from: "agent", team: "trade" };
    const id = (socket.sent.findLast((f) => f.type === "watch") as { id: string }).id;
    socket.push({ type: "lists", id, rev: 1, resumed: false, waiting: [row], mine: [], bot: [], team: [], mentioned: [] });
    await show(<Floor staff={lead} desk={desk} open={opened} />);
    const page = screen.getByRole("region", { name: words.floor.title });
    expect(page.textContent).toMatch(/排队中1最久等待2 分 \d+ 秒承诺超时0接待中0在线坐席0/);
    expect(page.textContent).toMatch(/小林 小休 · 用餐.*5 \/ 5/);
    expect(page.textContent).toMatch(/访客 c1c1c1.*排队.*交易客服.*马上为您查/);
    await click(screen.getByRole("button", { name: words.floor.watch }));
    expect(opened).toHaveBeenCalledWith("c1c1c1");
    await click(screen.getByRole("button", { name: words.floor.takeover }));
    await click(within(screen.getByRole("tooltip")).getAllByRole("button").at(-1) as HTMLElement);
    expect(socket.sent.findLast((f) => f.type === "assign")).toMatchObject({ conversation: "c1c1c1", agent: "sup" });
    desk.close();
  });
});

describe("reviews and feedback", () => {
  test("a bad rating is closed with a cause and a finding", async () => {
    answers["GET /api/reviews"] = paged({ id: 7, conversation: "c1", case: 2, stars: 1, solved: false, reasons: ["回复慢"], text: "等太久", opened_at: now });
    answers["PUT /api/reviews/7"] = {};
    await show(<Reviews staff={lead} open={opened} />);
    await click(screen.getByRole("button", { name: words.reviews.look }));
    const drawer = screen.getByRole("dialog");
    await click(within(drawer).getByRole("button", { name: words.save }));
    expect(body("PUT")).toBeUndefined();
    await click(within(drawer).getByRole("radio", { name: words.reviews.causes.slow }));
    await type(within(drawer).getByRole("textbox", { name: words.reviews.finding }), "高峰期人手不足");
    await click(within(drawer).getByRole("button", { name: words.save }));
    expect(body("PUT /api/reviews/7")).toEqual({ cause: "slow", finding: "高峰期人手不足" });
  });

  test("an editor settles what agents told him, with the answer as it is now beside it", async () => {
    answers["GET /api/feedback"] = paged({
      id: 3, kind: "wrong", conversation: "c1", question: "卡密无效", entry: "card", text: "过时了", by: "agent1", by_name: "小林", at: now, state: "open",
    });
    answers["GET /api/entries/card"] = { entry: { id: "card", question: "卡密无效怎么办", answer: "先核对" }, rev: 0 };
    answers["PATCH /api/feedback/3"] = {};
    await show(<Feedback staff={{ id: "editor1", name: "小吴", role: "editor", rights: ["knowledge"] }} open={opened} />);
    await click(screen.getByRole("button", { name: "卡密无效" }));
    const drawer = screen.getByRole("dialog");
    await pass();
    expect(drawer.textContent).toMatch(/卡密无效怎么办先核对/);
    await type(within(drawer).getByRole("textbox", { name: words.feedback.answer }), "已更新");
    await click(within(drawer).getByRole("button", { name: words.feedback.finish }));
    expect(body("PATCH /api/feedback/3")).toEqual({ state: "done", answer: "已更新" });
  });
});
