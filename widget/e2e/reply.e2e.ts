// The conversation pane on the built program: writing to a customer, and to colleagues.
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { flaws } from "./support/axe.ts";
import { openChat, openDesk, say, shot } from "./support/browser.ts";
import { accept, log, press, reply, stage } from "./support/stage.ts";

const { server, problems, someone } = stage();

const box = (desk: Page) => desk.getByRole("textbox", { name: "回复客户" });
const note = (desk: Page) => desk.getByRole("textbox", { name: "备注", exact: true });
const tab = (desk: Page, name: string) => desk.locator(".write").getByText(name, { exact: true }).click();

/** A picture of one colour, as if it had been copied. */
const picture = "iVBORw0KGgoAAAANSUhEUgAAADwAAAAoCAIAAAAt2Q6oAAAAO0lEQVR42u3OQQkAAAgEsItjRCMayxQ+hMECLNXzTqSlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpS8tyOcvxEJhnYEAAAAASUVORK5CYII=";

/** Puts files into an element, by pasting or dropping them. */
async function give(desk: Page, kind: "paste" | "drop", files: { name: string; type: string; base64: string }[]): Promise<void> {
  await box(desk).evaluate(
    (el, { kind, files }) => {
      const data = new DataTransfer();
      for (const f of files) data.items.add(new File([Uint8Array.from(atob(f.base64), (c) => c.charCodeAt(0))], f.name, { type: f.type }));
      el.dispatchEvent(
        kind === "paste"
          ? new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true })
          : new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }),
      );
    },
    { kind, files },
  );
}

describe("to the customer", () => {
  test("a canned reply, a quote, a picture; what was sent by mistake is taken back", async () => {
    const desk = await openDesk(await someone(), server, "agent1", problems);
    const [page, chat] = await openChat(await someone(), server, problems);
    await say(chat, "转人工，密码忘了登不上，订单XK202611220007");
    await accept(desk, "密码忘了");

    // The customer's words are seen before they are sent.
    await chat.getByRole("textbox", { name: "请输入您的问题" }).pressSequentially("我的手机");
    await desk.getByText("客户正在输入：我的手机").waitFor();

    await box(desk).pressSequentially("/wh");
    await desk.getByRole("listbox", { name: "选择话术" }).waitFor();
    await shot(desk, "reply-canned");
    expect(await flaws(desk, ".talk"), "choosing").toEqual([]);
    await box(desk).press("Enter");
    expect(await box(desk).inputValue()).toContain("我是小林");
    await box(desk).press("Enter");
    await log(chat).getByText("我是小林").waitFor();

    // A quote, by the key of the customer's last words.
    await say(chat, "好的谢谢");
    await log(desk).getByText("好的谢谢").waitFor();
    await box(desk).press("Alt+r");
    await desk.locator(".write-quote").getByText("好的谢谢").waitFor();
    await give(desk, "paste", [{ name: "截图.png", type: "image/png", base64: picture }]);
    await desk.getByRole("list", { name: "要发送的附件" }).getByText("截图.png").waitFor();
    await desk.locator('.files [data-state="done"]').waitFor();
    await give(desk, "drop", [{ name: "坏.exe", type: "", base64: picture }]);
    await desk.getByText(/坏\.exe 的类型不能发送/).waitFor();
    await box(desk).fill("看这里，**第一步**点这个");
    await shot(desk, "reply-files");
    await box(desk).press("Enter");
    await log(desk).locator(".spoken.agent .attachments img").waitFor();
    await log(chat).locator(".row.agent img").first().waitFor();
    await log(desk).locator(".spoken.agent .quoted", { hasText: "好的谢谢" }).waitFor();
    await log(desk).getByText("已读").first().waitFor();

    await reply(desk, "这句发错了");
    await log(chat).getByText("这句发错了").waitFor();
    await log(desk).locator(".spoken", { hasText: "这句发错了" }).hover();
    await log(desk).locator(".spoken", { hasText: "这句发错了" }).getByRole("button", { name: "撤回" }).click();
    await log(desk).getByText("已撤回").waitFor();
    await log(chat).getByText("这句发错了").waitFor({ state: "detached" });
    await shot(desk, "reply-log");
    await shot(page, "reply-chat");
    expect(await flaws(desk, ".talk"), "talking").toEqual([]);
  });

  test("a suggested answer goes with one key; a draft with its file survives a reload", async () => {
    const desk = await openDesk(await someone(), server, "agent1", problems);
    const [, chat] = await openChat(await someone(), server, problems);
    await say(chat, "转人工");
    await accept(desk, "转人工");
    await say(chat, "怎么开发票");
    const strip = desk.getByRole("region", { name: "推荐答案" });
    await strip.getByRole("button", { name: "发送" }).first().waitFor();
    await shot(desk, "reply-suggest");
    await box(desk).press("Alt+Enter");
    await log(desk).locator(".spoken.agent").first().waitFor();
    await strip.waitFor({ state: "detached" });

    await box(desk).fill("写了一半");
    await give(desk, "paste", [{ name: "图.png", type: "image/png", base64: picture }]);
    await desk.locator('.files [data-state="done"]').waitFor();
    await desk.reload();
    await box(desk).waitFor();
    expect(await box(desk).inputValue()).toBe("写了一半");
    await desk.locator('.files [data-state="done"]').waitFor();
    await box(desk).press("Enter");
    await log(chat).getByText("写了一半").waitFor();
  });

  test("a promise runs in sight, and a closed case is read only", async () => {
    const desk = await openDesk(await someone(), server, "agent1", problems);
    const [, chat] = await openChat(await someone(), server, problems);
    await say(chat, "我要人工，充话费没到");
    await accept(desk, "充话费没到");
    await reply(desk, "我先查一下，**10 分钟** 后回复您");
    await log(desk).getByText(/坐席承诺 .* 前回复/).waitFor();
    await reply(desk, "请您稍等"); // which does not keep it
    await log(chat).getByText("请您稍等").waitFor();
    await chat.getByText(/客服承诺 .* 前回复您/).waitFor();
    await desk.locator(".talk-clocks").getByText(/还剩/).first().waitFor();
    await desk.getByRole("button", { name: "结束会话" }).click();
    await press(desk.getByRole("dialog").getByRole("button", { name: "结束会话" }), desk.getByText("会话已结束。", { exact: false }));
    expect(await box(desk).count()).toBe(0);
    await shot(desk, "reply-closed");
  });
});

