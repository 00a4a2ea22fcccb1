// How the chat looks and speaks: light and dark, three languages, any colour of a
// shop, from 320 px to 4K; its menu, its transcript, the focus, the old browsers.
import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { flaws } from "./support/axe.ts";
import { openPage, shot } from "./support/browser.ts";
import { log, settled, stage } from "./support/stage.ts";

const { server, problems, someone } = stage();

/** The chat as a page of its own, at a size, with what its address asks for. */
async function chat(query: string, width = 390, height = 844): Promise<Page> {
  const context = await someone({ width, height });
  return openPage(context, `${server.url}/chat/?${query}`, problems);
}

async function ask(page: Page, text: string): Promise<void> {
  const box = page.getByRole("textbox").last();
  await box.fill(text);
  await box.press("Enter");
  await settled(page, text);
  await log(page).locator(".row.bot").last().waitFor();
}

/** Whether nothing sticks out to the side. */
const fits = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth);

test.each([
  ["zh-CN", "light", "1668dc", "发送", 390, 844], ["zh-TW", "dark", "ffd400", "傳送", 320, 640],
  ["en", "dark", "c2185b", "Send", 844, 390], ["en", "light", "00c853", "Send", 2560, 1440],
])("%s, %s, #%s: whole, readable, in its language", async (locale, theme, colour, send, width, height) => {
  const page = await chat(`locale=${locale}&theme=${theme}&colour=%23${colour}`, width, height);
  await page.getByRole("button", { name: send, exact: true }).waitFor();
  expect(await page.locator("html").getAttribute("lang")).toBe(locale);
  await ask(page, "怎么开发票");
  expect(await flaws(page), "answer").toEqual([]);
  expect(await fits(page)).toBe(true);
  await shot(page, `look-${locale}-${theme}-${width}`);
  await page.locator(".human").click();
  await page.locator(".waiting").waitFor();
  expect(await fits(page)).toBe(true);
  await page.locator(".more > button").click();
  await page.getByRole("menu").waitFor();
  expect(await flaws(page), "waiting, with the menu").toEqual([]);
  await shot(page, `look-${locale}-${theme}-${width}-menu`);
});

test("the menu by the keyboard; dialogs take the focus and give it back", async () => {
  const page = await chat("locale=zh-CN");
  await ask(page, "怎么开发票");
  const more = page.getByRole("button", { name: "更多" });
  await more.focus();
  await page.keyboard.press("Enter");
  const focused = () => page.evaluate(() => document.activeElement?.textContent ?? "");
  await expect.poll(focused).toBe("查工单");
  await page.keyboard.press("ArrowDown");
  expect(await focused()).toBe("对话记录");
  await page.keyboard.press("Escape");
  expect(await more.evaluate((e) => e === document.activeElement)).toBe(true);

  await page.keyboard.press("Enter");
  await expect.poll(focused).toBe("查工单");
  await page.keyboard.press("Enter");
  const panel = page.getByRole("dialog", { name: "查工单" });
  await panel.getByRole("textbox").first().waitFor();
  expect(await flaws(page), "tickets").toEqual([]);
  await shot(page, "look-tickets");
  for (let i = 0; i < 8; i++) {
    await page.keyboard.press("Tab");
    const outside = await page.evaluate(() => document.activeElement !== document.body && !document.activeElement?.closest("dialog"));
    expect(outside, "the focus left the dialog").toBe(false);
  }
  await page.keyboard.press("Escape");
  await panel.waitFor({ state: "detached" });
  expect(await more.evaluate((e) => e === document.activeElement)).toBe(true);
});

test("nothing that is to be hit is smaller than 24 pixels", async () => {
  const page = await chat("locale=zh-CN", 320, 640);
  await ask(page, "怎么开发票");
  await page.locator(".more > button").click();
  await page.getByRole("menu").waitFor();
  const small = await page.locator("button:visible, a:visible, textarea:visible").evaluateAll((all) =>
    all.flatMap((e) => {
      const { width, height } = e.getBoundingClientRect();
      const inline = e.tagName === "A" && getComputedStyle(e).display === "inline"; // words in a sentence may be
      return inline || (width >= 24 && height >= 24) ? [] : [`${e.outerHTML.slice(0, 80)} ${width} x ${height}`];
    }),
  );
  expect(small).toEqual([]);
});

test("the transcript: all of it, as a file, with times and names", async () => {
  const page = await chat("locale=zh-CN");
  await ask(page, "怎么开发票");
  await page.locator(".more > button").click();
  await page.getByRole("menuitem", { name: "对话记录" }).click();
  const download = page.waitForEvent("download");
  await page.getByRole("dialog").getByRole("button", { name: "下载" }).click();
  const file = await download;
  expect(file.suggestedFilename()).toMatch(/^对话记录-\d{4}-\d\d-\d\d\.txt$/);
  const text = readFileSync(await file.path(), "utf8");
  expect(text).toMatch(/^\ufeff.*对话记录\r\n导出于 \d{4}-/);
  expect(text).toMatch(/\[\d{4}-\d\d-\d\d \d\d:\d\d\] 我\r\n怎么开发票\r\n/);
  await shot(page, "look-transcript");
});

test("a part that cannot be loaded says so, and comes when it can", async () => {
  const page = await chat("locale=zh-CN");
  await page.getByRole("button", { name: "转人工" }).waitFor();
  await page.route("**/assets/TicketPanel-*.js*", (route) => route.abort());
  await page.locator(".more > button").click();
  await page.getByRole("menuitem", { name: "查工单" }).click();
  await page.getByRole("alert").getByText("加载失败").waitFor();
  problems.length = 0; // the browser names what was not let through
  await page.unroute("**/assets/TicketPanel-*.js*");
  await page.getByRole("button", { name: "重新加载" }).click();
  await page.getByRole("dialog", { name: "查工单" }).waitFor();
});

test("WeChat's browser on a phone of 2018: without what is newer the chat talks", async () => {
  const context = await someone({ width: 360, height: 640 });
  await context.addInitScript(() => {
    const gone = (from: object, ...names: string[]) => names.forEach((name) => delete (from as Record<string, unknown>)[name]);
    gone(Array.prototype, "at", "findLast", "findLastIndex", "toReversed", "toSorted", "toSpliced", "with");
    gone(String.prototype, "at", "replaceAll", "matchAll");
    gone(Object, "fromEntries", "hasOwn", "groupBy");
    gone(Promise, "allSettled", "any", "withResolvers");
    gone(window, "ResizeObserver", "BroadcastChannel", "structuredClone", "queueMicrotask", "WeakRef", "visualViewport", "requestIdleCallback");
    gone(Crypto.prototype, "randomUUID");
    gone(Navigator.prototype, "locks", "userActivation");
    gone(HTMLDialogElement.prototype, "showModal", "show", "close");
    Object.defineProperty(navigator, "userAgent", { value: "Mozilla/5.0 (Linux; Android 9) AppleWebKit/537.36 Chrome/69.0 Mobile Safari/537.36 MicroMessenger/7.0" });
  });
  const page = await openPage(context, `${server.url}/chat/?locale=zh-CN`, problems);
  await ask(page, "怎么开发票");
  await page.locator(".more > button").click();
  await page.getByRole("menuitem", { name: "对话记录" }).click();
  const panel = page.getByRole("dialog", { name: "对话记录" });
  await panel.getByRole("button", { name: "复制全部" }).waitFor();
  expect(await panel.getByRole("button", { name: "下载" }).count()).toBe(0);
  await shot(page, "look-wechat");
  await page.keyboard.press("Escape");
  await panel.waitFor({ state: "detached" });
});
