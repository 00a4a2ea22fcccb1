// A customer alone with the bot, in a real browser, on the built program.
import { describe, expect, test } from "vitest";
import { openChat, openPage, phone, say, shot } from "./support/browser.ts";
import { log, settled, stage, words } from "./support/stage.ts";

const { server, problems, someone } = stage();

describe("a customer", () => {
  test("is answered from the knowledge", async () => {
    const [page, chat] = await openChat(await someone(), server, problems);
    await say(chat, "充值了100块到现在还没到账");
    await log(chat).locator(".row.bot .bubble", { hasText: "5–30" }).waitFor();
    await shot(page, "chat-answer");
    expect(await words(chat, ".row.customer .bubble")).toEqual(["充值了100块到现在还没到账"]);
  });

  test("is asked back, and chooses by a tap", async () => {
    const [page, chat] = await openChat(await someone(), server, problems);
    await say(chat, "卡密");
    const offer = chat.getByRole("group", { name: "请选择" });
    const first = offer.getByRole("button").first();
    const label = (await first.innerText()).replace(/^\d+\s*/, "");
    await shot(page, "chat-clarify");
    await first.click();
    await log(chat).locator(".row.bot .bubble").nth(1).waitFor();
    expect(await words(chat, ".row.customer .bubble")).toEqual(["卡密", label]);
    expect(await first.isDisabled()).toBe(true);
  });

  test("is asked back, and chooses by a number", async () => {
    const [, chat] = await openChat(await someone(), server, problems);
    await say(chat, "卡密");
    await chat.getByRole("group", { name: "请选择" }).waitFor();
    await say(chat, "2");
    await log(chat).locator(".row.bot .bubble").nth(1).waitFor();
    expect(await words(chat, ".row.customer .bubble")).toEqual(["卡密", "2"]);
  });

  test("presses 转人工, waits in the line and leaves it", async () => {
    const [, chat] = await openChat(await someone(), server, problems);
    await chat.getByRole("button", { name: "转人工" }).first().click();
    await chat.getByText(/下一位就是您|前面还有/).waitFor();
    expect(await chat.getByRole("button", { name: "排队中" }).isDisabled()).toBe(true);
    await chat.getByRole("button", { name: "取消排队" }).click();
    await chat.getByRole("button", { name: "转人工" }).first().waitFor();
    expect(await chat.getByRole("button", { name: "取消排队" }).count()).toBe(0);
  });

  test("writes with an input method: the Enter that chooses a word does not send", async () => {
    const context = await someone();
    const page = await openPage(context, `${server.url}/chat/`, problems);
    const box = page.getByRole("textbox", { name: "请输入您的问题" });
    await box.click();
    const cdp = await context.newCDPSession(page);
    await cdp.send("Input.imeSetComposition", { text: "tui'kuan", selectionStart: 8, selectionEnd: 8 });
    // The key that an input method takes for itself arrives as 229.
    await cdp.send("Input.dispatchKeyEvent", { type: "rawKeyDown", key: "Enter", code: "Enter", windowsVirtualKeyCode: 229 });
    await cdp.send("Input.insertText", { text: "退款多久到账" });
    expect(await box.inputValue()).toBe("退款多久到账");
    expect(await log(page).locator(".row.customer").count()).toBe(0);
    await page.keyboard.press("Shift+Enter");
    expect(await box.inputValue()).toBe("退款多久到账\n");
    await page.keyboard.press("Enter");
    await settled(page, "退款多久到账");
    expect(await words(page, ".row.customer .bubble")).toEqual(["退款多久到账"]);
  });

  test("uses a phone: the chat fills it, and can be put away", async () => {
    const [page, chat] = await openChat(await someone(phone), server, problems);
    expect(await page.locator("iframe").boundingBox()).toMatchObject({ x: 0, y: 0, ...phone });
    await chat.getByRole("button", { name: /充值一直没到账/ }).click();
    await log(chat).locator(".row.bot .bubble").first().waitFor();
    await shot(page, "chat-phone");
    expect(await chat.locator("html").evaluate((el) => el.scrollWidth <= el.clientWidth)).toBe(true);
    await chat.getByRole("button", { name: "收起" }).click();
    await page.getByRole("button", { name: "在线客服" }).waitFor();
    await shot(page, "shop-phone");
  });

  test("opens the chat on a page with a strict policy and rude styles", async () => {
    const context = await someone();
    await context.route("**/rude", (route) =>
      route.fulfill({
        contentType: "text/html; charset=utf-8",
        headers: { "Content-Security-Policy": "default-src 'none'; script-src 'self'; frame-src 'self'; style-src 'nonce-x'" },
        body: `<!doctype html><title>rude</title><style nonce="x">div, span, button, iframe { display: none !important; opacity: 0 !important; width: 1px !important }</style>
          <script async src="/yiwen.js" data-site="default"></script><p>rude</p>`,
      }),
    );
    const page = await openPage(context, `${server.url}/rude`, problems);
    const button = page.getByRole("button", { name: "在线客服" });
    await button.waitFor();
    expect((await button.boundingBox())?.height).toBe(52);
    await button.click();
    await page.frameLocator("iframe").getByText("在线", { exact: true }).waitFor();
    expect((await page.locator("iframe").boundingBox())?.width).toBe(384);
  });

  test("has two tabs that show the same", async () => {
    const context = await someone();
    const [, first] = await openChat(context, server, problems);
    const second = await openPage(context, `${server.url}/chat/`, problems);
    await second.getByText("在线", { exact: true }).waitFor();
    await say(first, "从第一个窗口");
    await log(second).locator(".row.customer .bubble", { hasText: "从第一个窗口" }).waitFor();
    await say(second, "从第二个窗口");
    await log(first).locator(".row.customer .bubble", { hasText: "从第二个窗口" }).waitFor();
    expect(await words(first, ".row.customer .bubble")).toEqual(await words(second, ".row.customer .bubble"));
  });
});
