// The pane beside a conversation and the pages beside the desk, on the built program.
import type { FrameLocator, Page } from "playwright-core";
import { expect, test } from "vitest";
import { flaws } from "./support/axe.ts";
import { openChat, openDesk, openPage, say, shot } from "./support/browser.ts";
import { password } from "./support/server.ts";
import { accept, log, settled, stage } from "./support/stage.ts";

const { server, problems, someone } = stage();

/** A member of the shop who wants a person because of this. */
async function member(user: string, ...words: string[]): Promise<FrameLocator> {
  const shop = await openPage(await someone(), server.url, problems);
  await shop.locator("#member").selectOption(user);
  await shop.getByRole("button", { name: "在线客服" }).click();
  const chat = shop.frameLocator("iframe");
  await chat.getByText("在线", { exact: true }).waitFor();
  for (const text of words) {
    await say(chat, text);
    await settled(chat, text);
  }
  return chat;
}

const pane = (desk: Page) => desk.getByRole("complementary", { name: "会话信息" });
const tab = (desk: Page, name: string) => pane(desk).getByRole("tab", { name }).click();

test("an agent knows the customer, finds an answer, files a ticket and tells how it goes", async () => {
  const chat = await member("xk10001", "卡密用不了怎么办", "订单号XK202611220000012，你们是骗子吧，我要人工");
  const desk = await openDesk(await someone(), server, "agent1", problems);
  await accept(desk, "骗子");
  const about = pane(desk);

  // Who he is, and what the bot has tried.
  await about.getByText("黄金会员").waitFor();
  await about.getByText("《星海远征》星币直充 6480 星币").waitFor();
  const card = about.getByRole("region", { name: "交接卡" });
  await card.getByText("卡密用不了怎么办").waitFor();
  await card.getByText("XK202611220000012").first().waitFor();
  expect.soft(await flaws(desk), "customer").toEqual([]);
  await shot(desk, "context-customer");

  // What colleagues shall know.
  await about.getByRole("combobox", { name: "添加标签" }).fill("投诉过");
  await about.getByRole("combobox", { name: "添加标签" }).press("Enter");
  await about.getByRole("textbox", { name: "客户备注" }).fill("只用文字沟通");
  await about.getByRole("button", { name: "保存备注" }).click();
  await about.getByText("小林 ·").waitFor();

  // An answer of the bot's, sent by hand; one that is wrong.
  await tab(desk, "知识");
  await about.getByRole("searchbox").fill("卡密无效");
  const answer = about.getByRole("listitem").filter({ has: desk.getByRole("button", { name: "编辑后发送" }) }).first();
  await answer.waitFor();
  expect.soft(await flaws(desk), "knowledge").toEqual([]);
  await answer.getByRole("button", { name: "编辑后发送" }).click();
  await expect.poll(() => desk.getByRole("textbox", { name: "回复客户" }).inputValue()).not.toBe("");
  await desk.getByRole("textbox", { name: "回复客户" }).fill("");
  await answer.getByRole("button", { name: "发送", exact: true }).click();
  await log(chat).locator(".row.agent").first().waitFor();
  await answer.getByRole("button", { name: "答得不对" }).click();
  await desk.getByRole("textbox", { name: "哪里不对，或应该怎么答" }).fill("现在半小时就有结果");
  await desk.getByRole("dialog").getByRole("button", { name: "提交" }).click();
  await desk.getByText("已提交给编辑，谢谢").waitFor();

  // A ticket out of what was said, and a word on it.
  await tab(desk, "工单");
  await about.getByRole("button", { name: "建工单" }).click();
  const form = desk.getByRole("dialog");
  await expect.poll(() => form.getByRole("textbox", { name: "订单号" }).inputValue()).toBe("XK202611220000012");
  expect(await form.getByRole("textbox", { name: "事情经过" }).inputValue()).toMatch(/^卡密用不了怎么办\n/);
  expect.soft(await flaws(desk), "new ticket").toEqual([]);
  await form.getByRole("button", { name: "建工单" }).click();
  await about.getByText(/本次服务的工单：WO/).waitFor();
  await about.getByRole("button", { name: "领取" }).click();
  await about.getByText("告知进展").first().click();
  await about.getByRole("textbox", { name: "说明" }).fill("已提交供货方，今天 18 点前回复您");
  await about.getByRole("button", { name: "告知进展" }).click();
  await log(chat).getByText(/今天 18 点前回复您/).waitFor();
  expect.soft(await flaws(desk), "ticket").toEqual([]);
  await shot(desk, "context-ticket");

  // Kept out, and let in again.
  await tab(desk, "客户");
  await about.getByRole("button", { name: "拉黑客户…" }).click();
  await desk.getByRole("textbox", { name: "原因（同事可见）" }).fill("辱骂");
  expect(await desk.getByRole("radio", { name: "永久" }).isDisabled()).toBe(true);
  await desk.getByRole("button", { name: "确认拉黑" }).click();
  await about.getByText(/这位客户已被拉黑/).waitFor();
  await about.getByRole("button", { name: "解除" }).click();
  await about.getByText("未拉黑").waitFor();

  await tab(desk, "历史");
  await about.getByText("第 1 次").waitFor();
  expect.soft(await flaws(desk), "history").toEqual([]);

  // The same ticket on its page.
  await desk.getByRole("menuitem", { name: "工单" }).click();
  await desk.getByText("我的", { exact: true }).click();
  await desk.getByRole("button", { name: /^WO/ }).click();
  await desk.getByRole("dialog").getByText("今天 18 点前回复您").waitFor();
  expect.soft(await flaws(desk), "tickets").toEqual([]);
  await shot(desk, "context-tickets");
}, 120_000);

