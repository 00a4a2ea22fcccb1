// Cards of the shop's page, and forms with screenshots, as customers and agents see them.
import { expect, test } from "vitest";
import { flaws } from "./support/axe.ts";
import { openChat, openDesk, openPage, phone, say, shot } from "./support/browser.ts";
import { log, stage } from "./support/stage.ts";

const { server, problems, someone } = stage("closed");
const order = {
  kind: "order", id: "XK20261122000017", title: "Steam 钱包充值卡 100 元", price: "¥98.50", status: "已付款",
  url: "https://www.xingka.example/order/17", image: "https://img.xingka.example/17.png", fields: [{ label: "付款时间", value: "2026-11-22 09:30" }],
};

test("a card of the shop's page is said once, asks what it is about, and is marked at the desk", async () => {
  const [page, chat] = await openChat(await someone(), server, problems);
  const asked: string[] = [];
  page.on("request", (r) => asked.push(new URL(r.url()).hostname));
  await page.evaluate((card) => window.yiwen?.sendCard(card), order);
  const card = log(chat).getByRole("region", { name: `订单 ${order.title}` });
  await card.getByText(order.id).waitFor();
  await log(chat).locator(".row.bot", { hasText: "收到您发的订单号" }).waitFor();
  await shot(page, "card-chat");
  await page.evaluate((again) => window.yiwen?.sendCard(again), order);
  await say(chat, "这一单还没到账");
  await log(chat).locator(".row.bot").nth(1).waitFor();
  expect(await card.count()).toBe(1);
  expect([...new Set(asked)].filter((h) => h !== "127.0.0.1")).toEqual([]);

  const desk = await openDesk(await someone(), server, "supervisor1", problems);
  await desk.getByRole("tab", { name: /^机器人/ }).click();
  await desk.getByRole("region", { name: "机器人接待中" }).getByRole("listitem").first().click();
  await desk.getByRole("region", { name: `订单 ${order.title}` }).getByText("顾客页面提供").waitFor();
  await shot(desk, "card-desk");
});

test("a form takes times, sums, screenshots and steps on a phone", async () => {
  const page = await openPage(await someone(phone), `${server.url}/chat/`, problems);
  await page.getByText("在线", { exact: true }).waitFor();
  await say(page, "充值没到账，帮我转人工");
  const form = log(page).getByRole("form").last();
  await form.getByRole("button", { name: /^补充：.*（选填）$/ }).click();
  await form.getByRole("textbox", { name: "金额" }).fill("很多");
  await form.getByRole("button", { name: "提交", exact: true }).click();
  await form.getByText("请填数字，如 99.50").waitFor();
  await form.getByRole("textbox", { name: "金额" }).fill("¥1,298.50");
  await form.getByRole("button", { name: "1 小时前" }).click();
  await form.getByLabel("重新登录").check();
  await form.getByLabel("其他", { exact: true }).check();
  await form.getByRole("textbox", { name: "已试步骤 其他" }).fill("换过手机");
  const png = await page.screenshot();
  await form.locator("input[type=file]").setInputFiles([{ name: "报错.png", mimeType: "image/png", buffer: png }, { name: "假的.png", mimeType: "image/png", buffer: Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`) }]);
  await form.getByAltText("报错.png").waitFor();
  await form.locator('.staged li[data-state="failed"]').waitFor();
  expect(await form.locator(".staged .problem").innerText()).toMatch(/[一-鿿]/);
  expect(await flaws(page), "form").toEqual([]);
  await shot(page, "form-open");
  await form.getByRole("button", { name: "移除 假的.png" }).click();
  await form.scrollIntoViewIfNeeded();
  await shot(page, "form-phone");
  await page.reload();
  await form.getByAltText("报错.png").waitFor();
  expect(await form.getByLabel("重新登录").isChecked()).toBe(true);
  await form.getByRole("button", { name: "提交", exact: true }).click();
  await log(page).getByText("已提交").waitFor();
  for (const text of ["¥1298.50", "重新登录\n换过手机"]) await log(page).getByText(text).first().waitFor();
  await log(page).getByRole("button", { name: "查看大图：报错.png" }).click();
  const zoom = page.getByRole("dialog", { name: "报错.png" });
  await zoom.getByRole("button", { name: "放大" }).click();
  await page.keyboard.press("+");
  expect(await zoom.locator("img").evaluate((el) => el.style.transform)).toContain("scale(2.25)");
  await shot(page, "zoom-phone");
  await page.keyboard.press("0");
  await zoom.locator("img").dblclick();
  await expect.poll(() => zoom.locator("img").evaluate((el) => el.style.transform)).toContain("scale(2.5)");
  await page.keyboard.press("Escape");
  await zoom.waitFor({ state: "detached" });
  await page.setViewportSize({ width: 320, height: 640 });
  await shot(page, "form-320");
});

test("what the page tells of the order is filled in, to be checked, and marked at the desk", async () => {
  const shop = "https://www.xingka.example/recharge?order_no=XK20261122000017";
  const page = await openPage(await someone(phone), `${server.url}/chat/?entry=recharge#url=${encodeURIComponent(shop)}`, problems);
  await page.getByText("在线", { exact: true }).waitFor();
  await page.locator(".fill").click();
  const form = page.locator("form.form");
  await form.getByText("订单号已按页面信息填好，请核对").waitFor();
  expect(await form.getByRole("textbox", { name: "订单号" }).inputValue()).toBe("XK20261122000017");
  await form.getByRole("textbox", { name: "金额" }).fill("100");
  expect(await flaws(page), "info pack").toEqual([]);
  await shot(page, "info-page");
  // Another tab of the same customer goes on where he is.
  const other = await openPage(page.context(), page.url(), problems);
  await expect.poll(() => other.locator("form.form").getByRole("textbox", { name: "金额" }).inputValue()).toBe("100");
  await form.getByRole("button", { name: "提交", exact: true }).click();
  await page.getByText("已提交").waitFor();
  await other.getByText("已提交").waitFor();
  expect(await page.getByText("截图").count(), "what was left out").toBe(0);

  const desk = await openDesk(await someone(), server, "supervisor1", problems);
  await desk.getByRole("tab", { name: /^机器人/ }).click();
  await desk.getByRole("region", { name: "机器人接待中" }).getByRole("listitem").first().click();
  await desk.getByRole("row", { name: /订单号/ }).getByText("顾客页面提供").waitFor();
  expect(await desk.getByRole("row", { name: /金额/ }).getByText("顾客页面提供").count()).toBe(0);
  await shot(desk, "info-desk");
});
