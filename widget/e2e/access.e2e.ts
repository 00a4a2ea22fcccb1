// What a screen reader, a keyboard and weak eyes need of every page, as axe sees it.
import { expect, test } from "vitest";
import { flaws } from "./support/axe.ts";
import { openChat, openDesk, openPage, phone, say } from "./support/browser.ts";
import { password } from "./support/server.ts";
import { accept, log, reply, settled, stage } from "./support/stage.ts";

const { server, problems, someone } = stage();

test("the chat: welcome, answer, choices, the line, an agent, the rating; the desk beside it", async () => {
  const [shop, chat] = await openChat(await someone(), server, problems);
  expect(await flaws(shop), "welcome").toEqual([]);
  await say(chat, "怎么开发票");
  await log(chat).locator(".row.bot").first().waitFor();
  await say(chat, "你们是骗子吧我要投诉到12315");
  await chat.getByText(/下一位就是您/).waitFor();
  expect(await flaws(shop), "waiting").toEqual([]);

  const desk = await openDesk(await someone(), server, "agent1", problems);
  expect(await flaws(desk), "lists").toEqual([]);
  await accept(desk, "骗子");
  await reply(desk, "您好，我来处理");
  await log(chat).getByText("您好，我来处理").waitFor();
  expect(await flaws(desk), "talk").toEqual([]);
  expect(await flaws(shop), "with an agent").toEqual([]);

  await desk.getByRole("button", { name: "结束会话" }).click();
  const dialog = desk.getByRole("dialog");
  await dialog.getByRole("textbox").waitFor();
  expect(await flaws(desk), "closing").toEqual([]);
  await dialog.getByText("已解决", { exact: true }).click(); // nobody says so for an angry customer
  await dialog.getByRole("button", { name: "结束会话" }).click();
  await chat.getByRole("radio", { name: "4 星" }).check({ force: true });
  await chat.getByRole("button", { name: "提交评价" }).waitFor();
  expect(await flaws(shop), "rating").toEqual([]);
});

test("the chat as a page of its own, on a phone", async () => {
  const chat = await openPage(await someone(phone), `${server.url}/chat/`, problems);
  await say(chat, "卡密");
  await settled(chat, "卡密");
  await log(chat).locator(".row.bot").first().waitFor();
  expect(await flaws(chat)).toEqual([]);
});

test("sign-in and knowledge", async () => {
  const page = await openPage(await someone(), `${server.url}/console/`, problems);
  await page.getByLabel("用户名").fill("editor1");
  expect(await flaws(page), "sign-in").toEqual([]);
  await page.getByLabel("密码").fill("wrong-password");
  await page.getByRole("button", { name: "登录" }).click();
  await page.getByRole("alert").waitFor();
  expect(await flaws(page), "refused").toEqual([]);
  await page.getByLabel("密码").fill(password);
  await page.getByRole("button", { name: "登录" }).click();
  await page.getByText("共 220 条").waitFor();
  expect(await flaws(page), "list").toEqual([]);
  await page.getByRole("searchbox").fill("没有这样的条目");
  await page.getByRole("searchbox").press("Enter");
  await page.getByText("没有找到条目").waitFor();
  expect(await flaws(page), "nothing found").toEqual([]);
  await page.getByRole("searchbox").fill("");
  await page.getByRole("searchbox").press("Enter");
  await page.getByText("共 220 条").waitFor();
  await page.getByRole("row").nth(1).click();
  await page.getByRole("textbox", { name: "标准问题" }).waitFor();
  expect(await flaws(page), "entry").toEqual([]);
});
