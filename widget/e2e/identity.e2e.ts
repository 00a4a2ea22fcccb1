// Who the customer is, and what is left of him when he has gone, on the built program.
import type { BrowserContext, FrameLocator, Page } from "playwright-core";
import { expect, test } from "vitest";
import { openChat, openDesk, openPage, say, shot } from "./support/browser.ts";
import { accept, log, settled, stage } from "./support/stage.ts";

const { server, problems, someone } = stage();

const member = (shop: Page, user: string) => shop.locator("#member").selectOption(user);
const chatOf = (page: Page): FrameLocator => page.frameLocator("iframe");
const yiwen = (page: Page, ...call: unknown[]) =>
  page.evaluate((c) => (window as unknown as { yiwen(...a: unknown[]): void }).yiwen(...c), call as never[]);

/** Opens the chat of a page that is there. */
async function open(page: Page): Promise<FrameLocator> {
  await page.getByRole("button", { name: /在线客服/ }).click();
  await chatOf(page).getByText("在线", { exact: true }).waitFor();
  return chatOf(page);
}

/** Everything that a browser keeps or shows of a page, its frames included: one text. */
async function remains(context: BrowserContext): Promise<string> {
  const found: unknown[] = [await context.cookies()];
  for (const page of context.pages()) {
    for (const frame of page.frames()) {
      found.push(frame.url(), await frame.evaluate(async () => {
        const all: unknown[] = [{ ...localStorage }, { ...sessionStorage }, history.state, document.documentElement.outerHTML];
        for (const box of document.querySelectorAll("input, textarea")) all.push((box as HTMLInputElement).value);
        for (const name of await caches.keys()) {
          for (const request of await (await caches.open(name)).keys()) all.push(request.url);
        }
        for (const { name } of await indexedDB.databases()) {
          const db = await new Promise<IDBDatabase>((done, fail) => {
            const asked = indexedDB.open(name ?? "");
            asked.onsuccess = () => done(asked.result);
            asked.onerror = () => fail(asked.error);
          });
          for (const store of db.objectStoreNames) {
            all.push(await new Promise((done, fail) => {
              const rows = db.transaction(store).objectStore(store);
              const [keys, values] = [rows.getAllKeys(), rows.getAll()];
              values.onsuccess = () => done([keys.result, values.result]);
              values.onerror = () => fail(values.error);
            }));
          }
          db.close();
        }
        return JSON.stringify(all);
      }));
    }
  }
  return JSON.stringify(found);
}

/** The visitor's token that a browser keeps; "" where it keeps none. */
const token = async (page: Page) =>
  (await page.evaluate(() => Object.entries({ ...localStorage }).find(([key]) => key.startsWith("yiwen/visitor/"))?.[1])) ?? "";

test("who signs in in the middle of a talk is known at once; what the page says stays apart", async () => {
  const [page, chat] = await openChat(await someone(), server, problems);
  await yiwen(page, "setAttributes", { 来源: "公众号", 会员等级: "至尊<b>会员</b>" });
  await say(chat, "我要人工，我是谁");
  await settled(chat, "我是谁");
  const desk = await openDesk(await someone(), server, "agent1", problems);
  await accept(desk, "我是谁");
  const about = desk.getByRole("complementary", { name: "会话信息" });
  await about.getByText("未登录访客").waitFor();
  await about.getByText("未验证").waitFor();
  await about.getByText("至尊<b>会员</b>").waitFor();

  await member(page, "xk10001");
  await log(desk).getByText("顾客已登录商城账号 xk10001（张伟）").waitFor();
  await about.getByText("黄金会员").waitFor();
  await about.getByText("已验证").waitFor();
  await shot(desk, "identity-desk");
  await say(chat, "现在知道了吧");
  await settled(chat, "现在知道了吧");
  expect(await log(chat).getByText("顾客已登录").count()).toBe(0);
  expect(await log(chat).getByText("我是谁").count()).toBe(1);
});

test("logging out leaves nothing: in no tab, in no store, behind no button of the browser", async () => {
  const context = await someone();
  const page = await openPage(context, server.url, problems);
  await member(page, "xk10002");
  const chat = await open(page);
  await say(chat, "我的秘密是芝麻开门");
  await settled(chat, "芝麻开门");
  await chat.getByRole("textbox", { name: "请输入您的问题" }).fill("没说完的芝麻开门");
  const other = await openPage(context, server.url, problems);
  const there = await open(other);
  await log(there).getByText("芝麻开门").first().waitFor();
  const before = await token(page);
  expect(before).not.toBe("");
  expect(await remains(context)).toContain("芝麻开门");

  await yiwen(page, "logout");
  await expect.poll(() => page.locator("iframe").count()).toBe(0); // the chat said that nothing is left
  await there.getByText("这里的对话已清空").waitFor();
  await shot(other, "identity-loggedout");
  await member(page, "");
  await member(other, "");
  const clean = async (when: string) => {
    const left = await remains(context);
    for (const trace of ["芝麻开门", before, "xk10002"]) {
      // The shop's own list of members names them all.
      const found = left.replaceAll('value=\\\\\\"xk10002\\\\\\"', "").includes(trace);
      expect(found, `${trace} ${when}`).toBe(false);
    }
  };
  await clean("after logging out");
  await page.goto(`${server.url}/demo/`).catch(() => undefined);
  await page.goBack();
  await clean("after going back");
  await page.reload();
  await clean("after a reload");

  const anew = await open(page);
  await anew.getByText("您好").first().waitFor();
  expect(await log(anew).locator(".row.customer").count()).toBe(0);
  expect(await token(page)).not.toBe(before);
  await clean("in the next visit");

  // The token is worth nothing to who has a copy of it.
  const thief = await someone();
  const stolen = await openPage(thief, `${server.url}/chat/`, problems);
  await stolen.evaluate((t) => localStorage.setItem("yiwen/visitor/default", t), before);
  await stolen.reload();
  await stolen.getByText("在线", { exact: true }).waitFor();
  expect(await stolen.getByText("芝麻开门").count()).toBe(0);
  expect(await token(stolen)).not.toBe(before);
});

test("another member at the same browser sees nothing of the one before", async () => {
  const context = await someone();
  const page = await openPage(context, server.url, problems);
  await member(page, "xk10001");
  const chat = await open(page);
  await say(chat, "张伟的秘密");
  await settled(chat, "张伟的秘密");
  await member(page, "xk10003"); // without signing out
  await expect.poll(() => log(chat).getByText("张伟的秘密").count()).toBe(0);
  await chat.getByText("在线", { exact: true }).waitFor();
  await say(chat, "我是王强");
  await settled(chat, "我是王强");
  await page.reload();
  const again = await open(page);
  await log(again).getByText("我是王强").waitFor();
  expect(await remains(context)).not.toContain("张伟的秘密");
});
