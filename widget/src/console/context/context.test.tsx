// The pane beside a conversation, over a session and an API that are this test.
import { act, cleanup, fireEvent, render, screen, within } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { DeskSession } from "../../wire/desk";
import type { Row } from "../../wire/frames";
import { type FakeSocket, Sockets } from "../../wire/testing/server";
import { MemoryShelf } from "../../wire/testing/shelf";
import type { Staff } from "../api";
import { openTicketForm } from "../desk/calls";
import { onInsert } from "../desk/insert";
import { HttpProvider } from "../queries";
import type { Customer } from "../shapes";
import { strings } from "../strings";
import { type Asked, Refusal, serveApi } from "../testing/api";
import { Theme } from "../Theme";
import { words as pages } from "../pages/strings";
import { Context } from "./Context";
import { words } from "./strings";

vi.setConfig({ testTimeout: 30_000 }); // tables and forms of the library are slow in memory

const agent: Staff = { id: "agent1", name: "小林", role: "agent", rights: ["desk"] };
const lead: Staff = { id: "sup", name: "老周", role: "supervisor", rights: ["desk", "cases"] };
const now = Date.UTC(2026, 10, 22, 2, 0);
const hour = 3_600_000;

const row: Row = {
  conversation: "c1", number: 2, state: "assigned", seq: 6, agent_id: "agent1", reason: "rule", mood: "handoff", score: 0.9,
  evidence: ["骗子"], question: "卡密用不了", asked: "快点处理", severity: "high", team: "trade",
  entities: [{ name: "order_no", text: "XK1", value: "XK1" }], page: { url: "https://shop/xk", title: "订单详情" },
  clocks: [{ kind: "first_reply", due_ms: now + 90_000, state: "running" }, { kind: "solution", due_ms: now - 60_000, state: "broken" }],
};
const customer: Customer = {
  conversation: "c1", site: "default", visitor: "v1", created_at: now - 48 * hour, tags: ["大客户"], tickets: [],
  profile: { user: "u1", name: "张三", level: "金牌", vip: true, registered_at: now - 10_000 * hour },
  notes: [
    { id: 1, text: "喜欢电话联系", by: "agent1", name: "小林", at: now - hour },
    { id: 2, text: "老客户", by: "agent2", name: "小周", at: now - hour },
  ],
  cases: [
    { number: 2, state: "assigned", opened_at: now - hour, agent: "小林" },
    {
      number: 1, state: "closed", opened_at: now - 30 * hour, closed_at: now - 29 * hour, agent: "小周", rating: { stars: 2, solved: false },
      summary: { class: "refund", solved: false, tags: ["退款"], text: "等供货方答复" },
    },
  ],
  shop: { orders: [{ no: "XK2026", title: "Steam 充值卡 100 元", amount: "¥98.00", status: "已发货", at: now - 2 * hour }] },
};
const answer = { entry: "card-invalid", question: "卡密无效怎么办", answer: "**请先**核对卡密", score: 0.87, category: "商品" };
const teams = {
  items: [{ id: "trade", name: "交易客服", open: true, members: [], promises: { first_reply_s: 300, solution_s: 1800 } }],
  classes: [{ id: "refund", label: "退款问题" }], default: "trade",
};

let socket: FakeSocket;
let asked: Asked;
let answers: Record<string, unknown>;
const jump = vi.fn();
const pass = (ms = 50) => act(() => vi.advanceTimersByTimeAsync(ms));
const click = async (el: HTMLElement) => {
  await act(async () => fireEvent.click(el));
  await pass();
};
const type = async (el: HTMLElement, value: string) => {
  await act(async () => fireEvent.change(el, { target: { value } }));
  await pass(400);
  await pass();
};
const tab = (name: string) => click(screen.getByRole("tab", { name }));
const pane = () => screen.getByRole("complementary", { name: strings.facts.title });

