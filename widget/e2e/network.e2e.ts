// Both sides talk over networks that misbehave, and type on meanwhile. In the end
// both screens, and a tab that is opened anew, show every message once and in order.
//
// SEED repeats a run; MESSAGES=50 and LONG=1 make it what it is beside the gate: 50
// messages each way in each trouble, a whole minute offline.
import type { BrowserContext, Page } from "playwright-core";
import { afterEach, describe, expect, test } from "vitest";
import { dice } from "../src/wire/testing/dice.ts";
import { flaws } from "./support/axe.ts";
import { openDesk, openPage, say, shot } from "./support/browser.ts";
import { Network, type Trouble } from "./support/proxy.ts";
import { Server } from "./support/server.ts";
import { accept, log, stage } from "./support/stage.ts";

const { server, problems, someone } = stage();

const messages = Number(process.env["MESSAGES"] ?? 8);
const seed = Number(process.env["SEED"] ?? Date.now() % 1_000_000);
const long = process.env["LONG"] !== undefined;
console.info(`network: SEED=${seed} MESSAGES=${messages}`);

/** How long everything may take to arrive once the network is well, in milliseconds. */
const patience = 60_000;

const networks: Network[] = [];
afterEach(async () => {
  for (const n of networks.splice(0)) await n.close();
});

/** A network of its own, and where the pages are that go over it. */
async function network(): Promise<[Network, string]> {
  const n = new Network(server.url);
  networks.push(n);
  return [n, await n.listen()];
}

/** A customer and an agent who talk, each over a network of their own. */
interface Talk {
  roll: () => number;
  page: Page;
  desk: Page;
  context: BrowserContext;
  at: string;
  nets: [Network, Network];
}

/** Lets a customer reach an agent, while all is well. */
async function begin(name: string): Promise<Talk> {
  const [[mine, at], [theirs, deskAt]] = [await network(), await network()];
  const context = await someone();
  const desk = await openDesk(await someone(), { url: deskAt } as Server, "agent1", problems);
  const page = await openPage(context, `${at}/chat/`, problems);
  await page.getByText("在线", { exact: true }).waitFor();
  await say(page, `转人工，${name}`);
  await accept(desk, name);
  await page.getByText("客服小林为您服务").first().waitFor();
  return { roll: dice(seed), page, desk, context, at, nets: [mine, theirs] };
}

/** Both type, in an order and with pauses that the dice say; `between` happens after each. */
async function type({ roll, page, desk }: Talk, between: (i: number) => Promise<void> | void = () => undefined): Promise<void> {
  for (let i = 1; i <= messages; i++) {
    const both = [() => say(page, `客${i}。`), () => answer(desk, `服${i}。`)];
    if (roll() < 0.5) both.reverse();
    for (const one of both) {
      await one();
      await page.waitForTimeout(roll() * 300);
    }
    await between(i);
  }
}

/** Answers as an agent does, who sees what he writes before he sends it. */
async function answer(desk: Page, text: string): Promise<void> {
  const box = desk.getByRole("textbox", { name: "回复客户" });
  await box.fill(text);
  await desk.locator(".write-foot button[type=submit]:enabled").waitFor();
  await box.press("Enter");
  await expect.poll(() => box.inputValue()).toBe("");
}

/** Loads the page anew, as often as a bad network asks for. */
async function reload(page: Page): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      await page.reload({ timeout: 20_000 });
      return;
    } catch (error) {
      if (tries === 20) throw error;
    }
  }
}

const inChat = (page: Page) => log(page).locator(".row.customer .bubble, .row.agent .bubble").allInnerTexts();
const atDesk = (page: Page) => log(page).locator(".spoken.customer .spoken-text, .spoken.agent .spoken-text").allInnerTexts();
const numbered = (texts: string[], whose: string) => texts.map((t) => t.trim()).filter((t) => t.startsWith(whose));

/** Waits until both sides have all, and sees that it is there once, in order, on both screens and in the log. */
async function settled({ page, desk, context, at, nets }: Talk, name: string): Promise<void> {
  for (const n of nets) n.calm();
  const told = (whose: string) => Array.from({ length: messages }, (_, i) => `${whose}${i + 1}。`);
  const last = (of: Page, text: string) => log(of).getByText(text, { exact: true }).first().waitFor({ timeout: patience });
  for (const side of [page, desk]) await Promise.all([last(side, `客${messages}。`), last(side, `服${messages}。`)]);
  await expect.poll(() => log(page).locator('.row.customer[data-state="pending"]').count(), { timeout: patience }).toBe(0);
  await expect.poll(() => page.locator(".banner").count(), { timeout: patience }).toBe(0);
  await shot(page, `network-${name}`);

  const fresh = await openPage(context, `${at}/chat/`, problems);
  await last(fresh, `客${messages}。`);
  await last(fresh, `服${messages}。`);
  for (const [whose, texts] of Object.entries({ chat: await inChat(page), desk: await atDesk(desk), log: await inChat(fresh) })) {
    expect(numbered(texts, "客"), `${whose}, SEED=${seed}`).toEqual(told("客"));
    expect(numbered(texts, "服"), `${whose}, SEED=${seed}`).toEqual(told("服"));
  }
  const order = (texts: string[]) => texts.map((t) => t.trim()).filter((t) => /^[客服]\d+。$/.test(t));
  expect(order(await inChat(page)), `SEED=${seed}`).toEqual(order(await inChat(fresh)));
  expect(order(await atDesk(desk)), `SEED=${seed}`).toEqual(order(await inChat(fresh)));
}

