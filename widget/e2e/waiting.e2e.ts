// What a customer sees who needs a person: the wait, promises, the talk with its
// files, quotes and marks, tickets, the rating.
import type { FrameLocator, Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { Agent } from "./support/agent.ts";
import { flaws } from "./support/axe.ts";
import { openChat, openPage, phone, say, shot } from "./support/browser.ts";
import { log, settled, stage } from "./support/stage.ts";

const { server, problems, someone } = stage();

/** The button of a message's menu, which a finger opens with a tap. */
async function inMenu(chat: FrameLocator | Page, text: string, name: string): Promise<void> {
  const row = log(chat).locator(".row", { hasText: text }).last();
  await row.locator(".bubble").tap();
  await row.getByRole("button", { name, exact: true }).tap();
}

/** A picture of that size, as a file. */
async function picture(page: Page, width: number, height: number): Promise<{ name: string; mimeType: string; buffer: Buffer }> {
  const data = await page.evaluate(([w, h]) => {
    const canvas = Object.assign(document.createElement("canvas"), { width: w, height: h });
    const pen = canvas.getContext("2d");
    pen?.fillRect(0, 0, w / 2, h);
    return canvas.toDataURL("image/png").split(",")[1] ?? "";
  }, [width, height] as const);
  return { name: "截图.png", mimeType: "image/png", buffer: Buffer.from(data, "base64") };
}

/** How many files the browser keeps. */
const kept = (chat: Page | FrameLocator) =>
  chat.locator("body").evaluate(() => new Promise<number>((done, fail) => {
    const open = indexedDB.open("yiwen");
    open.onerror = () => fail(open.error);
    open.onsuccess = () => {
      const all = open.result.transaction("yiwen").objectStore("yiwen").getAllKeys();
      all.onsuccess = () => done(all.result.filter((k) => String(k).startsWith("yiwen/files/")).length);
      open.result.close();
    };
  }));

describe("a customer who needs a person", () => {
  test("sees his place and what was promised, is served, and rates it", async () => {
    const page = await openPage(await someone(phone), `${server.url}/chat/`, problems);
    await page.getByText("在线", { exact: true }).waitFor();
    await say(page, "我要找人工处理退款");
    await page.getByText(/下一位就是您|前面还有/).waitFor();
    await page.getByText(/客服承诺 \S+ 前回复您/).waitFor();
    expect(await page.getByRole("timer").first().innerText()).toMatch(/还有 \d\d:\d\d/);
    expect(await flaws(page), "waiting").toEqual([]);
    await shot(page, "chat-waiting");

    const agent = await Agent.online(await someone(), server, "agent1");
    const conversation = await agent.take("我要找人工处理退款");
    await page.getByText("小林为您服务").first().waitFor();
    expect(await page.getByRole("button", { name: "取消排队" }).count()).toBe(0);
    await agent.remark({ type: "typing", conversation, on: true });
    await page.getByText("小林正在输入").waitFor();
    await agent.ask({ type: "say", conversation, text: "您好，请问订单号是多少？" });
    await log(page).getByText("您好，请问订单号是多少？").waitFor();

    await inMenu(page, "请问订单号", "引用");
    await say(page, "XK2026112201");
    await settled(page, "XK2026112201");
    const said = await agent.find({ type: "event", kind: "message", text: "XK2026112201" });
    expect(said["re"]).toBeGreaterThan(0);
    await agent.remark({ type: "read", conversation, seq: said["seq"] as number });
    await page.getByText("已读", { exact: true }).waitFor();
    await agent.ask({ type: "say", conversation, text: "10分钟后回复您", re: said["seq"] });
    await page.getByRole("button", { name: "引用我：XK2026112201" }).waitFor();
    await page.getByRole("timer").first().waitFor();

    await say(page, "发错了的话");
    await settled(page, "发错了的话");
    await inMenu(page, "发错了的话", "撤回");
    await page.getByText("您撤回了一条消息").waitFor();
    expect(await log(page).getByText("发错了的话").count()).toBe(0);
    await agent.find({ type: "event", kind: "recalled" });
    expect(await flaws(page), "talk").toEqual([]);
    await shot(page, "chat-talk");

    await agent.ask({ type: "close", conversation, summary: { text: "已退款" } });
    await page.locator(".stars label").nth(1).click();
    await page.getByText("回复慢").click();
    await page.getByRole("button", { name: "提交评价" }).click();
    await page.getByText("您给了 2 星评价").waitFor();
    await page.getByRole("button", { name: "修改评价" }).click();
    expect(await flaws(page), "rating").toEqual([]);
    await page.locator(".stars label").nth(4).click();
    await page.getByRole("button", { name: "提交评价" }).click();
    await page.getByText("您给了 5 星评价").waitFor();
    await say(page, "怎么修改登录密码");
    await log(page).locator(".row.bot").last().waitFor();
    await page.getByRole("button", { name: "转人工" }).first().waitFor();
  });

  test("sends a picture, which is made smaller, and sees those of the agent", async () => {
    const [page, chat] = await openChat(await someone(), server, problems);
    await say(chat, "找人工看截图");
    const agent = await Agent.online(await someone(), server, "agent1");
    const conversation = await agent.take("找人工看截图");
    await chat.locator("input[type=file]").setInputFiles(await picture(page, 3000, 1000));
    await chat.getByRole("list", { name: "要发送的文件" }).getByRole("img").waitFor();
    await chat.locator('.staged li[data-state="done"]').waitFor();
    await chat.getByRole("button", { name: "发送", exact: true }).click();
    const thumb = log(chat).getByRole("button", { name: "查看大图：截图.png" });
    await thumb.waitFor();
    const sent = await agent.find({ type: "event", kind: "message", text: "" });
    const [file] = sent["attachments"] as { id: string; width: number; height: number; type: string }[];
    expect(file).toMatchObject({ width: 2000, type: "image/png" });
    await thumb.click();
    await chat.getByRole("dialog", { name: "截图.png" }).waitFor();
    expect(await chat.getByRole("dialog").locator("img").evaluate((el: HTMLImageElement) => el.decode().then(() => el.naturalWidth))).toBe(2000);
    await page.keyboard.press("Escape");
    await chat.getByRole("dialog").waitFor({ state: "detached" });
    await agent.ask({ type: "say", conversation, text: "是这张吗", attachments: [file?.id] });
    await log(chat).locator(".row.agent .picture").waitFor();
  });

  test("finds what he had picked again after a reload, in this tab alone, until it is said", async () => {
    const context = await someone();
    const [page, chat] = await openChat(context, server, problems);
    const staged = (in_: typeof chat) => in_.getByRole("list", { name: "要发送的文件" }).getByRole("listitem");
    await page.route("**/api/uploads", (r) => r.abort()); // one that does not get out in this life of the page
    await chat.locator("input[type=file]").setInputFiles({ name: "说明.txt", mimeType: "text/plain", buffer: Buffer.from("付款成功") });
    await chat.locator('.staged li[data-state="failed"]').waitFor();
    await page.unroute("**/api/uploads");
    await chat.locator("input[type=file]").setInputFiles(await picture(page, 600, 400));
    await chat.locator('.staged li[data-state="done"] img').waitFor();
    await expect.poll(() => kept(chat)).toBe(2);

    await page.reload();
    await page.getByRole("button", { name: "在线客服" }).click();
    await chat.locator('.staged li[data-state="done"]').nth(1).waitFor();
    expect(await staged(chat).first().innerText()).toContain("说明.txt");
    expect(await staged(chat).nth(1).locator("img").evaluate((el: HTMLImageElement) => el.decode().then(() => el.naturalWidth))).toBeGreaterThan(0);
    await shot(page, "chat-staged");

    const [, other] = await openChat(context, server, problems);
    await other.getByText("在线", { exact: true }).waitFor();
    await say(other, "我在另一个窗口");
    await log(chat).getByText("我在另一个窗口").waitFor();
    expect(await staged(other).count()).toBe(0);

    await chat.getByRole("button", { name: "移除 说明.txt" }).click();
    await chat.getByRole("button", { name: "发送", exact: true }).click();
    await log(chat).getByRole("button", { name: "查看大图：截图.png" }).waitFor();
    expect(await staged(chat).count()).toBe(0);
    await expect.poll(() => kept(chat)).toBe(0);
  });

  test("is told of a file that the server does not take", async () => {
    const [, chat] = await openChat(await someone(), server, problems);
    await chat.locator("input[type=file]").setInputFiles({ name: "程序.exe", mimeType: "application/x-msdownload", buffer: Buffer.from("MZ\x90\x00\x03") });
    await chat.locator('.staged li[data-state="failed"]').waitFor();
    expect(await chat.locator(".staged .problem").innerText()).toMatch(/[一-鿿]/);
    expect(await chat.getByRole("button", { name: "发送", exact: true }).isDisabled()).toBe(true);
    await chat.getByRole("button", { name: "移除 程序.exe" }).click();
    expect(await chat.locator(".staged").count()).toBe(0);
  });

  test("finds his ticket, with its number alone and, elsewhere, with his phone", async () => {
    const page = await openPage(await someone(phone), `${server.url}/chat/`, problems);
    await page.getByText("在线", { exact: true }).waitFor();
    await say(page, "人工帮我登记一下");
    const agent = await Agent.online(await someone(), server, "agent1");
    const conversation = await agent.take("人工帮我登记一下");
    await agent.ask({ type: "file", conversation, phone: "13800138000", info: { story: "充值没到账" } });
    const number = await log(page).locator(".ticket b").innerText();
    await log(page).getByText("待处理").waitFor();
    await page.getByRole("button", { name: "查看进度" }).click();
    await page.getByRole("dialog").getByText("工单已建立").waitFor();
    await page.getByLabel("补充说明").fill("补一张付款截图");
    await page.getByRole("button", { name: "提交补充" }).click();
    await page.getByRole("dialog").getByText("补一张付款截图").waitFor();
    expect(await flaws(page), "ticket").toEqual([]);
    await shot(page, "chat-ticket");

    const other = await openPage(await someone(phone), `${server.url}/chat/`, problems);
    await other.getByRole("button", { name: "更多" }).click();
    await other.getByRole("menuitem", { name: "查工单" }).click();
    await other.getByLabel("工单号").fill(number.toLowerCase());
    await other.getByLabel("手机号后四位").fill("0000");
    await other.getByRole("button", { name: "查询" }).click();
    await other.getByRole("dialog").getByRole("alert").waitFor();
    await other.getByLabel("手机号后四位").fill("8000");
    await other.getByRole("button", { name: "查询" }).click();
    await other.getByRole("dialog").getByText("补一张付款截图").waitFor();
  });

  test("is known by name when he is signed in at the shop; the next one begins anew", async () => {
    const [page, chat] = await openChat(await someone(), server, problems);
    await page.getByLabel("登录演示会员").selectOption("xk10001");
    await say(chat, "会员找人工");
    const agent = await Agent.online(await someone(), server, "agent1");
    const conversation = await agent.take("会员找人工");
    // He signs in in the middle of the talk: his name comes to the case when it is proven.
    await expect
      .poll(async () => (await agent.find({ type: "case", conversation }))["row"], { timeout: 10_000 })
      .toMatchObject({ profile: { user: "xk10001", name: "张伟" } });
    // Another member at the same browser begins with an empty conversation.
    await page.getByLabel("登录演示会员").selectOption("xk10002");
    await log(chat).getByText("会员找人工").first().waitFor({ state: "detached" });
    expect(await log(chat).locator(".row").count()).toBe(0);
  });

  test("who is kept out is told, and can still read", async () => {
    const [, chat] = await openChat(await someone(), server, problems);
    await say(chat, "人工人工人工");
    const context = await someone();
    const agent = await Agent.online(context, server, "agent1");
    const conversation = await agent.take("人工人工人工");
    const until = Date.now() + 3_600_000;
    const blocked = await context.request.put(`${server.url}/api/customers/${conversation}/block`, { data: { reason: "辱骂", until } });
    expect(blocked.status(), await blocked.text()).toBeLessThan(300);
    // The server looks again after some seconds at most.
    await expect
      .poll(async () => {
        const box = chat.getByRole("textbox", { name: "请输入您的问题" });
        if (await box.isEnabled()) await say(chat, "喂");
        return box.isDisabled();
      }, { timeout: 20_000, interval: 1_000 }) // more would be a flood, which is refused for another reason
      .toBe(true);
    await chat.locator(".banner", { hasText: "暂时无法继续" }).waitFor();
    expect(await log(chat).getByText("人工人工人工").count()).toBeGreaterThan(0);
  });
});