async function open(rest: { row?: Partial<Row>; staff?: Staff } = {}): Promise<void> {
  const sockets = new Sockets();
  const desk = new DeskSession({ url: "ws://t/desk/ws", agent: "agent1", shelf: new MemoryShelf(), socketClass: sockets.socketClass });
  desk.start();
  await pass();
  socket = sockets.last;
  socket.open();
  await pass();
  socket.push({ type: "lists", id: idOf("watch"), rev: 1, resumed: false, waiting: [], mine: [row] });
  render(
    <Theme>
      <HttpProvider recheck={() => undefined}>
        <Context desk={desk} row={{ ...row, ...rest.row }} staff={rest.staff ?? agent} jump={jump} />
      </HttpProvider>
    </Theme>,
  );
  await pass();
  const head = (seq: number, kind: string, number = 2) => ({ type: "event", conversation: "c1", seq, at: now, case: number, from: { kind } });
  socket.push({ type: "ack", id: idOf("follow"), seq: 6 });
  socket.push({ ...head(1, "customer", 1), kind: "message", text: "旧问题" });
  socket.push({ ...head(2, "customer"), kind: "message", text: "卡密用不了", attachments: [{ id: "f1", name: "报错.png", type: "image/png", size: 9, url: "/files/f1" }] });
  socket.push({ ...head(3, "bot"), kind: "message", text: "您是不是想问", choices: [{ key: "a", label: "卡密无效" }], trace: { outcome: "clarify" } });
  socket.push({ ...head(4, "customer"), kind: "message", text: "卡密无效", re: 3, choice: "a" });
  socket.push({ ...head(5, "bot"), kind: "message", text: "请先核对卡密", trace: { outcome: "answer", entry: "card-invalid" } });
  socket.push({ ...head(6, "system"), kind: "handoff", reason: "rule", detail: { rule: "盗号" } });
  await pass(100);
}

const idOf = (frame: string) => (socket.sent.findLast((f) => f.type === frame) as { id: string }).id;

beforeEach(() => {
  vi.useFakeTimers({ now });
  answers = { "GET /api/customers/c1": customer, "GET /api/teams": teams };
  asked = serveApi(answers);
  jump.mockClear();
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
  vi.unstubAllGlobals();
  localStorage.clear();
});

describe("the handoff card", () => {
  test("says why, how bad, what the bot tried, what was chosen, and what is owed", async () => {
    await open();
    const card = within(pane()).getByRole("region", { name: words.card.title });
    expect(card.textContent).toMatch(/命中转人工规则.*严重.*命中规则「盗号」.*卡密用不了/);
    expect(card.textContent).toMatch(/反问确认 卡密用不了您是不是想问客户选了「卡密无效」已回答 卡密无效请先核对卡密/);
    expect(card.textContent).toMatch(/0\.90.*骗子.*订单号XK1.*交易客服.*订单详情.*此前服务过 1 次/);
    const [reply, solution] = within(card).getAllByRole("listitem").filter((el) => el.classList.contains("clock"));
    expect(reply?.textContent).toMatch(/首次回复还剩 1 分 \d+ 秒/);
    expect(solution?.dataset["state"]).toBe("broken");
    await pass(91_000);
    expect(reply?.dataset["state"]).toBe("broken");
    await click(within(card).getByRole("button", { name: /已回答/ }));
    expect(jump).toHaveBeenCalledWith(5);
  });

  test("puts what was recognised into the reply", async () => {
    const taken = vi.fn(() => true);
    const stop = onInsert("c1", taken);
    await open();
    await click(within(pane()).getByRole("button", { name: `${words.card.insert} XK1` }));
    expect(taken).toHaveBeenCalledWith(expect.objectContaining({ text: "XK1", send: false }));
    stop();
    await click(within(pane()).getByRole("button", { name: `${words.card.insert} XK1` }));
    await pass(300);
    expect(screen.getByText(words.cannotInsert)).toBeTruthy();
  });

  test("shows a screenshot, and never the id of an upload", async () => {
    await open({ row: { entities: [{ name: "screenshot", text: "图片", value: "f1" }, { name: "screenshot", text: "图片", value: "gone1" }] } });
    const card = within(pane()).getByRole("region", { name: words.card.title });
    expect(within(card).getByRole("img", { name: "报错.png" }).closest("a")?.getAttribute("href")).toBe("/files/f1");
    expect(card.textContent).not.toMatch(/gone1|f1/);
  });

  test("gives no link to an address that is none", async () => {
    await open({ row: { page: { url: "javascript:alert(1)", title: "x" } } });
    expect(within(pane()).queryByRole("link")).toBeNull();
  });
});

test("who told the editors something reads what they answer", async () => {
  answers["GET /api/feedback/mine"] = {
    items: [{
      id: 1, kind: "wrong", conversation: "c1", question: "卡密无效", text: "过时了", by: "agent1", by_name: "小林", at: now - hour,
      state: "done", answer: "已改成新流程", done_by: "e1", done_at: now,
    }], total: 1, size: 50,
  };
  await open();
  await tab(words.tabs.knowledge);
  await pass(100);
  const mine = within(pane()).getByRole("region", { name: words.feedback.mine });
  expect(mine.textContent).toMatch(/已处理.*卡密无效.*答案不对.*编辑答复：已改成新流程/);
});

