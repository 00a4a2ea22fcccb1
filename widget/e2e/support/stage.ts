// What each file of browser tests stands on: a server and a Chromium of its own,
// people with browsers of their own, and no errors in any page.
import type { Browser, BrowserContext, FrameLocator, Locator, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect } from "vitest";
import { desktop, launch, person } from "./browser.ts";
import type { Hours } from "./pack.ts";
import { Server } from "./server.ts";

/** Where a file's tests take place. */
export interface Stage {
  server: Server;
  /** What went wrong in the pages of the running test; it fails when there is anything. */
  problems: string[];
  /** A person with a browser, gone after the test. */
  someone(viewport?: typeof desktop): Promise<BrowserContext>;
}

/** Sets the stage for the tests of the calling file; with people there around the clock, or not at all. */
export function stage(hours: Hours = "open"): Stage {
  const server = new Server(hours);
  const problems: string[] = [];
  const contexts: BrowserContext[] = [];
  let browser: Browser | undefined;

  beforeAll(async () => {
    await server.start();
    browser = await launch();
  });
  afterAll(async () => {
    await browser?.close();
    await server.close();
  });
  beforeEach(() => {
    problems.length = 0;
  });
  afterEach(async () => {
    for (const c of contexts.splice(0)) await c.close();
    expect(problems, "errors in the pages").toEqual([]);
  });

  const someone = async (viewport = desktop) => {
    if (!browser) throw new Error("the browser is not running");
    const context = await person(browser, viewport);
    contexts.push(context);
    return context;
  };
  return { server, problems, someone };
}

/** The conversation on a page, of the customer's or the agent's. */
export const log = (page: FrameLocator | Page) => page.getByRole("log");

/** The words in what matches `of`, in order. */
export const words = (page: FrameLocator | Page, of: string): Promise<string[]> => log(page).locator(of).allInnerTexts();

/** Waits until a message of the customer's is stored. */
export const settled = (chat: FrameLocator | Page, text: string): Promise<void> =>
  log(chat).locator('.row.customer[data-state="sent"]', { hasText: text }).waitFor();

/** Takes the waiting case that shows these words. */
export async function accept(desk: Page, text: string): Promise<void> {
  const card = desk.getByRole("region", { name: "排队中" }).getByRole("listitem").filter({ hasText: text });
  await card.getByRole("button", { name: "接入" }).click();
  await desk.getByRole("textbox", { name: "回复客户" }).waitFor();
}

/**
 * Clicks until `shows` is there. What comes in meanwhile, right after a case was
 * taken, may move a button between the press of the mouse and its release.
 */
export async function press(button: Locator, shows: Locator): Promise<void> {
  await expect
    .poll(
      async () => {
        if (!(await shows.isVisible())) await button.click({ timeout: 1_000 }).catch(() => undefined); // gone: it was heard
        return shows.isVisible();
      },
      { timeout: 30_000, interval: 1_000 },
    )
    .toBe(true);
}

/** Answers the customer of the open case. */
export async function reply(desk: Page, text: string): Promise<void> {
  const box = desk.getByRole("textbox", { name: "回复客户" });
  await box.fill(text);
  await box.press("Enter");
}
