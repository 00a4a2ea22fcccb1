// The face of who serves: set at the desk, seen by the customer, taken away.
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { flaws } from "./support/axe.ts";
import { openDesk, openPage, phone, say, shot } from "./support/browser.ts";
import { password } from "./support/server.ts";
import { accept, log, reply, settled, stage } from "./support/stage.ts";

const { server, problems, someone } = stage();

/** A picture of two colours, as a file. */
async function portrait(page: Page): Promise<{ name: string; mimeType: string; buffer: Buffer }> {
  const data = await page.evaluate(() => {
    const canvas = Object.assign(document.createElement("canvas"), { width: 600, height: 400 });
    const pen = canvas.getContext("2d");
    if (!pen) throw new Error("no canvas");
    pen.fillStyle = "#9ad0f5";
    pen.fillRect(0, 0, 600, 400);
    pen.fillStyle = "#8a4b2d";
    pen.beginPath();
    pen.arc(300, 170, 90, 0, 7);
    pen.arc(300, 430, 170, 0, 7);
    pen.fill();
    return canvas.toDataURL("image/png").split(",")[1] ?? "";
  });
  return { name: "我.png", mimeType: "image/png", buffer: Buffer.from(data, "base64") };
}

const answer = (chat: Page, text: string) => log(chat).locator(".row.agent", { hasText: text });

test("an agent's picture is set at the desk, shown to customers, and gone when it is taken away", async () => {
  const chat = await openPage(await someone(phone), `${server.url}/chat/`, problems);
  await chat.getByText("在线", { exact: true }).waitFor();
  await say(chat, "我要找人工处理退款");
  await settled(chat, "我要找人工处理退款");
  const desk = await openDesk(await someone(), server, "agent1", problems);
  await accept(desk, "我要找人工处理退款");
  await reply(desk, "您好，我是小林");
  await answer(chat, "您好，我是小林").locator("span.face", { hasText: "林" }).waitFor();
  await chat.locator(".serving span.face").waitFor();
  expect(await flaws(chat), "a letter").toEqual([]);
  await shot(chat, "face-letter");

  await desk.getByRole("button", { name: "小林，我的资料" }).click();
  const input = desk.getByLabel("上传头像");
  await input.setInputFiles({ name: "我.png", mimeType: "image/png", buffer: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>') });
  await desk.getByRole("alert").getByText("头像要用图片（PNG、JPG、WebP），不能用其他文件").waitFor();
  await input.setInputFiles(await portrait(desk));
  await desk.getByRole("button", { name: "移除头像" }).waitFor();
  expect(await flaws(desk, ".own"), "profile").toEqual([]);
  await shot(desk, "face-profile");
  const address = await desk.locator(".own img.face").getAttribute("src");
  expect(address).toMatch(/^\/files\/[0-9a-f]{32}$/);
  await desk.keyboard.press("Escape");

  // The log knows who spoke, not how he looked: what was said before has it, too.
  const shown = async (face: string) => {
    await chat.reload();
    await answer(chat, "您好，我是小林").waitFor();
    await chat.locator(".serving .face").waitFor();
    return log(chat).locator(`.row.agent ${face}`).count();
  };
  await expect.poll(() => shown(`img.face[src="${address}"]`), { timeout: 20_000 }).toBe(1);
  await chat.locator(`.serving img.face[src="${address}"]`).waitFor();
  expect(await chat.evaluate(() => [...document.querySelectorAll<HTMLImageElement>("img.face")].map((i) => i.naturalWidth))).not.toContain(0);
  expect(await flaws(chat), "a picture").toEqual([]);
  await shot(chat, "face-picture");

  const floor = await openPage(await someone(), `${server.url}/desk/`, problems);
  const signed = await floor.request.post(`${server.url}/api/session`, { data: { name: "supervisor1", password } });
  expect(signed.status()).toBe(200);
  await floor.goto(`${server.url}/desk/floor`);
  await floor.getByRole("button", { name: "移除头像" }).click();
  await floor.getByRole("tooltip").getByRole("button", { name: "移除头像" }).click();
  await floor.getByText("头像已移除").waitFor();
  expect((await floor.request.get(`${server.url}${address}`)).status()).toBe(404);
  await expect.poll(() => shown("span.face"), { timeout: 20_000 }).toBe(1);
});