describe("every message once and in order", () => {
  const suffering: [string, string, Trouble][] = [
    ["with 3 s of lag", "lag", { lag: 3_000 }],
    ["at 1 KiB/s", "slow", { rate: 1_024 }],
    ["over connections that break after 3,000 bytes", "cut", { cutAfter: 3_000 }],
  ];
  for (const [what, name, trouble] of suffering) {
    test(what, { timeout: 400_000 }, async () => {
      const talk = await begin(name);
      for (const n of talk.nets) n.suffer(trouble);
      await type(talk, async (i) => {
        if (i === Math.ceil(messages / 2)) await reload(talk.page);
      });
      await settled(talk, name);
      if (trouble.cutAfter) expect(talk.nets[0].cuts).toBeGreaterThan(0);
    });
  }

  test("where the server's answers are cut off: stored, and nobody heard", { timeout: 400_000 }, async () => {
    const talk = await begin("ack");
    for (const n of talk.nets) n.suffer({ cutAnswer: () => talk.roll() < 0.4 });
    await type(talk, async (i) => {
      if (i === Math.ceil(messages / 2)) await reload(talk.page);
    });
    await settled(talk, "ack");
    expect(talk.nets[0].cuts).toBeGreaterThan(0);
    expect(talk.nets[1].cuts).toBeGreaterThan(0);
  });

  test("over a connection that is open and dead", { timeout: 400_000 }, async () => {
    const talk = await begin("half-open");
    await type(talk, (i) => {
      if (i !== 2) return;
      for (const n of talk.nets) n.suffer({ dead: true });
    });
    // Those connections stay dead: both sides have to find out, and to make new ones.
    await settled(talk, "half-open");
  });

  test("offline, with a reload while a message waits", { timeout: 400_000 }, async () => {
    const talk = await begin("offline");
    const { page, nets } = talk;
    await type(talk, async (i) => {
      if (i === 2) nets[0].suffer({ down: true });
      // An agent who is away for a minute is away: his customers are given to others.
      if (i === 2 && !long) nets[1].suffer({ down: true });
      if (i !== Math.ceil(messages / 2)) return;
      if (long) await page.waitForTimeout(60_000); // the very thing to be tried
      await page.getByText("正在重新连接", { exact: false }).first().waitFor();
      expect(await flaws(page), "offline").toEqual([]);
      await shot(page, "network-offline-unsent");
      // The pages come back before the talk does, as from a cache.
      nets[0].suffer({ cutAfter: 0 });
      await reload(page);
      await log(page).locator('.row.customer[data-state="pending"]', { hasText: `客${i}。` }).waitFor();
    });
    await settled(talk, "offline");
  });

  test("said in two tabs in turn, over connections that break", { timeout: 400_000 }, async () => {
    const talk = await begin("tabs");
    const { page, context, at, nets } = talk;
    const other = await openPage(context, `${at}/chat/`, problems);
    await log(other).getByText("转人工，tabs").waitFor();
    nets[0].suffer({ cutAfter: 3_000 });
    await talkIn(talk, [page, other]);
    await settled(talk, "tabs");
    await shownIn(other, page);
  });

  test("a tab that the browser froze holds no other up, and catches up", { timeout: 400_000 }, async () => {
    const talk = await begin("frozen");
    const { page, context, at } = talk;
    const other = await openPage(context, `${at}/chat/`, problems);
    await log(other).getByText("转人工，frozen").waitFor();
    const browser = await context.newCDPSession(page);
    await browser.send("Page.setWebLifecycleState", { state: "frozen" });
    await talkIn(talk, [other]);
    await browser.send("Page.setWebLifecycleState", { state: "active" });
    await settled(talk, "frozen");
    await shownIn(other, page);
  });
});

/** The customer says one thing after the other, each in the next of his tabs, once all show what he said before; he is answered each time. */
async function talkIn({ desk }: Talk, tabs: readonly Page[]): Promise<void> {
  for (let i = 1; i <= messages; i++) {
    await say(tabs[i % tabs.length] as Page, `客${i}。`);
    for (const tab of tabs) await log(tab).getByText(`客${i}。`, { exact: true }).first().waitFor({ timeout: patience });
    await answer(desk, `服${i}。`);
  }
}

/** Waits until a tab shows what another one does. */
async function shownIn(tab: Page, like: Page): Promise<void> {
  await expect.poll(() => inChat(tab), { timeout: patience }).toEqual(await inChat(like));
}
