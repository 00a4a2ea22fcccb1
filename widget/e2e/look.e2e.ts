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

test("twice the text at 320 pixels, in colours of the customer's own", async () => {
  const page = await chat("locale=en", 320, 640);
  await page.emulateMedia({ forcedColors: "active", reducedMotion: "reduce" });
  await page.evaluate(() => (document.documentElement.style.fontSize = "200%"));
  expect(await fits(page), "welcome").toBe(true);
  const read = await log(page).evaluate((e) => ({ at: e.scrollTop, more: e.scrollHeight > e.clientHeight }));
  expect(read, "a welcome that is longer than the screen begins at its beginning").toEqual({ at: 0, more: true });
  await ask(page, "怎么开发票");
  expect(await log(page).locator(".row.bot .bubble").last().getAttribute("lang")).toBe("zh-CN");
  expect(await fits(page), "answer").toBe(true);
  await page.locator(".human").click();
  await page.locator(".waiting").waitFor();
  await page.locator(".more > button").click();
  const menu = page.getByRole("menu");
  await menu.waitFor();
  expect(await flaws(page), "waiting, with the menu").toEqual([]);
  expect(await fits(page), "waiting, with the menu").toBe(true);
  expect((await menu.boundingBox())?.x).toBeGreaterThanOrEqual(0);
  await shot(page, "look-forced-200");
});

test("a screen reader hears the answer once, not the customer, and nothing of what was said before", async () => {
  const page = await chat("locale=zh-CN");
  // What comes into the box of the voice is written down: it does not stay there.
  const listen = () =>
    page.evaluate(() => {
      const heard: string[] = [];
      Object.assign(window, { heard });
      const box = document.querySelector("body > [aria-live=polite]");
      if (!box) return false;
      new MutationObserver((all) => {
        for (const { addedNodes } of all) for (const n of addedNodes) heard.push(n.textContent ?? "");
      }).observe(box, { childList: true });
      return true;
    });
  const heard = () => page.evaluate(() => (window as unknown as { heard: string[] }).heard);
  await expect.poll(listen).toBe(true);
  await ask(page, "怎么开发票");
  await expect.poll(async () => (await heard()).filter((h) => h.includes("申请开票")).length).toBe(1);
  expect((await heard()).some((h) => h.includes("怎么开发票"))).toBe(false);
  await page.reload();
  await expect.poll(listen).toBe(true);
  await log(page).locator(".row.bot").last().waitFor();
  expect(await page.locator("body > [aria-live=polite] > p").count()).toBe(0);
  // The first Tab offers the way past the log.
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  expect(await page.evaluate(() => document.activeElement?.tagName)).toBe("TEXTAREA");
});

test("pinyin: Enter of the input method sends nothing, and what it came to is suggested for", async () => {
  const page = await chat("locale=zh-CN");
  const box = page.getByRole("textbox").last();
  await page.getByText("在线", { exact: true }).waitFor();
  await box.click();
  const keys = await page.context().newCDPSession(page);
  for (const text of ["tui", "tui kuan"]) await keys.send("Input.imeSetComposition", { text, selectionStart: text.length, selectionEnd: text.length });
  await keys.send("Input.dispatchKeyEvent", { type: "rawKeyDown", windowsVirtualKeyCode: 229, key: "Process", code: "Enter" });
  await keys.send("Input.insertText", { text: "退款" });
  await page.getByRole("option").filter({ hasText: "退款" }).first().waitFor();
  expect(await box.inputValue()).toBe("退款");
  expect(await log(page).locator(".row.customer").count()).toBe(0);
});

test("what was seen in one tab is not unread in another", async () => {
  const context = await someone({ width: 390, height: 844 });
  const front = await openPage(context, `${server.url}/chat/?locale=zh-CN`, problems);
  await ask(front, "怎么开发票");
  await context.addInitScript(() => Object.defineProperty(document, "visibilityState", { value: "hidden" }));
  const back = await openPage(context, `${server.url}/chat/?locale=zh-CN`, problems);
  await log(back).locator(".row.bot").last().waitFor();
  await back.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
  await back.locator("body > .skip").waitFor({ state: "attached" }); // what tabs tell each other has come with it
  const before = await log(back).locator(".row.bot").count();
  await ask(front, "充值没到账");
  await expect.poll(() => log(back).locator(".row.bot").count()).toBeGreaterThan(before);
  await expect.poll(() => back.title()).not.toMatch(/^\(/);
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
  await page.route("**/assets/ticketing-*.js*", (route) => route.abort());
  await page.locator(".more > button").click();
  await page.getByRole("menuitem", { name: "查工单" }).click();
  await page.getByRole("alert").getByText("加载失败").waitFor();
  problems.length = 0; // the browser names what was not let through
  await page.unroute("**/assets/ticketing-*.js*");
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