describe("the customer", () => {
  test("who came back without a proof is not shown as verified, nor as a VIP", async () => {
    await open();
    expect(pane().textContent).toContain(words.profile.verified);
    cleanup();
    answers["GET /api/customers/c1"] = { ...customer, profile: { ...customer.profile, unproven: true } };
    await open({ row: { profile: { user: "u1", name: "张三", unproven: true } } });
    expect(pane().textContent).toMatch(/张三.*未验证.*可能是别人在用同一台设备.*金牌/);
    expect(pane().textContent).not.toContain(words.profile.verified);
    expect(pane().textContent).not.toContain(words.profile.vip);
  });

  test("is shown with orders, tags and notes; only own notes can be deleted", async () => {
    await open();
    expect(pane().textContent).toMatch(/张三.*VIP.*金牌/);
    expect(pane().textContent).toMatch(/Steam 充值卡 100 元.*¥98\.00.*XK2026.*已发货/);
    expect(within(pane()).getAllByText(words.notes.remove)).toHaveLength(1);
    answers["POST /api/customers/c1/notes"] = { id: 3, text: "x", by: "agent1", name: "小林", at: now };
    await type(screen.getByRole("textbox", { name: words.notes.title }), " 要发票 ");
    await click(screen.getByRole("button", { name: words.notes.add }));
    expect(asked).toContain(`POST /api/customers/c1/notes {"text":"要发票"}`);
    expect(asked.filter((a) => a === "GET /api/customers/c1").length).toBeGreaterThan(1);
  });

  test("who is not signed in is a visitor; a shop that is silent is said softly", async () => {
    const { profile: _, shop: __, ...nobody } = customer;
    answers["GET /api/customers/c1"] = { ...nobody, shop_error: "暂时查不到商城资料" };
    await open({ staff: lead });
    expect(pane().textContent).toMatch(/未登录访客.*暂时查不到商城资料/);
    expect(within(pane()).getAllByText(words.notes.remove)).toHaveLength(2);
  });

  test("is blocked by an agent for a day at most, by a supervisor for good", async () => {
    answers["PUT /api/customers/c1/block"] = null;
    await open();
    await click(screen.getByRole("button", { name: words.block.open }));
    const dialog = screen.getByRole("dialog");
    expect((within(dialog).getByRole("radio", { name: words.block.spans.ever }) as HTMLInputElement).disabled).toBe(true);
    await click(within(dialog).getByRole("button", { name: words.block.confirm }));
    expect(asked.some((a) => a.startsWith("PUT"))).toBe(false);
    await type(within(dialog).getByRole("textbox", { name: words.block.reason }), "辱骂");
    await click(within(dialog).getByRole("button", { name: words.block.confirm }));
    const put = asked.find((a) => a.startsWith("PUT /api/customers/c1/block"));
    const until = (JSON.parse(put?.slice(put.indexOf("{")) ?? "{}") as { until: number }).until;
    expect(Math.abs(until - now - 24 * hour)).toBeLessThan(60_000);
  });

  test("who is blocked by a colleague can be let in by a supervisor only", async () => {
    answers["GET /api/customers/c1"] = { ...customer, block: { reason: "刷单", by: "agent2", name: "小周", at: now } };
    answers["DELETE /api/customers/c1/block"] = null;
    await open();
    expect(pane().textContent).toMatch(/已被拉黑 · 永久.*刷单.*小周/);
    expect(screen.queryByRole("button", { name: words.block.lift })).toBeNull();
    cleanup();
    await open({ staff: lead });
    await click(screen.getByRole("button", { name: words.block.lift }));
    expect(asked).toContain("DELETE /api/customers/c1/block");
  });

  test("that cannot be had can be asked for again", async () => {
    answers["GET /api/customers/c1"] = new Refusal(403, "这个会话不归您处理");
    await open();
    expect(within(pane()).getByRole("alert").textContent).toContain("这个会话不归您处理");
    answers["GET /api/customers/c1"] = customer;
    await click(within(pane()).getByRole("button", { name: words.retry }));
    expect(pane().textContent).toContain("张三");
  });
});