test("a supervisor sees the floor, takes over, and reviews a bad rating; an editor gets the feedback", async () => {
  const [, chat] = await openChat(await someone(), server, problems);
  await say(chat, "提现一直不到账，我要人工");
  await settled(chat, "提现一直不到账，我要人工");
  const lead = await openDesk(await someone(), server, "supervisor1", problems);
  await lead.getByRole("menuitem", { name: "现场" }).click();
  const row = lead.getByRole("row").filter({ hasText: "提现一直不到账" });
  await row.waitFor();
  await lead.getByText("小林").first().waitFor();
  expect.soft(await flaws(lead), "floor").toEqual([]);
  await shot(lead, "context-floor");
  await row.getByRole("button", { name: "接管" }).click();
  await lead.getByRole("tooltip").getByRole("button", { name: /确\s?定/ }).click();
  await lead.getByRole("textbox", { name: "回复客户" }).waitFor();

  await lead.getByRole("button", { name: "结束会话" }).click();
  await lead.getByRole("dialog").getByText("未解决", { exact: true }).click(); // nobody has answered: it has to be said
  await lead.getByRole("dialog").getByRole("button", { name: "结束会话" }).click();
  await chat.getByRole("radio", { name: "1 星" }).check({ force: true });
  await chat.getByRole("button", { name: "提交评价" }).click();

  await lead.getByRole("menuitem", { name: "差评复核" }).click();
  await lead.getByRole("button", { name: "复核", exact: true }).first().click();
  const drawer = lead.getByRole("dialog");
  await drawer.getByText("提现一直不到账，我要人工").waitFor();
  expect.soft(await flaws(lead), "review").toEqual([]);
  await shot(lead, "context-review");
  await drawer.getByRole("radio", { name: "没解决" }).check();
  await drawer.getByRole("textbox", { name: "结论" }).fill("应先说明到账时间");
  await drawer.getByRole("button", { name: "保存" }).click();
  await lead.getByText("已保存复核结论").waitFor();
  await lead.getByText("已复核", { exact: true }).click();
  await lead.getByText("应先说明到账时间").waitFor();

  // A reply for everybody.
  await lead.getByRole("menuitem", { name: "话术" }).click();
  await lead.getByRole("button", { name: "新建话术" }).click();
  const editor = lead.getByRole("dialog");
  await editor.getByRole("textbox", { name: "标题" }).fill("到账时间说明");
  await editor.getByRole("textbox", { name: "内容" }).fill("您好，");
  await editor.getByRole("button", { name: "{客户}" }).click();
  await editor.getByRole("radio", { name: "公共" }).check();
  expect.soft(await flaws(lead), "canned").toEqual([]);
  await editor.getByRole("button", { name: "保存" }).click();
  await lead.getByRole("searchbox").fill("dzsj");
  await lead.getByRole("row").filter({ hasText: "您好，{客户}" }).waitFor();
  await shot(lead, "context-canned");

  const page = await openPage(await someone(), `${server.url}/console/feedback`, problems);
  await page.getByLabel("用户名").fill("editor1");
  await page.getByLabel("密码").fill(password);
  await page.getByRole("button", { name: "登录" }).click();
  await page.getByRole("button", { name: "卡密无效" }).click();
  await page.getByRole("dialog").getByText("现在半小时就有结果").waitFor();
  expect.soft(await flaws(page), "feedback").toEqual([]);
  await shot(page, "context-feedback");
  await page.getByRole("button", { name: "已处理" }).click();
  await page.getByText("没有待处理的反馈").waitFor();
}, 120_000);
