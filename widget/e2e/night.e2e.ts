// A customer who needs a person while nobody is there: a ticket instead of a line.
import { expect, test } from "vitest";
import { openPage, phone, say, shot } from "./support/browser.ts";
import { log, stage } from "./support/stage.ts";

const { server, problems, someone } = stage("closed");

test("gets a ticket with a number, adds what is missing, and finds it again", async () => {
  const page = await openPage(await someone(phone), `${server.url}/chat/`, problems);
  await page.getByText("在线", { exact: true }).waitFor();
  await say(page, "充值没到账，帮我转人工");
  const form = log(page).getByRole("form").last();
  await form.waitFor();
  const number = await log(page).locator(".ticket b").last().innerText();
  expect(number).toMatch(/^WO\d{13,}$/);
  expect(await page.getByRole("button", { name: "取消排队" }).count()).toBe(0);
  await shot(page, "chat-night");

  // What was written is there after a reload.
  const story = form.locator("textarea").first();
  await story.fill("上午十点充了100块，还没到账");
  await page.reload();
  await page.getByText("在线", { exact: true }).waitFor();
  expect(await story.inputValue()).toBe("上午十点充了100块，还没到账");
  // What may be left out is folded away; the number of an order stays to be read.
  expect(await form.getByRole("textbox").count()).toBe(2);
  await form.getByRole("button", { name: /^补充：.*（选填）$/ }).click();
  await form.getByRole("textbox", { name: "订单号" }).fill("20261121556677");
  await form.getByRole("button", { name: "提交", exact: true }).click();
  await log(page).getByText("已提交").waitFor();
  await log(page).getByText("20261121556677", { exact: true }).waitFor();
  await log(page).getByRole("button", { name: "查看进度" }).last().click();
  await page.getByRole("dialog").getByText(number).first().waitFor();
  await page.getByRole("dialog").getByText("您补充了说明").waitFor();
});
