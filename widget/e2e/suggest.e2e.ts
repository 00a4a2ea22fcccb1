// Questions are suggested while a customer types, in a real browser, on the built program.
import type { FrameLocator, Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { flaws } from "./support/axe.ts";
import { openChat, openPage, phone, shot } from "./support/browser.ts";
import { log, settled, stage } from "./support/stage.ts";

const { server, problems, someone } = stage();

const box = (chat: FrameLocator | Page) => chat.getByRole("textbox", { name: "请输入您的问题" });
const list = (chat: FrameLocator | Page) => chat.getByRole("listbox", { name: "您可能想问" });
const options = (chat: FrameLocator | Page) => list(chat).getByRole("option");

describe("while a customer types", () => {
  test("questions that hold it are shown, and the arrows and Enter send one", async () => {
    const [page, chat] = await openChat(await someone(), server, problems);
    await box(chat).pressSequentially("没到账");
    await options(chat).filter({ hasText: "到账" }).first().waitFor();
    expect(await list(chat).locator("mark").first().innerText()).toBe("没到账");
    await shot(page, "suggest-text");
    expect(await flaws(page)).toEqual([]);
    await box(chat).press("ArrowDown");
    const first = options(chat).first();
    expect(await first.getAttribute("aria-selected")).toBe("true");
    expect(await box(chat).getAttribute("aria-activedescendant")).toBe(await first.getAttribute("id"));
    const question = await first.innerText();
    await shot(page, "suggest-keys");
    await box(chat).press("Enter");
    await settled(chat, question);
    expect(await list(chat).count()).toBe(0);
    expect(await box(chat).inputValue()).toBe("");
  });

  test("Escape puts them away and leaves the panel open; Enter sends what was typed", async () => {
    const [page, chat] = await openChat(await someone(), server, problems);
    await box(chat).pressSequentially("充值");
    await list(chat).waitFor();
    await box(chat).press("Escape");
    await list(chat).waitFor({ state: "detached" });
    await box(chat).press("Enter");
    await settled(chat, "充值");
    expect(await page.locator("iframe").isVisible()).toBe(true);
  });

  test("first letters are enough, and nothing shows where nothing fits", async () => {
    const [page, chat] = await openChat(await someone(), server, problems);
    await box(chat).pressSequentially("czmdz");
    await options(chat).filter({ hasText: "到账" }).first().waitFor();
    await shot(page, "suggest-initials");
    await box(chat).fill("今天天气真不错呀");
    await list(chat).waitFor({ state: "detached" });
  });

  test("what an input method has not turned into characters yet counts, and its keys stay its own", async () => {
    const context = await someone();
    const page = await openPage(context, `${server.url}/chat/`, problems);
    await box(page).click();
    const cdp = await context.newCDPSession(page);
    await cdp.send("Input.insertText", { text: "一直" });
    await list(page).waitFor();
    await cdp.send("Input.imeSetComposition", { text: "mei'd", selectionStart: 5, selectionEnd: 5 });
    await options(page).locator("mark", { hasText: "一直没到" }).first().waitFor();
    await cdp.send("Input.dispatchKeyEvent", { type: "rawKeyDown", key: "ArrowDown", code: "ArrowDown", windowsVirtualKeyCode: 229 });
    expect(await page.getByRole("option", { selected: true }).count()).toBe(0);
    await shot(page, "suggest-ime");
    await cdp.send("Input.insertText", { text: "没到账" });
    expect(await box(page).inputValue()).toBe("一直没到账");
    expect(await log(page).locator(".row.customer").count()).toBe(0);
  });

  test("on a phone a tap sends one; neither the box nor the log moves", async () => {
    const [page, chat] = await openChat(await someone(phone), server, problems);
    const before = await box(chat).boundingBox();
    const height = (await log(chat).boundingBox())?.height;
    await box(chat).pressSequentially("tuikuan");
    await list(chat).waitFor();
    const shown = await list(chat).boundingBox();
    expect(await box(chat).boundingBox()).toEqual(before);
    expect((await log(chat).boundingBox())?.height).toBe(height);
    expect((shown?.y ?? 0) + (shown?.height ?? 0)).toBeLessThanOrEqual(before?.y ?? 0);
    await shot(page, "suggest-phone");
    const question = await options(chat).first().innerText();
    await options(chat).first().tap();
    await settled(chat, question);
  });
});