describe("the knowledge", () => {
  test("is searched once the typing pauses; an answer is sent or put into the reply", async () => {
    answers["GET /api/ask"] = { items: [answer] };
    const taken = vi.fn(() => true);
    const stop = onInsert("c1", taken);
    await open();
    await tab(words.tabs.knowledge);
    const box = screen.getByRole("searchbox", { name: words.knowledge.search });
    await act(async () => fireEvent.change(box, { target: { value: "卡" } }));
    await pass(100);
    await type(box, "卡密");
    expect(asked.filter((a) => a.startsWith("GET /api/ask"))).toEqual(["GET /api/ask?q=%E5%8D%A1%E5%AF%86"]);
    expect(pane().textContent).toMatch(/卡密无效怎么办.*匹配度 87%/);
    await click(screen.getByRole("button", { name: words.knowledge.send }));
    expect(taken).toHaveBeenLastCalledWith(expect.objectContaining({ text: answer.answer, send: true }));
    await click(screen.getByRole("button", { name: words.knowledge.edit }));
    expect(taken).toHaveBeenLastCalledWith(expect.objectContaining({ send: false }));
    stop();
  });

  test("what is wrong or missing goes to the editors", async () => {
    answers["GET /api/ask"] = { items: [answer] };
    answers["POST /api/feedback"] = { id: 1 };
    await open();
    await tab(words.tabs.knowledge);
    await type(screen.getByRole("searchbox", { name: words.knowledge.search }), "卡密");
    await click(screen.getByRole("button", { name: words.knowledge.wrong }));
    const dialog = screen.getByRole("dialog");
    await type(within(dialog).getByRole("textbox", { name: words.feedback.text }), "步骤少了一步");
    await click(within(dialog).getByRole("button", { name: words.feedback.send }));
    const post = asked.find((a) => a.startsWith("POST /api/feedback"));
    expect(JSON.parse(post?.slice(post.indexOf("{")) ?? "{}")).toEqual({
      kind: "wrong", conversation: "c1", question: "卡密", text: "步骤少了一步", entry: "card-invalid",
    });
  });
});

describe("tickets and history", () => {
  test("the phone of the shop's profile is offered for a ticket, where it is one", async () => {
    answers["GET /api/customers/c1"] = { ...customer, profile: { ...customer.profile, phone: "13900139000" } };
    await open();
    await act(async () => openTicketForm("c1"));
    await pass(300);
    const phone = within(screen.getByRole("dialog")).getByRole<HTMLInputElement>("textbox", { name: pages.newTicket.phone });
    expect(phone.value).toBe("13900139000");
  });

  test("a ticket is filed with what the conversation told", async () => {
    await open();
    await act(async () => openTicketForm("other"));
    expect(screen.queryByRole("dialog")).toBeNull();
    await act(async () => openTicketForm("c1"));
    await pass(300);
    const dialog = screen.getByRole("dialog");
    expect((within(dialog).getByRole("textbox", { name: pages.info.story }) as HTMLTextAreaElement).value).toBe("卡密用不了\n卡密无效");
    await type(within(dialog).getByRole("textbox", { name: pages.newTicket.phone }), "13800138000");
    await click(within(dialog).getByRole("button", { name: pages.newTicket.submit }));
    const filed = socket.sent.findLast((f) => f.type === "file");
    expect(filed).toMatchObject({
      conversation: "c1", team: "trade", severity: "high", phone: "13800138000",
      info: { order_no: "XK1", story: "卡密用不了\n卡密无效", tried: ["请先核对卡密"], files: ["f1"] },
    });
    socket.push({ type: "error", id: (filed as { id: string }).id, code: "conflict", message: "这次咨询已有工单", retry: false });
    await pass(300);
    expect(screen.getByText("这次咨询已有工单")).toBeTruthy();
    expect((within(dialog).getByRole("textbox", { name: pages.info.story }) as HTMLTextAreaElement).value).toBe("卡密用不了\n卡密无效");
  });

  test("earlier cases are told, and lead to their place in the log", async () => {
    await open();
    await tab(words.tabs.history);
    const [second, first] = within(pane()).getByRole("tabpanel").querySelectorAll(".history > li");
    expect(second?.textContent).toMatch(/第 2 次当前/);
    expect(first?.textContent).toMatch(/第 1 次★★☆☆☆ 未解决.*小周退款问题未解决退款等供货方答复/);
    await click(within(first as HTMLElement).getByRole("button", { name: words.history.jump }));
    expect(jump).toHaveBeenCalledWith(1);
  });
});
