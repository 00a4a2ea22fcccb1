// The frame of the desk with several people at once, on the built program.
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { flaws } from "./support/axe.ts";
import { openDesk, openPage, shot } from "./support/browser.ts";
import { crowd } from "./support/crowd.ts";
import { password } from "./support/server.ts";
import { stage } from "./support/stage.ts";

const { server, problems, someone } = stage();

const region = (desk: Page, name: string) => desk.getByRole("region", { name, exact: true });
const tab = (desk: Page, name: RegExp) => desk.getByRole("tab", { name });
const offers = (desk: Page) => region(desk, "派给我的会话");
const note = (desk: Page, text: string | RegExp) => desk.locator(".ant-message").getByText(text).last();

async function customers(...words: string[][]): Promise<void> {
  await crowd(await openPage(await someone(), `${server.url}/chat/`, problems), words);
}

/** Signs in, and opens the list with one's own cases. */
async function agent(name: string, state?: string): Promise<Page> {
  const desk = await openDesk(await someone(), server, name, problems);
  if (state) await presence(desk, state);
  return desk;
}

async function presence(desk: Page, state: string): Promise<void> {
  await desk.getByRole("button", { name: /^接待状态/ }).click();
  await desk.locator(".presence-menu").getByRole("button", { name: state }).click();
  await desk.getByRole("button", { name: new RegExp(`^接待状态 .*${state}`) }).waitFor();
}

/** Takes the waiting case that shows these words, whoever it is offered to. */
async function take(desk: Page, words: string): Promise<void> {
  await tab(desk, /^排队/).click();
  await region(desk, "排队中").getByRole("listitem").filter({ hasText: words }).getByRole("button", { name: "接入" }).click();
  await region(desk, "我的会话").getByText(words).waitFor();
}

async function close(desk: Page): Promise<void> {
  await desk.getByRole("button", { name: "结束会话" }).click();
  const dialog = desk.getByRole("dialog");
  const end = dialog.getByRole("button", { name: "结束会话" });
  await dialog.getByText("已按机器人的判断预填").waitFor();
  if (await end.isDisabled()) {
    if (await dialog.getByText("请选择问题分类").count()) {
      await dialog.getByRole("combobox", { name: "问题分类" }).click();
      await desk.locator(".ant-select-item-option").first().click();
    }
    await dialog.getByText("已解决", { exact: true }).click();
    await end.click();
  } else {
    // The bot has filled in everything: one key is enough.
    await expect.poll(() => end.evaluate((button) => button === document.activeElement)).toBe(true);
    await desk.keyboard.press("Enter");
  }
  await note(desk, "会话已结束").waitFor();
}

