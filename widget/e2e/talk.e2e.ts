// Customer and agent on the built program: nothing may be lost, doubled or late here.
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { launch, openChat, openDesk, openPage, person, phone, say, shot } from "./support/browser.ts";
import { accept, log, reply, settled, stage, words } from "./support/stage.ts";

const { server, problems, someone } = stage();

const box = (page: Page) => page.getByRole("textbox", { name: "请输入您的问题" });

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
    await log(chat).getByText("客服小林为您服务").waitFor();
    await reply(desk, "您好，我是小林，马上为您核实。");
    await log(chat).locator(".row.agent .bubble", { hasText: "马上为您核实" }).waitFor();
    await desk.getByText("备注", { exact: true }).click();
    await desk.getByRole("textbox", { name: "备注", exact: true }).fill("老客户，先安抚");
    await desk.getByRole("textbox", { name: "备注", exact: true }).press("Enter");
    await log(desk).getByText("老客户，先安抚").waitFor();
    await desk.getByText("回复客户", { exact: true }).click();
    await say(chat, "好的，谢谢");
    await log(desk).getByText("好的，谢谢").waitFor();
    await shot(desk, "desk-talk");
    await shot(page, "chat-agent");
    expect(await log(chat).getByText("老客户").count()).toBe(0);

    await desk.getByRole("button", { name: "结束会话" }).click();
    await desk.getByRole("dialog").getByText("已解决", { exact: true }).click(); // nobody says so for an angry customer
    await desk.getByRole("dialog").getByRole("button", { name: "结束会话" }).click();
    await chat.getByRole("radio", { name: "5 星" }).check({ force: true });
    await chat.getByText("已解决").click();
    await shot(page, "chat-rating");
    await chat.getByRole("button", { name: "提交评价" }).click();
    await chat.getByText("您给了 5 星评价").waitFor();
  });

  test("an answer that did not help: other words are offered, or a person, who sees the judgement", async () => {
    const [page, chat] = await openChat(await someone(phone), server, problems);
    await say(chat, "充值了100块到现在还没到账");
    const votes = chat.getByRole("group", { name: "这条回答有帮助吗？" });
    const pressed = (name: string) => votes.getByRole("button", { name, pressed: true }).waitFor();
    await votes.getByRole("button", { name: "有帮助" }).click();
    await pressed("有帮助");
    await votes.getByRole("button", { name: "没帮助" }).focus();
    await page.keyboard.press("Enter");
    await pressed("没帮助");
    await chat.getByRole("button", { name: "换个说法" }).click();
    const way = chat.getByRole("group", { name: "请选择" }).nth(-1).getByRole("button", { name: "转人工" });
    await log(chat).locator(".row.bot .bubble", { hasText: "是我理解错了" }).waitFor();
    await shot(page, "chat-vote");
    await page.reload();
    await page.getByRole("button", { name: "在线客服" }).click();
    await pressed("没帮助");
    await way.click();

    const desk = await openDesk(await someone(), server, "agent1", problems);
    await accept(desk, "充值了100块到现在还没到账"); // his question, not the button that he tapped
    const answer = log(desk).locator("article.bot", { hasText: "5–30" });
    await answer.getByText("没帮助", { exact: true }).waitFor();
    await log(desk).getByText("客户说这条回答没帮助").waitFor();
    expect(await log(desk).getByText("客户说这条回答有帮助").count()).toBe(0);
    await shot(desk, "desk-vote");
  });

  test("two agents press at once: one has the case, the other is told who", async () => {
    const one = await openDesk(await someone(), server, "agent1", problems);
    const two = await openDesk(await someone(), server, "agent2", problems);
    const [, chat] = await openChat(await someone(), server, problems);
    await say(chat, "转人工，我的卡密打不开");
    const button = (desk: Page) =>
      desk.getByRole("region", { name: "排队中" }).getByRole("listitem").filter({ hasText: "卡密打不开" }).getByRole("button", { name: "接入" });
    await Promise.all([button(one).waitFor(), button(two).waitFor()]);
    // The button of the second may go away before he hits it.
    const press = (desk: Page) => Promise.race([button(desk).click().catch(() => undefined), button(desk).waitFor({ state: "hidden" })]);
    await Promise.all([press(one), press(two)]);
    const owns = (desk: Page) => desk.getByRole("textbox", { name: "回复客户" }).waitFor();
    const winner = await Promise.any([owns(one).then(() => one), owns(two).then(() => two)]);
    const [loser, owner] = winner === one ? [two, "小林"] : [one, "小周"];
    // Whether he was refused or came too late, the case is a colleague's to him, and says whose.
    await loser.getByRole("tab", { name: /^团队/ }).click();
    await loser.getByRole("region", { name: "团队会话" }).getByRole("button", { name: /卡密打不开/ }).click();
    await loser.getByText(`由${owner}接待，您不能直接回复`).waitFor();
    expect(await loser.getByRole("textbox", { name: "回复客户" }).count()).toBe(0);
    expect(await winner.getByRole("textbox", { name: "回复客户" }).count()).toBe(1);
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

  test("who goes back finds the page as he left it, connected anew, and nothing twice", async () => {
    const browser = await launch(true);
    try {
      const desk = await openDesk(await someone(), server, "agent1", problems);
      const page = await openPage(await person(browser), `${server.url}/chat/`, problems);
      await say(page, "人工，点卡没发货");
      await accept(desk, "点卡没发货");
      await reply(desk, "稍等");
      await log(page).getByText("稍等", { exact: true }).waitFor();
      await box(page).fill("写到一半");
      await page.evaluate(() => Object.assign(window, { same: true }));

      await page.goto(`${server.url}/demo/recharge`);
      await reply(desk, "查到了，马上发");
      await page.goBack({ waitUntil: "commit" });
      await log(page).getByText("查到了，马上发").waitFor();
      expect(await page.evaluate(() => "same" in window), "put away, not loaded again").toBe(true);
      expect(await box(page).inputValue()).toBe("写到一半");
      await box(page).press("Enter");
      await log(desk).getByText("写到一半").waitFor();
      await settled(page, "写到一半");
      expect((await words(page, ".bubble")).filter((w) => /点卡没发货|^稍等|查到了|写到一半/.test(w))).toHaveLength(4);
    } finally {
      await browser.close();
    }
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
    await settled(chat, "乙：还在吗");
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
    await settled(page, "第一句");
    await server.kill();
    await say(page, "断线时写的");
    await page.getByRole("img", { name: "发送中" }).waitFor();
    // The page itself cannot be had while the server is down: it is closed, and opened when it is back.
    await page.close();
    await server.start();
    const again = await openPage(context, `${server.url}/chat/`, problems);
    await settled(again, "断线时写的");
    expect(await words(again, ".row.customer .bubble")).toEqual(["第一句", "断线时写的"]);
  });
});
