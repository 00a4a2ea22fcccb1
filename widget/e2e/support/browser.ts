// A Chromium of the system's, never one that a test tool fetched.
import { mkdirSync } from "node:fs";
import { resolve } from "node:path";
import { type Browser, type BrowserContext, chromium, type FrameLocator, type Page } from "playwright-core";
import { password, type Server } from "./server.ts";

const out = resolve(import.meta.dirname, "../out");

/** `back`: pages that were left are put away, and shown again as they were, as people's browsers do. */
export function launch(back = false): Promise<Browser> {
  return chromium.launch({
    ...(back && { ignoreDefaultArgs: ["--disable-back-forward-cache"] }),
    executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
    args: [
      "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
      "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ],
  });
}

export const desktop = { width: 1280, height: 800 };
export const phone = { width: 390, height: 844 };

/**
 * A person's browser: its own storage, Chinese, on Shanghai time. He wants no motion:
 * on a busy machine a dialog that grows is clicked beside its button.
 */
export function person(browser: Browser, viewport = desktop): Promise<BrowserContext> {
  return browser.newContext({
    viewport, locale: "zh-CN", timezoneId: "Asia/Shanghai", hasTouch: viewport === phone, isMobile: viewport === phone,
    deviceScaleFactor: viewport === phone ? 2 : 1, reducedMotion: "reduce",
  });
}

/** A page that fails the test when its script does or its policy is broken. */
export async function openPage(context: BrowserContext, url: string, problems: string[]): Promise<Page> {
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  page.on("pageerror", (error) => problems.push(`${page.url()}: ${error.message}`));
  page.on("console", (message) => {
    // Connections that the test itself breaks are named by the browser, not by us.
    const ours = message.type() === "error" && !/WebSocket connection|ERR_CONNECTION|Failed to load resource/.test(message.text());
    if (ours) problems.push(`${page.url()}: ${message.text()}`);
  });
  await page.goto(url);
  return page;
}

/** Opens the demo shop and the chat on it. */
export async function openChat(context: BrowserContext, server: Server, problems: string[]): Promise<[Page, FrameLocator]> {
  const page = await openPage(context, server.url, problems);
  await page.getByRole("button", { name: "在线客服" }).click();
  const chat = page.frameLocator("iframe");
  await chat.getByText("在线", { exact: true }).waitFor();
  return [page, chat];
}

/** Signs a member of staff in. */
export async function openDesk(context: BrowserContext, server: Server, name: string, problems: string[]): Promise<Page> {
  const page = await openPage(context, `${server.url}/desk/`, problems);
  await page.getByLabel("用户名").fill(name);
  await page.getByLabel("密码").fill(password);
  await page.getByRole("button", { name: "登录" }).click();
  await page.getByRole("heading", { name: /排队中/ }).waitFor();
  return page;
}

/** Says something in the chat, as a customer does. */
export async function say(chat: FrameLocator | Page, text: string): Promise<void> {
  const box = chat.getByRole("textbox", { name: "请输入您的问题" });
  await box.fill(text);
  await box.press("Enter");
}

/** Keeps a picture for whoever wants to look. */
export async function shot(page: Page, name: string): Promise<void> {
  mkdirSync(out, { recursive: true });
  await page.screenshot({ path: resolve(out, `${name}.png`) });
}
