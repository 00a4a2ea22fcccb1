// Where the chat is opened says how it greets; what a supervisor announces is in every chat a moment later.
import { expect, test } from "vitest";
import { flaws } from "./support/axe.ts";
import { openDesk, openPage, phone, shot } from "./support/browser.ts";
import { log, stage } from "./support/stage.ts";

const { server, problems, someone } = stage();

test("an entrance greets in its own way, and its form is known to the agent", async () => {
  const context = await someone(phone);
  const page = await openPage(context, `${server.url}/chat/?entry=recharge#url=${encodeURIComponent("https://shop.example/o?order_no=XK20261122000123")}`, problems);
  await page.getByText("充值遇到问题了？").waitFor();
  await shot(page, "greeting-entrance-phone");
  expect(await flaws(page), "an entrance").toEqual([]);
  await page.getByRole("button", { name: "先填信息，处理更快" }).click();
  const order = page.getByRole("textbox", { name: "订单号" });
  expect(await order.inputValue()).toBe("XK20261122000123");
  await page.getByRole("textbox", { name: "报错提示" }).fill("账号不存在");
  await shot(page, "greeting-form-phone");
  await page.reload(); // what is half filled in stays open
  await page.getByRole("textbox", { name: "报错提示" }).waitFor();
  expect(await page.getByRole("textbox", { name: "报错提示" }).inputValue()).toBe("账号不存在");
  await page.getByRole("button", { name: "提交" }).click();
  await log(page).getByText(/已记下订单号、报错提示/).waitFor();
  await page.getByRole("button", { name: "转人工" }).first().click();
  const desk = await openDesk(await someone(), server, "agent1", problems);
  await desk.getByText(/访客/).first().click();
  await desk.getByText("XK20261122000123").first().waitFor();
  await shot(desk, "greeting-desk");
});

test("a second site has its own words; an entrance that nobody knows is as none", async () => {
  const page = await openPage(await someone(), `${server.url}/chat/?site=merchant`, problems);
  await page.getByText("这里是星卡商户服务").waitFor();
  await shot(page, "greeting-merchant");
  await page.goto(`${server.url}/chat/?entry=nobody&team=nobody`);
  await page.getByText(/这里是星卡商城客服/).waitFor();
  expect(await page.getByRole("button", { name: "先填信息，处理更快" }).count()).toBe(0);
});

test("an announcement reaches open chats and those opened later, folds, changes and ends", async () => {
  const customer = await someone(phone);
  const chat = await openPage(customer, `${server.url}/chat/`, problems);
  await chat.getByText("在线", { exact: true }).waitFor();
  const boss = await openDesk(await someone(), server, "supervisor1", problems);
  await boss.getByRole("menuitem", { name: "现场" }).click();
  const panel = boss.getByRole("region", { name: "公告" });
  await panel.getByRole("button", { name: "发布公告" }).click();
  const form = boss.getByRole("dialog");
  await form.getByLabel("内容").fill("话费充值通道维护，预计 16:00 恢复，期间的订单会自动补充");
  await shot(boss, "announce-form");
  await form.getByRole("button", { name: "发布公告" }).click();
  const banner = chat.getByRole("status", { name: "公告" });
  await banner.getByText("话费充值通道维护").waitFor();
  await shot(chat, "announcement-phone");
  expect(await flaws(chat), "an announcement").toEqual([]);
  await banner.getByRole("button", { name: "收起" }).click();
  await banner.getByRole("button", { name: "展开" }).waitFor();
  await shot(chat, "announcement-folded-phone");

  await panel.getByRole("button", { name: "修改" }).click();
  await form.getByLabel("内容").fill("话费充值已恢复");
  await form.getByRole("button", { name: "修改" }).click();
  await banner.getByText("话费充值已恢复").waitFor();
  await banner.getByRole("button", { name: "收起" }).waitFor();
  await shot(boss, "announce-floor");

  const late = await openPage(await someone({ width: 320, height: 640 }), `${server.url}/chat/`, problems);
  await late.getByText("话费充值已恢复").waitFor();
  await shot(late, "announcement-320");

  await panel.getByRole("button", { name: "结束", exact: true }).click();
  await boss.getByRole("tooltip").getByRole("button", { name: "结束", exact: true }).click();
  await chat.getByText("话费充值已恢复").waitFor({ state: "detached" });
  await late.getByText("话费充值已恢复").waitFor({ state: "detached" });
  await panel.getByText("以前的公告").waitFor();

  await panel.getByRole("button", { name: "发布公告" }).click();
  await form.getByLabel("内容").fill("凌晨 2 点到 4 点系统维护，期间充值会延后到账");
  const day = new Date(Date.now() + 2 * 86_400_000).toISOString().slice(0, 10);
  await form.getByLabel("从什么时候").fill(`${day}T02:00`);
  await form.getByLabel("到什么时候").fill(`${day}T04:00`);
  await shot(boss, "announce-plan-form");
  await form.getByRole("button", { name: "发布公告" }).click();
  await panel.getByText(/老陈安排，.*02:00 开始 · 到 .*04:00/).waitFor();
  await shot(boss, "announce-planned");
  expect(await flaws(boss, ".floor-announced"), "a plan").toEqual([]);
  await panel.getByRole("button", { name: "修改" }).click();
  await form.getByLabel("从什么时候").fill("");
  await form.getByRole("button", { name: "修改" }).click();
  await banner.getByText("凌晨 2 点到 4 点系统维护").waitFor();
});