describe("among colleagues", () => {
  test("a note asks a colleague by name, a supervisor whispers; the customer sees neither", async () => {
    const [one, two, boss] = [
      await openDesk(await someone(), server, "agent1", problems),
      await openDesk(await someone(), server, "agent2", problems),
      await openDesk(await someone(), server, "supervisor1", problems),
    ];
    const [, chat] = await openChat(await someone(), server, problems);
    await say(chat, "转人工，卡密提示已被使用");
    await accept(one, "卡密提示");
    await say(chat, "暗号甲");
    await log(one).getByText("暗号甲").waitFor();
    await tab(one, "备注");
    await note(one).pressSequentially("卡是新的，@小");
    await one.getByRole("option", { name: /小周/ }).click();
    await note(one).pressSequentially("看下");
    await note(one).press("Enter");
    await two.getByRole("tab", { name: /提到我/ }).click();
    await two.getByRole("listitem").filter({ hasText: "暗号甲" }).getByRole("button").first().click();
    await log(two).getByText("卡是新的，@小周 看下").waitFor();
    await note(two).fill("系统里显示未使用");
    await note(two).press("Enter");
    await log(one).getByText("系统里显示未使用").waitFor();

    await boss.getByRole("tab", { name: /团队/ }).click();
    await boss.getByRole("listitem").filter({ hasText: "暗号甲" }).getByRole("button").first().click();
    await boss.getByRole("textbox", { name: "耳语" }).fill("可以直接换卡");
    await boss.getByRole("textbox", { name: "耳语" }).press("Enter");
    await log(one).locator(".spoken.whisper", { hasText: "可以直接换卡" }).waitFor();
    await shot(one, "reply-whisper");
    expect(await flaws(boss, ".talk"), "watching").toEqual([]);
    expect(await log(chat).getByText(/卡是新的|未使用的|直接换卡/).count()).toBe(0);
  });

  test("why the bot answered is told, and that it was wrong reaches the editors", async () => {
    const desk = await openDesk(await someone(), server, "agent1", problems);
    const [, chat] = await openChat(await someone(), server, problems);
    await say(chat, "怎么开发票");
    await log(chat).locator(".row.bot").first().waitFor();
    await chat.getByRole("button", { name: "转人工" }).click();
    await accept(desk, "怎么开发票");
    const answer = log(desk).locator(".spoken.bot").first();
    await press(answer.getByRole("button", { name: /依据/ }), answer.getByText("命中条目"));
    await shot(desk, "reply-basis");
    expect(await flaws(desk, ".talk"), "reasons").toEqual([]);
    await answer.getByRole("button", { name: /答错了|缺答案/ }).click();
    const dialog = desk.getByRole("dialog");
    await dialog.getByRole("textbox").last().fill("开票入口改了");
    await dialog.getByRole("button", { name: "提交" }).click();
    await dialog.waitFor({ state: "hidden" });
  });
});
