// The main job in a real browser, on the built program: issue by issue nothing
// may be lost, doubled or late here.
import type { Browser, BrowserContext, FrameLocator, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { desktop, launch, openChat, openDesk, openPage, person, phone, say, shot } from "./support/browser.ts";
import { password, Server } from "./support/server.ts";

const server = new Server();
let browser: Browser;
let contexts: BrowserContext[];
let problems: string[];

beforeAll(async () => {
  await server.start();
  browser = await launch();
});
afterAll(async () => {
  await browser?.close();
  await server.close();
});
beforeEach(() => {
  contexts = [];
  problems = [];
});
afterEach(async () => {
  for (const c of contexts) await c.close();
  expect(problems, "errors in the pages").toEqual([]);
});

async function someone(viewport = desktop): Promise<BrowserContext> {
  const context = await person(browser, viewport);
  contexts.push(context);
  return context;
}

const log = (chat: FrameLocator | Page) => chat.getByRole("log");

/** What the log shows from the customer's and the agents' hands, in order. */
async function words(chat: FrameLocator | Page, of: string): Promise<string[]> {
  return log(chat).locator(of).allInnerTexts();
}

/** Waits until the last message of the customer's is stored: no mark of sending is left. */
const settled = (chat: FrameLocator | Page) => chat.getByRole("img", { name: "发送中" }).first().waitFor({ state: "hidden" });

/** Takes the waiting case that shows these words. */
async function accept(desk: Page, text: string): Promise<void> {
  const card = desk.getByRole("region", { name: "排队中" }).getByRole("listitem").filter({ hasText: text });
  await card.getByRole("button", { name: "接入" }).click();
  await desk.getByRole("textbox", { name: "回复客户" }).waitFor();
}

async function reply(desk: Page, text: string): Promise<void> {
  const box = desk.getByRole("textbox", { name: "回复客户" });
  await box.fill(text);
  await box.press("Enter");
}

describe("a customer", () => {
  test("is answered from the knowledge", async () => {
    const [page, chat] = await openChat(await someone(), server, problems);
    await say(chat, "充值了100块到现在还没到账");
    await log(chat).locator(".row.bot .bubble", { hasText: "5–30" }).waitFor();
    await shot(page, "chat-answer");
    expect(await words(chat, ".row.customer .bubble")).toEqual(["充值了100块到现在还没到账"]);
  });

  test("is asked back, and chooses by a tap", async () => {
    const [page, chat] = await openChat(await someone(), server, problems);
    await say(chat, "卡密");
    const offer = chat.getByRole("group", { name: "请选择" });
    const first = offer.getByRole("button").first();
    const label = (await first.innerText()).replace(/^\d+\s*/, "");
    await shot(page, "chat-clarify");
    await first.click();
    await log(chat).locator(".row.bot .bubble").nth(1).waitFor();
    expect(await words(chat, ".row.customer .bubble")).toEqual(["卡密", label]);
    expect(await first.isDisabled()).toBe(true);
  });

  test("is asked back, and chooses by a number", async () => {
    const [, chat] = await openChat(await someone(), server, problems);
    await say(chat, "卡密");
    await chat.getByRole("group", { name: "请选择" }).waitFor();
    await say(chat, "2");
    await log(chat).locator(".row.bot .bubble").nth(1).waitFor();
    expect(await words(chat, ".row.customer .bubble")).toEqual(["卡密", "2"]);
  });

  test("presses 转人工, waits in the line and leaves it", async () => {
    const [, chat] = await openChat(await someone(), server, problems);
    await chat.getByRole("button", { name: "转人工" }).first().click();
    await chat.getByText(/下一位就是您|前面还有/).waitFor();
    expect(await chat.getByRole("button", { name: "排队中" }).isDisabled()).toBe(true);
    await chat.getByRole("button", { name: "取消排队" }).click();
    await chat.getByRole("button", { name: "转人工" }).first().waitFor();
    expect(await chat.getByRole("button", { name: "取消排队" }).count()).toBe(0);
  });

  test("writes with an input method: the Enter that chooses a word does not send", async () => {
    const context = await someone();
    const page = await openPage(context, `${server.url}/chat/`, problems);
    const box = page.getByRole("textbox", { name: "请输入您的问题" });
    await box.click();
    const cdp = await context.newCDPSession(page);
    await cdp.send("Input.imeSetComposition", { text: "tui'kuan", selectionStart: 8, selectionEnd: 8 });
    // The key that an input method takes for itself arrives as 229.
    await cdp.send("Input.dispatchKeyEvent", { type: "rawKeyDown", key: "Enter", code: "Enter", windowsVirtualKeyCode: 229 });
    await cdp.send("Input.insertText", { text: "退款多久到账" });
    expect(await box.inputValue()).toBe("退款多久到账");
    expect(await log(page).locator(".row.customer").count()).toBe(0);
    await page.keyboard.press("Shift+Enter");
    expect(await box.inputValue()).toBe("退款多久到账\n");
    await page.keyboard.press("Enter");
    await log(page).locator(".row.customer .bubble", { hasText: "退款多久到账" }).waitFor();
    await settled(page);
    expect(await words(page, ".row.customer .bubble")).toEqual(["退款多久到账"]);
  });

  test("uses a phone: the chat fills it, and can be put away", async () => {
    const [page, chat] = await openChat(await someone(phone), server, problems);
    expect(await page.locator("iframe").boundingBox()).toMatchObject({ x: 0, y: 0, ...phone });
    await chat.getByRole("button", { name: /充值一直没到账/ }).click();
    await log(chat).locator(".row.bot .bubble").first().waitFor();
    await shot(page, "chat-phone");
    expect(await chat.locator("html").evaluate((el) => el.scrollWidth <= el.clientWidth)).toBe(true);
    await chat.getByRole("button", { name: "收起" }).click();
    await page.getByRole("button", { name: "在线客服" }).waitFor();
    await shot(page, "shop-phone");
  });

  test("opens the chat on a page with a strict policy and rude styles", async () => {
    const context = await someone();
    await context.route("**/rude", (route) =>
      route.fulfill({
        contentType: "text/html; charset=utf-8",
        headers: { "Content-Security-Policy": "default-src 'none'; script-src 'self'; frame-src 'self'; style-src 'nonce-x'" },
        body: `<!doctype html><title>rude</title><style nonce="x">div, span, button, iframe { display: none !important; opacity: 0 !important; width: 1px !important }</style>
          <script async src="/yiwen.js" data-site="default"></script><p>rude</p>`,
      }),
    );
    const page = await openPage(context, `${server.url}/rude`, problems);
    const button = page.getByRole("button", { name: "在线客服" });
    await button.waitFor();
    expect((await button.boundingBox())?.height).toBe(52);
    await button.click();
    await page.frameLocator("iframe").getByText("在线", { exact: true }).waitFor();
    expect((await page.locator("iframe").boundingBox())?.width).toBe(384);
  });

  test("has two tabs that show the same", async () => {
    const context = await someone();
    const [, first] = await openChat(context, server, problems);
    const second = await openPage(context, `${server.url}/chat/`, problems);
    await second.getByText("在线", { exact: true }).waitFor();
    await say(first, "从第一个窗口");
    await log(second).locator(".row.customer .bubble", { hasText: "从第一个窗口" }).waitFor();
    await say(second, "从第二个窗口");
    await log(first).locator(".row.customer .bubble", { hasText: "从第二个窗口" }).waitFor();
    expect(await words(first, ".row.customer .bubble")).toEqual(await words(second, ".row.customer .bubble"));
  });
});

describe("customer and agent", () => {
  test("anger reaches the desk within a second, with its reason; both talk; the end is rated", async () => {
    const desk = await openDesk(await someone(), server, "agent1", problems);
    const [page, chat] = await openChat(await someone(), server, problems);
    const angry = "你们是骗子吧我要投诉到12315，订单号XK202611220001";
    const card = desk.getByRole("region", { name: "排队中" }).getByRole("listitem").filter({ hasText: "骗子" });
    await say(chat, angry);
    const said = Date.now();
    await card.waitFor();
    expect(Date.now() - said).toBeLessThan(1_000);
    expect(await card.innerText()).toContain("客户情绪激动");
    expect(await desk.title()).toMatch(/^\(\d+\)/);
    await shot(desk, "desk-waiting");
    await shot(page, "chat-queue");

    await accept(desk, "骗子");
    const facts = desk.getByRole("complementary", { name: "会话信息" });
    await facts.getByText("XK202611220001", { exact: true }).waitFor();
    expect(await facts.innerText()).toMatch(/客户情绪激动[\s\S]*激动/);
    await chat.getByText("客服小林为您服务").waitFor();
    await reply(desk, "您好，我是小林，马上为您核实。");
    await log(chat).locator(".row.agent .bubble", { hasText: "马上为您核实" }).waitFor();
    await desk.getByText("备注", { exact: true }).click();
    await desk.getByRole("textbox", { name: "备注" }).fill("老客户，先安抚");
    await desk.getByRole("textbox", { name: "备注" }).press("Enter");
    await log(desk).getByText("老客户，先安抚").waitFor();
    await desk.getByText("回复客户", { exact: true }).click();
    await say(chat, "好的，谢谢");
    await log(desk).getByText("好的，谢谢").waitFor();
    await shot(desk, "desk-talk");
    await shot(page, "chat-agent");
    expect(await log(chat).getByText("老客户").count()).toBe(0);

    await desk.getByRole("button", { name: "结束会话" }).click();
    await desk.getByRole("dialog").getByRole("button", { name: "结束会话" }).click();
    await chat.getByRole("radio", { name: "5 星" }).check({ force: true });
    await chat.getByText("已解决").click();
    await shot(page, "chat-rating");
    await chat.getByRole("button", { name: "提交评价" }).click();
    await chat.getByText("您给了 5 星评价").waitFor();
  });

  test("two agents press at once: one has the case, the other is told who", async () => {
    const one = await openDesk(await someone(), server, "agent1", problems);
    const two = await openDesk(await someone(), server, "agent2", problems);
    const [, chat] = await openChat(await someone(), server, problems);
    await say(chat, "转人工，我的卡密打不开");
    const button = (desk: Page) =>
      desk.getByRole("region", { name: "排队中" }).getByRole("listitem").filter({ hasText: "卡密打不开" }).getByRole("button", { name: "接入" });
    await Promise.all([button(one).waitFor(), button(two).waitFor()]);
    await Promise.all([button(one).click(), button(two).click()]);
    const winner = await Promise.race([
      one.getByText("已接入", { exact: true }).waitFor().then(() => one),
      two.getByText("已接入", { exact: true }).waitFor().then(() => two),
    ]);
    const loser = winner === one ? two : one;
    await loser.locator(".ant-message").getByText(winner === one ? /小林/ : /小周/).waitFor();
    await winner.getByRole("textbox", { name: "回复客户" }).waitFor();
    expect(await loser.getByRole("textbox", { name: "回复客户" }).count()).toBe(0);
  });

  test("a reload shows everything once, on both sides", async () => {
    const context = await someone();
    const page = await openPage(context, `${server.url}/chat/`, problems);
    await say(page, "我要人工，充话费没到");
    const desk = await openDesk(await someone(), server, "agent1", problems);
    await accept(desk, "充话费没到");
    await reply(desk, "请发一下手机号");
    await log(page).getByText("请发一下手机号").waitFor();
    await say(page, "13800138000");
    await log(desk).getByText("13800138000").waitFor();
    const before = await words(page, ".bubble");

    await page.reload();
    await log(page).locator(".row.customer .bubble", { hasText: "13800138000" }).waitFor();
    expect(await words(page, ".bubble")).toEqual(before);
    await desk.reload();
    await desk.getByRole("region", { name: "我的会话" }).getByRole("button", { name: /13800138000|充话费没到/ }).first().click();
    await log(desk).getByText("13800138000").waitFor();
    expect(await log(desk).getByText("请发一下手机号").count()).toBe(1);
  });

  test("the server is killed and started again in mid-talk: nothing lost, nothing twice", async () => {
    const desk = await openDesk(await someone(), server, "agent1", problems);
    const [page, chat] = await openChat(await someone(), server, problems);
    await say(chat, "转人工，密码忘了登不上");
    await accept(desk, "密码忘了");
    await reply(desk, "一：请稍等");
    await log(chat).getByText("一：请稍等").waitFor();

    // Said into the very moment of death: stored or not, it must be there once.
    await say(chat, "甲：我等着");
    await reply(desk, "二：正在查");
    await server.kill();
    await say(chat, "乙：还在吗");
    await reply(desk, "三：在的");
    await chat.getByText("正在重新连接", { exact: false }).first().waitFor();
    await desk.getByRole("status").getByText("连接断开了").waitFor();
    await shot(page, "chat-lost");
    await shot(desk, "desk-lost");
    await server.start();

    await chat.getByText("在线", { exact: true }).waitFor({ timeout: 30_000 });
    for (const side of [chat, desk]) {
      for (const text of ["甲：我等着", "乙：还在吗", "一：请稍等", "二：正在查", "三：在的"]) {
        await log(side).getByText(text).waitFor({ timeout: 30_000 });
      }
    }
    await settled(chat);
    const agent = await words(chat, ".row.agent .bubble");
    expect(agent).toEqual(["一：请稍等", "二：正在查", "三：在的"]);
    const customer = await words(chat, ".row.customer .bubble");
    expect(customer).toEqual(["转人工，密码忘了登不上", "甲：我等着", "乙：还在吗"]);
    // The desk has the same order, since the order is the log's.
    const deskWords = (await words(desk, ".spoken.agent .spoken-text, .spoken.customer .spoken-text")).join("|");
    const chatWords = (await words(chat, ".row.agent .bubble, .row.customer .bubble")).join("|");
    expect(deskWords).toBe(chatWords);
    await page.reload();
    expect(problems).toEqual([]);
  });

  test("a message written while the server is down survives a reload of the page", async () => {
    const context = await someone();
    const page = await openPage(context, `${server.url}/chat/`, problems);
    await say(page, "第一句");
    await settled(page);
    await server.kill();
    await say(page, "断线时写的");
    await page.getByRole("img", { name: "发送中" }).waitFor();
    // The page itself cannot be had while the server is down: it is closed, and opened when it is back.
    await page.close();
    await server.start();
    const again = await openPage(context, `${server.url}/chat/`, problems);
    await log(again).locator(".row.customer .bubble", { hasText: "断线时写的" }).waitFor();
    await settled(again);
    expect(await words(again, ".row.customer .bubble")).toEqual(["第一句", "断线时写的"]);
  });
});

describe("the console", () => {
  test("a wrong password is refused in Chinese, the right one opens", async () => {
    const page = await openPage(await someone(), `${server.url}/desk/`, problems);
    await page.getByLabel("用户名").fill("agent1");
    await page.getByLabel("密码").fill("wrong-password");
    await page.getByRole("button", { name: "登录" }).click();
    await page.getByRole("alert").getByText("用户名或密码").waitFor();
    await shot(page, "signin-refused");
    await page.getByLabel("密码").fill(password);
    await page.getByRole("button", { name: "登录" }).click();
    await page.getByRole("heading", { name: /排队中/ }).waitFor();
    await page.getByRole("button", { name: "退出登录" }).click();
    await page.getByLabel("用户名").waitFor();
    await page.goto(`${server.url}/desk/`);
    await page.getByLabel("用户名").waitFor();
  });

  test("an editor reads the knowledge and has no desk", async () => {
    const page = await openPage(await someone(), `${server.url}/console/`, problems);
    await page.getByLabel("用户名").fill("editor1");
    await page.getByLabel("密码").fill(password);
    await page.getByRole("button", { name: "登录" }).click();
    await page.getByText("共 220 条").waitFor();
    expect(await page.getByRole("menuitem", { name: "工作台" }).count()).toBe(0);
    await page.getByRole("searchbox").fill("提现");
    await page.getByRole("searchbox").press("Enter");
    await page.getByRole("row", { name: /余额怎么提现/ }).click();
    const drawer = page.getByRole("dialog");
    await drawer.getByText("怎么把钱提到支付宝").waitFor();
    await shot(page, "knowledge-entry");
  });
});
