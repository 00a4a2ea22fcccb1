// What the shop is set to becomes no more than text: its sites, entrances, words and teams, and what its staff say of their absences.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { Agent } from "./support/agent.ts";
import { openPage, phone, say } from "./support/browser.ts";
import { Hands } from "./support/hands.ts";
import { settled, stage } from "./support/stage.ts";
import { corpus, packs, patience, shows, small, Trap } from "./support/xss.ts";

const { server, problems, someone } = stage();
const hands = new Hands(server, problems);

interface Front {
  id: string;
  name: string;
}

test("sites, entrances and the lists of words are text for editors and customers", async () => {
  const staff = await someone();
  const watch = await Trap.set(staff, server.url);
  const page = await hands.at(staff, "admin1", "/console/");
  const [welcome = ""] = packs("site-welcome", 400);
  await hands.save(page, "settings", "settings", (body) => ({
    ...body,
    sites: [
      ...(body["sites"] as Front[]).map((site) => ({ ...site, ...(site.id === "default" && { name: small("site-name"), welcome }) })),
      // On a page of which nothing else speaks.
      { id: "evil", name: small("site-other"), welcome: small("site-hello") },
    ],
    entrances: [...(body["entrances"] as Front[]), { id: "evil", name: small("entrance-name"), welcome: packs("entrance-welcome", 400)[0], form: ["order_no"] }],
  }));
  // What parts the words of these lists cannot be in one.
  const words = corpus.map(({ text }) => text.replace(/[\s,，、;；|#]+/g, "")).filter((text) => [...text].length <= 32);
  await hands.save(page, "synonyms", "synonyms", (body) => [words.slice(0, 15), ...(body as unknown as string[][])]);
  await hands.save(page, "dictionary", "dictionary", (body) => [...words.slice(15).map((text) => ({ text, freq: 3 })), ...(body as unknown as object[])]);
  await hands.visit(page, "/console/understanding/settings", "site-name", "entrance-name");
  const folded = page.getByRole("button", { name: /^第 \d+ 个.*展开$/ }); // of which each click makes one less
  for (let n = await folded.count(); n > 0; n--) await folded.first().click();
  await shows(page, "site-welcome", "entrance-welcome");
  await hands.visit(page, "/console/understanding/synonyms", words[0] ?? "");
  await hands.visit(page, "/console/understanding/dictionary", words.slice(15).find((text) => text.includes("<")) ?? "");
  await hands.publish(page, small("version"));
  await hands.visit(page, "/console/setup", "site-name");
  await page.getByRole("combobox", { name: "入口", exact: true }).click();
  await page.getByText(small("entrance-name")).first().click();
  await shows(page, "entrance-name");
  await watch.empty();

  const context = await someone(phone);
  const trap = await Trap.set(context, server.url);
  const chat = await openPage(context, `${server.url}/chat/`, problems);
  await shows(chat, "site-name", "site-welcome");
  expect(await chat.title()).toBe(small("site-name"));
  await chat.goto(`${server.url}/chat/?entry=evil`);
  await shows(chat, "entrance-welcome");
  await chat.goto(`${server.url}/chat/?site=evil`);
  await shows(chat, "site-other", "site-hello");
  await trap.empty();
}, 120_000);

test("the names of teams, and why somebody declines or is away, are text at the desk and in the chat", async () => {
  const pack = mkdtempSync(join(tmpdir(), "yiwen-pack-"));
  try {
    await server.run(["export", pack]);
    const file = join(pack, "teams.yaml");
    writeFileSync(file, readFileSync(file, "utf8").replace(/^( +(?:- )?name: ).*$/gm, (_, key: string) => `${key}'${small("team")}'`));
    await server.run(["import", pack]);
  } finally {
    rmSync(pack, { recursive: true, force: true });
  }

  const customer = await someone(phone);
  const trap = await Trap.set(customer, server.url);
  const staff = await someone();
  const watch = await Trap.set(staff, server.url);
  const agent = await Agent.online(staff, server, "agent1");
  const chat = await openPage(customer, `${server.url}/chat/`, problems);
  await say(chat, "我要人工，芝麻团队");
  await settled(chat, "芝麻团队");
  const conversation = await agent.seen("我要人工，芝麻团队");
  const decline = () => agent.ask({ type: "decline", conversation, reason: packs("declined", 200, " ")[0] });
  await expect.poll(() => decline().then(() => "", String), { timeout: patience }).toBe(""); // once it is offered to him
  await agent.ask({ type: "presence", state: "break", reason: packs("away", 200, " ")[0] });

  const boss = await someone();
  const still = await Trap.set(boss, server.url);
  const desk = await hands.at(boss, "supervisor1", `/desk/c/${conversation}`);
  await shows(desk, "declined", "team");
  await hands.visit(desk, "/desk/floor", "team", "away");
  await hands.visit(desk, "/desk/tickets");
  await hands.visit(desk, "/console/understanding/settings");
  await still.empty();
  await watch.empty();
  await trap.empty();
}, 120_000);
