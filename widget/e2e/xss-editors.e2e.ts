// What editors write becomes no more than text on every page of theirs, and in the chat once it is live.
import { expect, test } from "vitest";
import { openPage, phone, say } from "./support/browser.ts";
import { brief, Hands, shortest } from "./support/hands.ts";
import { stage } from "./support/stage.ts";
import { corpus, packs, shows, small, Trap } from "./support/xss.ts";

const { server, problems, someone } = stage();
const hands = new Hands(server, problems);

/** The cells of a CSV file. */
const cellsOf = (csv: string): string[] =>
  [...csv.replace(/^\ufeff/, "").matchAll(/("(?:[^"]|"")*"|[^",\r\n]*)(?:,|\r?\n|$)/g)].map(([, cell = ""]) => cell.replace(/^"|"$/g, "").replaceAll('""', '"'));

test("what editors write is text on every page of theirs, and in the chat once it is live", async () => {
  const staff = await someone();
  const watch = await Trap.set(staff, server.url);
  const page = await hands.at(staff, "admin1", "/console/");
  const [whole = ""] = packs("answer", 20_000);
  const entry = {
    id: "evil", question: packs("question", 200, " ")[0], variants: packs("variant", 200, " ").slice(0, 50), keywords: [small("keyword").slice(0, 20)],
    category: brief("category"), tags: [shortest], answer: whole,
  };
  await hands.json(page, "POST", "/api/entries", { entry, note: packs("entry-note", 500)[0] });
  await hands.save(page, "rule", "evil", () => ({ id: "evil", any: ["芝麻规则"], action: "answer", reply: packs("rule-reply", 1000)[0], tags: [shortest] }));
  await hands.save(page, "smalltalk", "evil/1", () => ({ kind: "evil", patterns: ["芝麻闲聊"], replies: [packs("smalltalk", 1000)[0]] }));
  await hands.save(page, "flow", "evil", () => ({
    id: "evil", name: brief("flow"), intro: packs("flow-intro", 500)[0], end: { do: "answer", say: packs("flow-end", 500)[0] },
    slots: [{ name: "a", label: brief("slot"), kind: "choice", ask: packs("slot-ask", 500)[0], options: [{ label: brief("option") }, { label: shortest }] }],
  }));
  await hands.save(page, "replies", "replies", (body) => ({ ...body, welcome: packs("welcome", 500)[0], hot: ["evil", "refund-how"] }));
  await hands.save(page, "settings", "settings", (body) => ({ ...body, name: small("shop-name").slice(0, 60) }));

  await hands.visit(page, "/console/entries", brief("category"));
  await hands.visit(page, `/console/entries?q=${encodeURIComponent("onerror=trapped")}`, "question", shortest);
  await hands.visit(page, "/console/entries/evil", "question", "variant", "answer", shortest);
  await page.getByRole("button", { name: "更多操作" }).click();
  await page.getByRole("menuitem", { name: "历史" }).click();
  await shows(page, "entry-note");
  await hands.visit(page, "/console/understanding/rules/evil", "rule-reply");
  await hands.visit(page, "/console/understanding/smalltalk/evil%2F1", "smalltalk");
  await hands.visit(page, "/console/understanding/flows/evil", brief("flow"), brief("slot"), brief("option"), "slot-ask", "flow-intro", "flow-end");
  await hands.visit(page, "/console/understanding/replies", "welcome");
  await hands.visit(page, "/console/understanding/settings", "shop-name");
  for (const place of ["dictionary", "synonyms", "stopwords", "homophones", "mood", "human", "talk"]) await hands.visit(page, `/console/understanding/${place}`);
  await hands.visit(page, "/console/publish", "question", "change-note");
  const folded = page.getByRole("button", { name: "展开行" }); // of which each click makes one less
  for (let n = await folded.count(); n > 0; n--) await folded.first().click();
  await shows(page, "answer", "variant", "rule-reply", "flow-intro");
  await watch.empty();

  // Live.
  await hands.publish(page, packs("version", 500)[0] ?? "");
  await hands.visit(page, "/console/publish/versions", "version");

  const context = await someone(phone);
  const trap = await Trap.set(context, server.url);
  const chat = await openPage(context, `${server.url}/chat/`, problems);
  await chat.getByText("在线", { exact: true }).waitFor();
  await shows(chat, "welcome", "question");
  await chat.getByRole("button", { name: /^question/ }).click();
  await shows(chat, "answer");
  await say(chat, "芝麻规则");
  await shows(chat, "rule-reply");
  await say(chat, "芝麻闲聊");
  await shows(chat, "smalltalk");
  await trap.empty();

  await hands.save(page, "golden", "evil", () => ({ id: "evil", text: small("golden"), entry: "card-invalid", note: small("golden-note") }));
  await hands.visit(page, "/console/understanding/golden");
  await hands.visit(page, `/console/ask?q=${encodeURIComponent(small("trial"))}`, "trial");
  await hands.visit(page, "/console/sheets");
  const rows = corpus.map(({ text }) => text).filter((t) => t.length <= 200).map((t) => [t, `表格 ${t}`].map((c) => `"${c.replaceAll('"', '""')}"`).join());
  await page.locator("input[type=file]").setInputFiles({ name: `${small("sheet")}.csv`, mimeType: "text/csv", buffer: Buffer.from(`\ufeff标准问题,答案,${JSON.stringify(brief("列"))}\r\n${rows.join("\r\n")}\r\n`) });
  await shows(page, brief("列"));
  await page.getByText(/^新增 \d+$/).click();
  await shows(page, corpus[0]?.text ?? "");
  await page.getByRole("button", { name: /^写入/ }).click();
  await page.getByText(/^已写入|写入完成|新增 \d+ 条/).first().waitFor();
  for (const file of ["/api/export?format=csv&of=draft", "/api/reports/entries.csv"]) {
    const cells = cellsOf(await (await page.request.get(server.url + file)).text());
    expect(cells.filter((c) => /^[=+@\t\r＝＋－＠-]/.test(c)), file).toEqual([]);
    expect(cells.some((c) => c.startsWith("'=HYPERLINK")) || !file.includes("export"), file).toBe(true);
  }
  for (const place of ["misses", "reports", "reports/gaps", "reports/stale", "twins", "limits", "sheets"]) await hands.visit(page, `/console/${place}`);
  await watch.empty();
}, 300_000);

