// 接入: what an editor copies out of the page works on a shop's page as it stands.
import { createHmac } from "node:crypto";
import type { BrowserContext, Page } from "playwright-core";
import { expect, test } from "vitest";
import { flaws } from "./support/axe.ts";
import { desktop, openPage, phone, say, shot } from "./support/browser.ts";
import { password } from "./support/server.ts";
import { stage } from "./support/stage.ts";

const { server, problems, someone } = stage();

/** An address that the demo's site names. */
const shop = "https://www.xingka.example";

/** Opens the page as an editor, who may read what he copies. */
async function openSetup(viewport = desktop): Promise<[Page, BrowserContext]> {
  const context = await someone(viewport);
  await context.grantPermissions(["clipboard-read", "clipboard-write"], { origin: server.url });
  const page = await openPage(context, `${server.url}/console/setup`, problems);
  await page.getByLabel("用户名").fill("editor1");
  await page.getByLabel("密码").fill(password);
  await page.getByRole("button", { name: "登录" }).click();
  await page.getByRole("heading", { name: "接入" }).waitFor();
  return [page, context];
}

/** What the button beside a text puts onto the clipboard. */
async function copied(page: Page, group: string): Promise<string> {
  const box = page.getByRole("group", { name: group, exact: true });
  await page.evaluate(() => navigator.clipboard.writeText(""));
  await box.getByRole("button", { name: "复制" }).click();
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).not.toBe("");
  return page.evaluate(() => navigator.clipboard.readText());
}

/** A shop's page with the code on it, at the shop's own address; and what it asks our server for. */
async function shopPage(code: string, address = shop): Promise<[Page, string[]]> {
  const context = await someone();
  // To the browser this shop is far away, and the server of these tests is its own machine's.
  await context.grantPermissions(["local-network-access"], { origin: address });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  page.on("pageerror", (error) => problems.push(error.message));
  const asked: string[] = [];
  page.on("request", (r) => r.url().startsWith(server.url) && asked.push(r.url().slice(server.url.length)));
  await page.route(`${address}/**`, (route) => route.fulfill({ contentType: "text/html; charset=utf-8", body: `<!doctype html><html lang="zh-CN"><head>${code}</head><body><p>shop</p></body></html>` }));
  await page.goto(`${address}/help`);
  return [page, asked];
}

const launcher = (page: Page, name: string) => page.getByRole("button", { name });

test("the code works on the shop's page in each way to write it, with what was chosen", async () => {
  const [page] = await openSetup();
  await page.getByRole("combobox", { name: "入口" }).click();
  await page.getByTitle(/^充值页/).click();
  await page.getByText("左下角").click();
  await page.getByRole("textbox", { name: "颜色", exact: true }).fill("#d92d20");
  await page.getByText("自己写").click();
  await page.getByRole("textbox", { name: "自己写" }).fill("问一问");
  // The page beside follows.
  const preview = page.frameLocator("iframe[title=预览]");
  const button = preview.getByRole("button", { name: "问一问" });
  await button.waitFor();
  await expect.poll(() => button.evaluate((b) => getComputedStyle(b).backgroundColor)).toBe("rgb(217, 45, 32)");
  await shot(page, "setup");
  expect(await flaws(page, ".setup")).toEqual([]);

  for (const idiom of ["设置对象", "命令队列", "一行代码"]) {
    await page.getByText(idiom, { exact: true }).click();
    const [there] = await shopPage(await copied(page, idiom));
    await launcher(there, "问一问").click();
    expect(await there.locator("iframe").boundingBox()).toMatchObject({ x: 24 });
    const chat = there.frameLocator("iframe");
    await chat.getByText("充值遇到问题了？").first().waitFor();
    await say(chat, "怎么退款");
    await chat.getByText("原路退回").first().waitFor();
    await there.close();
  }

  const link = await copied(page, "整页链接和二维码");
  const full = await openPage(await someone(phone), link, problems);
  await full.getByText("充值遇到问题了？").first().waitFor();
  for (const [name, type] of [["下载 PNG", "png"], ["下载 SVG", "svg"]] as const) {
    const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name }).click()]);
    expect(file.suggestedFilename()).toBe(`yiwen-default-recharge.${type}`);
  }
});

test("the launcher of a site has its colour before anything is asked for", async () => {
  const [page] = await openSetup();
  await page.getByRole("combobox", { name: "站点" }).click();
  await page.getByTitle(/^星卡商户服务/).click();
  await expect.poll(() => page.getByRole("group", { name: "整页链接和二维码" }).innerText()).toContain("site=merchant");
  const code = await copied(page, "设置对象");
  const [there, asked] = await shopPage(code, "https://merchant.xingka.example");
  const button = launcher(there, "在线客服");
  await button.waitFor();
  expect(await button.evaluate((b) => getComputedStyle(b).backgroundColor)).toBe("rgb(15, 118, 110)");
  expect(asked).toEqual(["/yiwen.js?site=merchant"]);
  await button.click();
  await there.frameLocator("iframe").getByText("星卡商户服务").first().waitFor();
});

test("on a phone the menu shows where one is; the key that is asked for is the chosen site's", async () => {
  const [page] = await openSetup(phone);
  const here = page.getByRole("menuitem", { name: "接入" });
  await expect.poll(async () => ((await here.boundingBox())?.x ?? Infinity) + ((await here.boundingBox())?.width ?? 0)).toBeLessThanOrEqual(phone.width);
  await page.getByText("yiwen identity-key --site default", { exact: false }).waitFor();
  await page.getByRole("combobox", { name: "站点" }).click();
  await page.getByTitle(/^星卡商户服务/).click();
  await page.getByText("yiwen identity-key --site merchant", { exact: false }).waitFor();
});

test("a page that may not hold the chat is told what to do; an identity is looked at", async () => {
  const [page] = await openSetup();
  const address = page.getByRole("textbox", { name: "网页的网址" });
  await address.fill("www.xingka.example/help?x=1");
  // The server of these tests has no certificate.
  await page.getByRole("textbox", { name: "一问服务器的地址" }).fill("https://chat.xingka.example");
  await page.getByText(`可以用：${shop} 在站点`).waitFor();
  await address.fill("https://other.example/");
  await page.getByText("加一行 https://other.example").waitFor();
  await address.fill("https://merchant.xingka.example");
  await page.getByText("在另一个站点「星卡商户服务」里").waitFor();

  const identity = page.getByRole("textbox", { name: "服务器签好的身份" });
  const check = page.getByRole("button", { name: "检查", exact: true });
  await identity.fill(`hmac:${Buffer.from("xk10001").toString("base64url")}:${createHmac("sha256", "not the key").update("xk10001").digest("hex")}`);
  await check.click();
  await page.getByText("不是用这个站点的密钥签的").waitFor();
  // The demo shop signs its members in with the key of its site.
  const signed = await page.evaluate(async () => (await fetch("/demo/identity?user=xk10001")).text());
  await identity.fill(signed);
  await check.click();
  await page.getByText("有效 · JWT").waitFor();
  await page.getByText("张伟", { exact: true }).waitFor();
  await page.getByText("黄金会员").waitFor();
});