describe("the desk", () => {
  test("who is offline is told so; going online brings an offer, which takes no focus; accepting opens the case", async () => {
    const desk = await agent("agent1");
    await customers(["转人工，第一位客户的充值没到账"]);
    await region(desk, "排队中").getByText("第一位客户").waitFor();
    await desk.getByText("您现在是离线：不会分到任何会话。").waitFor();
    const search = desk.getByRole("textbox", { name: "搜索客户" });
    await search.focus();
    await desk.keyboard.type("第");
    await desk.getByRole("button", { name: "上线接待" }).focus();
    await desk.keyboard.press("Enter");
    await search.focus();
    await offers(desk).getByText("第一位客户").waitFor();
    await desk.keyboard.type("一位");
    expect(await search.inputValue()).toBe("第一位");
    await search.fill("");
    await shot(desk, "queue-offer");
    await desk.keyboard.press("Alt+a");
    await desk.getByRole("textbox", { name: "回复客户" }).waitFor();
    expect(await tab(desk, /^我的/).getAttribute("aria-selected")).toBe("true");
    await region(desk, "我的会话").getByText("第一位客户").waitFor();
    await shot(desk, "queue-accepted");

    await desk.reload();
    await desk.getByRole("textbox", { name: "回复客户" }).waitFor();
    await region(desk, "我的会话").getByText("第一位客户").waitFor();
    await presence(desk, "离线");
    await close(desk);
  });

  test("who declines says why, and the next agent is asked", async () => {
    const one = await agent("agent1", "在线");
    const two = await agent("agent2");
    await customers(["转人工，第二位客户的账号登不上"]);
    await offers(one).getByText("第二位客户").waitFor();
    await presence(two, "在线");
    await offers(one).getByRole("button", { name: "拒绝" }).click();
    await one.getByRole("menuitem", { name: "不是我的业务" }).click();
    await note(one, "已拒绝").waitFor();
    await offers(two).getByText("第二位客户").waitFor();
    await offers(two).getByRole("button", { name: "接入" }).click();
    await two.getByRole("textbox", { name: "回复客户" }).waitFor();
    await presence(one, "离线");
    await presence(two, "离线");
    await close(two);
  });

  test("a case is transferred with a note, watched and taken over by a supervisor, parked, and found when it is closed", async () => {
    const [one, two] = [await agent("agent1"), await agent("agent2")];
    const boss = await openPage(await someone(), `${server.url}/desk/`, problems);
    await signIn(boss, "supervisor1");
    await customers(["转人工，第三位客户的卡密打不开"]);
    await take(one, "第三位客户");

    await one.keyboard.press("Alt+t");
    const dialog = one.getByRole("dialog", { name: "转接会话" });
    await dialog.getByRole("radio", { name: /小周/ }).check();
    await dialog.getByRole("textbox").fill("客户要换卡，请接着处理");
    await shot(one, "queue-transfer");
    await dialog.getByRole("button", { name: "转接", exact: true }).click();
    await note(one, "已转接").waitFor();
    // Who gave it away looks on no longer.
    await one.getByText("从左边选一个会话").waitFor();
    await take(two, "第三位客户");
    await two.getByRole("log").getByText("客户要换卡").waitFor();
    expect(await two.getByText(/也在看/).count()).toBe(0);

    await tab(boss, /^团队/).click();
    await region(boss, "团队会话").getByRole("button", { name: /第三位客户/ }).click();
    await boss.getByText("旁观", { exact: true }).waitFor();
    await two.getByText(/也在看/).waitFor();
    await shot(boss, "queue-watch");
    await two.getByRole("textbox", { name: "回复客户" }).fill("换卡的回复写了一半");
    await boss.getByRole("button", { name: "接管" }).click();
    await Promise.all([
      note(two, /接管了 .+ 的会话/).waitFor(), // begun before it can come
      boss.getByRole("dialog").getByRole("button", { name: "确定" }).click(),
    ]);
    await boss.getByRole("textbox", { name: "回复客户" }).waitFor();
    await region(two, "您还没有发出的回复").getByText("换卡的回复写了一半").waitFor();
    await region(two, "我的会话").getByText("还没有接入的会话").waitFor();
    await shot(two, "queue-taken");

    await boss.getByRole("button", { name: "暂缓" }).click();
    await boss.getByRole("menuitem", { name: "30 分钟后" }).click();
    await region(boss, "我的会话").getByText(/暂缓至/).waitFor();
    await boss.getByRole("button", { name: "继续处理" }).click();
    await note(boss, "已继续处理").waitFor();
    await close(boss);
    await tab(boss, /^已结束/).click();
    await region(boss, "已结束的会话").getByText("第三位客户").first().waitFor();
    await shot(boss, "queue-closed");
  });

  test("a colleague is invited and mentioned, sees the case, and leaves", async () => {
    const [one, two] = [await agent("agent1"), await agent("agent2")];
    await customers(["转人工，第四位客户要提现"]);
    await take(one, "第四位客户");
    await one.getByRole("button", { name: "更多" }).click();
    await one.getByRole("menuitem", { name: "邀请同事" }).click();
    const dialog = one.getByRole("dialog", { name: "邀请同事协助" });
    await dialog.getByRole("radio", { name: /小周/ }).check();
    await dialog.getByRole("button", { name: "邀请同事" }).click();
    await one.getByText("协助：小周").waitFor();
    await tab(two, /^提到我/).click();
    await region(two, "提到我的会话").getByRole("button", { name: /第四位客户/ }).click();
    await two.getByText("协助中").waitFor();
    await two.getByRole("button", { name: "退出协助" }).click();
    await region(two, "提到我的会话").getByText("没有同事提到您").waitFor();
    await close(one);
  });

  test("the next of the line is pulled; lists and cases are reached by keys", async () => {
    const desk = await agent("agent2");
    await customers(["转人工，第五位客户的话费没到"], ["转人工，第六位客户的话费没到"]);
    await region(desk, "排队中").getByText("第六位客户").waitFor();
    await desk.keyboard.press("Alt+n");
    await desk.getByRole("textbox", { name: "回复客户" }).waitFor();
    await desk.keyboard.press("Alt+1");
    await region(desk, "排队中").getByText("第六位客户").waitFor();
    await desk.keyboard.press("Alt+ArrowDown");
    await desk.getByRole("button", { name: "接入" }).first().waitFor();
    await desk.keyboard.press("Alt+a");
    await region(desk, "我的会话").getByText("第六位客户").waitFor();
    await desk.getByRole("heading", { name: /访客/ }).click();
    await desk.keyboard.press("?");
    await desk.getByRole("dialog", { name: "键盘快捷键" }).getByText("Alt+T").waitFor();
    await shot(desk, "queue-keys");
    await desk.keyboard.press("Escape");
    await desk.getByRole("dialog").waitFor({ state: "hidden" });
    for (const words of ["第五位客户", "第六位客户"]) {
      await tab(desk, /^我的/).click();
      await region(desk, "我的会话").getByRole("button", { name: new RegExp(words) }).click();
      await close(desk);
    }
  });

  test("light and dark, Chinese and English, are without serious faults", async () => {
    const desk = await agent("agent1");
    await customers(["转人工，第七位客户被骗了，快点"], ["怎么申请退款"]);
    await take(desk, "第七位客户");
    expect(await flaws(desk)).toEqual([]);
    await desk.getByRole("button", { name: "设置" }).click();
    await desk.getByRole("dialog").getByText("深色").click();
    await desk.locator(":root[data-theme=dark]").waitFor();
    await desk.keyboard.press("Escape");
    await desk.getByRole("dialog").waitFor({ state: "hidden" });
    await shot(desk, "queue-dark");
    expect(await flaws(desk)).toEqual([]);
    await close(desk);
    await desk.getByRole("button", { name: "设置" }).click();
    await desk.getByRole("dialog").getByText("English").click();
    await region(desk, "My cases").waitFor();
    await shot(desk, "queue-english");
  });
});

async function signIn(page: Page, name: string): Promise<void> {
  await page.getByLabel("用户名").fill(name);
  await page.getByLabel("密码").fill(password);
  await page.getByRole("button", { name: "登录" }).click();
  await page.getByRole("heading", { name: /排队中/ }).waitFor();
}
