// Nothing that anybody writes becomes more than text for anybody else: what customers write at the desk and in the
// chat, what staff and editors write on every page that shows it.
import { createHmac } from "node:crypto";
import type { BrowserContext, Page } from "playwright-core";
import { expect, test } from "vitest";
import { corpus, foreign, packs, patience, shownOn, shows, small, told, Trap } from "./support/xss.ts";
import { Agent } from "./support/agent.ts";
import { openPage, phone, say } from "./support/browser.ts";
import { Callers } from "./support/caller.ts";
import { password } from "./support/server.ts";
import { settled, stage } from "./support/stage.ts";

const { server, problems, someone } = stage();

/** Opens a page of the server's own origin that is whatever its HTML says. */
async function careless(html: string): Promise<[Page, Trap]> {
  const context = await someone();
  const trap = await Trap.set(context, server.url);
  await context.route(`${server.url}/careless`, (r) => r.fulfill({ contentType: "text/html; charset=utf-8", body: html }));
  await context.route(`https://${foreign}/**`, (r) => r.abort("aborted")); // which leaves the page where it is
  const page = await context.newPage();
  await page.goto(`${server.url}/careless`);
  return [page, trap];
}

test("the trap notices every string that a page takes for HTML, and runs some", async () => {
  const [page, trap] = await careless("<!doctype html><title>careless</title><div id=here></div>");
  const ran: string[] = [];
  for (const { text, html } of corpus) {
    if (!html) continue;
    trap.found.length = 0;
    await page.evaluate((t) => {
      const here = document.querySelector("#here") as HTMLElement;
      here.setHTMLUnsafe(t);
      here.setHTMLUnsafe(here.innerHTML); // what was written is read again
    }, text);
    // What is asked for is asked for when the page is drawn.
    await expect.poll(() => told(page).then(() => trap.found.length), { message: text, timeout: patience }).toBeGreaterThan(0);
    ran.push(...trap.found.filter((f) => f.startsWith("ran")));
  }
  expect(new Set(ran).size).toBeGreaterThan(5);
});

const json = async (page: Page, method: string, path: string, data?: object) => {
  const answer = await page.request.fetch(`${server.url}${path}`, { method, ...(data && { data }) });
  expect(answer.ok(), `${method} ${path}: ${await answer.text()}`).toBe(true);
};

/** What a shop with a careless member list signs. */
async function signed(claims: object): Promise<string> {
  const key = await server.run(["identity-key"]);
  const part = (o: object) => Buffer.from(JSON.stringify(o)).toString("base64url");
  const head = `${part({ alg: "HS256", typ: "JWT" })}.${part({ aud: "default", exp: Math.floor(Date.now() / 1000) + 3600, ...claims })}`;
  return `${head}.${createHmac("sha256", key).update(head).digest("base64url")}`;
}

/** Uploads a file as a customer, or (without a token) as who is signed in; returns its id. */
async function upload(page: Page, token: string, name: string, body: string): Promise<string> {
  const answer = await page.request.post(`${server.url}/api/uploads`, {
    headers: token ? { "Yiwen-Visitor": token } : {}, multipart: { file: { name, mimeType: "text/plain", buffer: Buffer.from(body) } },
  });
  expect(answer.ok(), await answer.text()).toBe(true);
  return ((await answer.json()) as { id: string }).id;
}

/** Signs a member of staff in and opens a page. */
async function at(context: BrowserContext, name: string, path: string): Promise<Page> {
  await context.request.post(`${server.url}/api/session`, { data: { name, password } });
  return openPage(context, server.url + path, problems);
}

/** Goes to a page and waits until these fields stand on it. */
async function visit(page: Page, path: string, ...fields: string[]): Promise<void> {
  await page.goto(server.url + path);
  await shows(page, ...fields);
}

/** For what holds thirty characters. */
const brief = (field: string) => `${field}<svg onload=x()>`;
/** For what holds twenty. */
const shortest = "<b onclick=x()>tag";

/** Two by two pixels, as Windows draws them. */
const dot = Buffer.alloc(70);
dot.write("BM");
for (const [at, value] of [[2, 70], [10, 54], [14, 40], [18, 2], [22, 2], [26, 1 + (24 << 16)], [34, 16]] as const) dot.writeUInt32LE(value, at);

/** A card that is nothing but hostile. */
const card = (no: number) => ({
  kind: "goods", id: small(`card-id-${no}`).slice(0, 64), title: packs(`card-title-${no}`, 200, " ")[no % 9] ?? "", price: small("card-price"), status: small("card-status"),
  url: `https://${foreign}/"onmouseover="trapped(0)`, image: `https://${foreign}/<img/src=x/onerror=trapped(0)>.png`,
  fields: packs("card-label", 100, " ").slice(0, 10).map((label, i) => ({ label, value: packs("card-value", 100, " ")[i] ?? "" })),
});

test("what customers write is text in the chat and at the desk", async () => {
  const context = await someone();
  const trap = await Trap.set(context, server.url);
  await server.run(["staff", "add", "evil", "--name", small("agent-name").slice(0, 60), "--role", "supervisor"], `${password}\n`);

  // Who speaks the protocol himself: nothing that a chat would have kept back.
  const callers = await Callers.on(context, server);
  const guest = await callers.call({
    identity: await signed({ sub: small("user-id").slice(0, 64), name: small("user-name"), level: small("user-level"), phone: small("user-phone") }),
    attributes: { ...Object.fromEntries(packs("attribute", 200, " ").slice(0, 15).map((v, i) => [`n${i}<img src=x onerror=trapped(0)>`, v])), ["__proto__"]: "x", constructor: "toString" },
    page: { url: `javascript:trapped(0)//${small("page-url")}`, title: packs("page-title", 200, " ")[0], entry: small("entry"), team: "x" },
    locale: small("locale").slice(0, 20),
  });
  for (const text of packs("message", 2000)) await guest.ask({ type: "say", text });
  for (let i = 0; i < 3; i++) await guest.ask({ type: "say", text: "", card: card(i) });
  const files = [];
  const sender = await context.newPage();
  const names = corpus.map(({ text }) => text).filter((text) => text.length < 60 && !/[\\/\n]/.test(text)); // of a path the last part is the name
  for (const name of ["file<img src=x onerror=trapped(0)>", ...names.slice(0, 8)]) files.push(await upload(sender, guest.token, `${name}.txt`, `说明\n<script>trapped(0)</script>`));
  await guest.ask({ type: "say", text: "", attachments: files });
  const info = { order_no: small("order"), when: small("when"), error: packs("error", 200, " ")[0], tried: packs("tried", 180, " ").slice(0, 10).join("\n") };
  await guest.ask({ type: "form", form: "info", values: info });

  // Who uses the chat, on a page that is careless itself.
  const shop = await openPage(context, `${server.url}/?q=${encodeURIComponent(small("address"))}`, problems);
  await shop.evaluate(
    ([title, text, card]) => {
      document.title = title;
      window.yiwen?.config({ launcherText: "\"><img onerror=x>", launcherIcon: "/x\" onerror=\"trapped(0)", attributes: { vip: text }, entry: text, team: "x\"><img>" });
      window.yiwen?.sendCard(card);
      window.yiwen?.open();
    },
    [small("shop-title"), small("shop-attribute"), card(9)] as const,
  );
  const chat = shop.frameLocator("iframe");
  await chat.getByText("在线", { exact: true }).waitFor();
  for (const text of packs("typed", 2000)) await say(chat, text);
  // Of a kind that browsers read and the server does not: it goes as a JPEG.
  await chat.locator("input[type=file]").first().setInputFiles({ name: `${small("picture")}.bmp`, mimeType: "image/bmp", buffer: dot });
  await chat.locator('.staged li[data-state="done"]').waitFor();
  await say(chat, "我要人工");
  await settled(chat, "我要人工");
  await shows(shop, "typed", "card-title-9");
  await chat.getByRole("button", { name: /picture.*\.jpg$/ }).waitFor();

  // A link that somebody made up.
  const hash = new URLSearchParams({ url: `javascript:trapped(0)//${small("link-url")}`, title: small("link-title"), identity: small("link-identity"), [`.${small("link")}`]: small("link-value"), uncalled: "1" });
  const query = { entry: small("e"), team: small("t"), locale: small("l"), theme: small("th"), colour: "red;}*{background:url(//evil.example/x)}", host: `javascript:trapped(0)//` };
  const linked = await openPage(context, `${server.url}/chat/?${new URLSearchParams(query)}#${hash}`, problems);
  await linked.getByText("您好").first().waitFor();
  for (const path of [`/chat/?site=${encodeURIComponent(small("site"))}`, `/${encodeURIComponent(small("path"))}`, `/files/${encodeURIComponent(small("file"))}`, `/demo/identity?user=${encodeURIComponent(small("user"))}`]) {
    await linked.goto(server.url + path);
  }
  await trap.empty();

  // The form that the top-up page offers, on a phone.
  const other = await someone(phone);
  const still = await Trap.set(other, server.url);
  const fresh = await openPage(other, `${server.url}/chat/?entry=recharge`, problems);
  await fresh.getByRole("button", { name: "先填信息，处理更快" }).click();
  await fresh.getByRole("textbox", { name: "报错提示" }).fill(packs("form-error", 200, " ")[0] ?? "");
  await fresh.getByRole("button", { name: "提交" }).click();
  await shows(fresh, "form-error");
  await still.empty();

  const staff = await someone();
  const watch = await Trap.set(staff, server.url);
  const desk = await at(staff, "evil", `/desk/c/${guest.conversation}`);
  await shows(desk, "message", "card-title-0", "card-label", "card-value", "file", "order", "error", "tried", "user-name", "user-level", "page-title", "attribute");
  for (const name of ["__proto__", "constructor"]) await desk.getByText(name, { exact: true }).first().waitFor();
  await expect
    .poll(async () => {
      await guest.remark({ type: "typing", on: true, text: "稿<img src=x onerror=x()>" }); // seen by who looks at that moment only
      return shownOn(desk);
    }, { timeout: patience, interval: 600 })
    .toContain("稿<img src=x onerror=x()>");
  for (const tab of [/^机器人/, /^团队/, /^提到我/, /^已结束/, /^我的/, /^排队/]) await desk.getByRole("tab", { name: tab }).click();
  await desk.getByRole("region", { name: "排队中" }).getByRole("listitem").first().waitFor();
  await desk.getByPlaceholder("搜索客户、内容、订单号").fill(small("search"));
  await visit(desk, "/desk/floor", "user-name");
  // Each on its own, as some are only harmful at the beginning of a text; some twenty of them are one customer's.
  for (let i = 0; i < corpus.length; i += 18) {
    const one = await callers.call();
    for (const { text } of corpus.slice(i, i + 18)) await one.ask({ type: "say", text });
    await desk.goto(`${server.url}/desk/c/${one.conversation}`);
    const last = corpus.slice(i, i + 18).at(-1)?.text ?? "";
    await expect.poll(() => shownOn(desk).then((shown) => shown.replace(/\s+/g, "")), { timeout: patience }).toContain(last.replace(/\s+/g, ""));
  }
  await watch.empty();
}, 300_000);

test("what staff write is text for customers, colleagues and superiors", async () => {
  const customer = await someone(phone);
  const trap = await Trap.set(customer, server.url);
  const chat = await openPage(customer, `${server.url}/chat/`, problems);
  await say(chat, "我要人工，卡密用不了");
  await settled(chat, "卡密用不了");

  const staff = await someone();
  const watch = await Trap.set(staff, server.url);
  await server.run(["staff", "add", "evil2", "--name", small("agent"), "--role", "supervisor"], `${password}\n`);
  const agent = await Agent.online(staff, server, "evil2");
  const conversation = await agent.take("我要人工，卡密用不了");
  const [all = ""] = packs("note", 2000);
  await agent.ask({ type: "note", conversation, text: all, mentions: ["agent1"] });
  for (const text of packs("reply", 2000)) await agent.ask({ type: "say", conversation, text });
  await agent.ask({ type: "whisper", conversation, text: packs("whisper", 2000)[0] });
  await agent.ask({ type: "invite", conversation, agent: "agent1" });
  await agent.ask({
    type: "file", conversation, severity: "high", phone: "13800001001",
    info: { order_no: small("ticket-order"), when: small("ticket-when"), amount: small("ticket-amount"), story: packs("ticket-story", 2000)[0], error: packs("ticket-error", 200, " ")[0], tried: packs("ticket-tried", 200, " ").slice(0, 20), contact: small("ticket-contact") },
  });
  const { number } = await agent.find({ kind: "ticketed" });
  const page = await at(staff, "evil2", "/desk/");
  await json(page, "PUT", `/api/customers/${conversation}/tags`, { tags: [shortest] });
  await json(page, "POST", `/api/customers/${conversation}/notes`, { text: packs("about", 500)[0] });
  await json(page, "POST", "/api/announcements", { text: packs("announcement", 200)[0], level: "warning" });
  await json(page, "POST", "/api/canned", { scope: "global", title: small("canned-title").slice(0, 60), group: small("canned-group").slice(0, 60), text: packs("canned-text", 2000)[0] });
  await json(page, "POST", "/api/feedback", { kind: "missing", conversation, question: packs("feedback-question", 2000)[0], text: packs("feedback-text", 2000)[0] });
  await json(page, "POST", `/api/tickets/${number}/entries`, { move: "take" });
  await json(page, "POST", `/api/tickets/${number}/entries`, { move: "note", text: packs("ticket-note", 2000)[0] });
  await json(page, "POST", `/api/tickets/${number}/entries`, { move: "tell", text: packs("ticket-told", 2000)[0] });

  // The customer looks at all of it, and says what he thinks of it.
  await shows(chat, "reply", "agent", "announcement");
  await agent.ask({ type: "transfer", conversation, agent: "agent1", note: packs("transfer", 2000)[0] });
  await agent.ask({ type: "assign", conversation, agent: "evil2" });
  await agent.ask({ type: "close", conversation, summary: { class: small("class"), solved: false, tags: [small("summary-tag").slice(0, 64)], text: packs("summary", 2000)[0] } });
  await chat.getByRole("radio", { name: "1 星" }).check({ force: true });
  await chat.getByRole("form", { name: /评/ }).getByRole("textbox").fill(packs("rating", 2000)[0] ?? "");
  await chat.getByRole("button", { name: "提交评价" }).click();
  await chat.getByRole("button", { name: "更多" }).click();
  await chat.getByRole("menuitem", { name: "对话记录" }).click();
  await expect.poll(() => chat.getByRole("textbox", { name: "对话记录" }).inputValue(), { timeout: patience }).toContain("reply\n<img src=x onerror=");
  await chat.getByRole("dialog").getByRole("button").first().click();
  await chat.getByRole("button", { name: "更多" }).click();
  await chat.getByRole("menuitem", { name: "查工单" }).click();
  await chat.getByRole("dialog").getByRole("button", { name: /^WO/ }).click();
  await shows(chat, "ticket-story", "ticket-told");
  await chat.getByRole("textbox", { name: "补充" }).fill(packs("ticket-added", 2000)[0] ?? "");
  await chat.getByRole("button", { name: "提交补充" }).click();
  await shows(chat, "ticket-added");
  await trap.empty();

  await visit(page, `/desk/c/${conversation}`, "note", "reply", "whisper", "transfer", "agent", shortest, "about", "summary", "rating");
  await page.getByRole("complementary", { name: "会话信息" }).getByRole("tab", { name: "历史" }).click();
  await shows(page, "class");
  await visit(page, "/desk/tickets");
  await page.getByText("我的", { exact: true }).click();
  await page.getByRole("button", { name: /^WO/ }).click();
  await shows(page, "ticket-order", "ticket-story", "ticket-error", "ticket-tried", "ticket-contact", "ticket-note", "ticket-told", "ticket-added", "agent");
  await visit(page, "/desk/canned", "canned-title", "canned-group", "canned-text");
  await visit(page, "/desk/reviews", "rating");
  await page.getByRole("button", { name: "复核", exact: true }).first().click();
  await shows(page, "reply");
  await page.getByRole("dialog").getByRole("textbox", { name: "结论" }).fill(packs("finding", 2000)[0] ?? "");
  await page.getByRole("dialog").getByRole("radio", { name: "没解决" }).check();
  await page.getByRole("dialog").getByRole("button", { name: "保存" }).click();
  await page.getByText("已复核", { exact: true }).click();
  await shows(page, "finding");
  await json(page, "PUT", `/api/customers/${conversation}/block`, { reason: packs("block", 200)[0] });
  await visit(page, "/desk/floor", "announcement", "agent", "block");
  await visit(page, "/console/feedback", "feedback-question");
  await page.getByRole("button", { name: /feedback-question/ }).click();
  await shows(page, "feedback-text", "reply");
  await watch.empty();
}, 300_000);

interface Piece {
  id: string;
  body: Record<string, unknown>;
  rev: number;
}

/** The pieces of a kind, as an editor sees them. */
async function pieces(page: Page, kind: string): Promise<Piece[]> {
  return ((await (await page.request.get(`${server.url}/api/content/${kind}`)).json()) as { items: Piece[] }).items;
}

/** Saves a piece; of what there is only one, changed in place. */
async function save(page: Page, kind: string, id: string, change: (body: Record<string, unknown>) => unknown): Promise<void> {
  const old = (await pieces(page, kind)).find((p) => p.id === id);
  await json(page, "PUT", `/api/content/${kind}/${encodeURIComponent(id)}`, { body: change(old?.body ?? {}), rev: old?.rev ?? 0, note: small("change-note") });
}

/** The cells of a CSV file. */
const cellsOf = (csv: string): string[] =>
  [...csv.replace(/^\ufeff/, "").matchAll(/("(?:[^"]|"")*"|[^",\r\n]*)(?:,|\r?\n|$)/g)].map(([, cell = ""]) => cell.replace(/^"|"$/g, "").replaceAll('""', '"'));

test("what editors write is text on every page of theirs, and in the chat once it is live", async () => {
  const staff = await someone();
  const watch = await Trap.set(staff, server.url);
  const page = await at(staff, "admin1", "/console/");
  const [whole = ""] = packs("answer", 20_000);
  const entry = {
    id: "evil", question: packs("question", 200, " ")[0], variants: packs("variant", 200, " ").slice(0, 50), keywords: [small("keyword").slice(0, 20)],
    category: brief("category"), tags: [shortest], answer: whole,
  };
  await json(page, "POST", "/api/entries", { entry, note: packs("entry-note", 500)[0] });
  await save(page, "rule", "evil", () => ({ id: "evil", any: ["芝麻规则"], action: "answer", reply: packs("rule-reply", 1000)[0], tags: [shortest] }));
  await save(page, "smalltalk", "evil/1", () => ({ kind: "evil", patterns: ["芝麻闲聊"], replies: [packs("smalltalk", 1000)[0]] }));
  await save(page, "flow", "evil", () => ({
    id: "evil", name: brief("flow"), intro: packs("flow-intro", 500)[0], end: { do: "answer", say: packs("flow-end", 500)[0] },
    slots: [{ name: "a", label: brief("slot"), kind: "choice", ask: packs("slot-ask", 500)[0], options: [{ label: brief("option") }, { label: shortest }] }],
  }));
  await save(page, "replies", "replies", (body) => ({ ...body, welcome: packs("welcome", 500)[0], hot: ["evil", "refund-how"] }));
  await save(page, "settings", "settings", (body) => ({ ...body, name: small("shop-name").slice(0, 60) }));

  await visit(page, "/console/entries", brief("category"));
  await visit(page, `/console/entries?q=${encodeURIComponent("onerror=trapped")}`, "question", shortest);
  await visit(page, "/console/entries/evil", "question", "variant", "answer", shortest);
  await page.getByRole("button", { name: "更多操作" }).click();
  await page.getByRole("menuitem", { name: "历史" }).click();
  await shows(page, "entry-note");
  await visit(page, "/console/understanding/rules/evil", "rule-reply");
  await visit(page, "/console/understanding/smalltalk/evil%2F1", "smalltalk");
  await visit(page, "/console/understanding/flows/evil", brief("flow"), brief("slot"), brief("option"), "slot-ask", "flow-intro", "flow-end");
  await visit(page, "/console/understanding/replies", "welcome");
  await visit(page, "/console/understanding/settings", "shop-name");
  for (const place of ["dictionary", "synonyms", "stopwords", "homophones", "mood", "human", "talk"]) await visit(page, `/console/understanding/${place}`);
  await visit(page, "/console/publish", "question", "change-note");
  const folded = page.getByRole("button", { name: "展开行" }); // of which each click makes one less
  for (let n = await folded.count(); n > 0; n--) await folded.first().click();
  await shows(page, "answer", "variant", "rule-reply", "flow-intro");
  await watch.empty();

  // Live.
  await json(page, "POST", "/api/changes/step", { all: "draft", step: "approve" });
  await page.reload();
  await page.getByRole("button", { name: /^发布 \d+ 处修改$/ }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox").fill(packs("version", 500)[0] ?? "");
  await dialog.getByRole("button", { name: /^发布 \d+ 处修改$/ }).click();
  await dialog.getByText(/版本 \d+ 已上线/).waitFor({ timeout: 60_000 });
  await visit(page, "/console/publish/versions", "version");

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

  await save(page, "golden", "evil", () => ({ id: "evil", text: small("golden"), entry: "card-invalid", note: small("golden-note") }));
  await visit(page, "/console/understanding/golden");
  await visit(page, `/console/ask?q=${encodeURIComponent(small("trial"))}`, "trial");
  await visit(page, "/console/sheets");
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
  for (const place of ["misses", "reports", "reports/gaps", "reports/stale", "twins", "limits", "sheets"]) await visit(page, `/console/${place}`);
  await watch.empty();
}, 300_000);

test("a page of another origin can neither frame a page of ours nor act for who is signed in", async () => {
  const context = await someone();
  await context.request.post(`${server.url}/api/session`, { data: { name: "supervisor1", password } });
  const elsewhere = server.url.replace("127.0.0.1", "localhost");
  const paths = ["/chat/?site=default", "/chat/?site=merchant", "/desk/", "/console/", "/console/entries", "/", "/demo/recharge", "/nowhere"];
  const frames = paths.map((path) => `<iframe src="${server.url}${path}"></iframe>`).join("");
  await context.route(`${elsewhere}/evil`, (r) => r.fulfill({ contentType: "text/html", body: `<!doctype html>${frames}` }));
  const page = await context.newPage();
  await page.goto(`${elsewhere}/evil`);
  await expect.poll(() => page.frames().slice(1).map((f) => f.url()), { timeout: patience }).toEqual(paths.map(() => "chrome-error://chromewebdata/"));
  // The desk and the console are framed by nobody, not even by pages of the server's own.
  await context.route(`${server.url}/own`, (r) => r.fulfill({ contentType: "text/html", body: `<!doctype html><iframe src="/desk/"></iframe><iframe src="/console/"></iframe>` }));
  const own = await context.newPage();
  await own.goto(`${server.url}/own`);
  await expect.poll(() => own.frames().slice(1).map((f) => f.url()), { timeout: patience }).toEqual(Array(2).fill("chrome-error://chromewebdata/"));

  const tried = await page.evaluate(async (home) => {
    const says = (what: Promise<Response>) => what.then((r) => `${r.status} ${r.type}`, () => "refused");
    const socket = (path: string) =>
      new Promise((done) => {
        const ws = new WebSocket(home.replace("http", "ws") + path);
        ws.onopen = () => done("open");
        ws.onerror = () => done("refused");
      });
    const tag = (path: string) =>
      new Promise((done) => {
        const script = document.createElement("script");
        script.onload = () => done("loaded");
        script.onerror = () => done("refused");
        script.src = home + path;
        document.head.append(script);
      });
    return {
      read: await says(fetch(`${home}/api/session`, { credentials: "include" })),
      write: await says(fetch(`${home}/api/canned`, { method: "POST", credentials: "include", headers: { "content-type": "application/json" }, body: "{}" })),
      poll: await says(fetch(`${home}/poll`, { method: "POST" })),
      chat: await socket("/ws"),
      desk: await socket("/desk/ws"),
      script: await tag("/api/session"),
    };
  }, server.url);
  expect(tried).toEqual({ read: "refused", write: "refused", poll: "refused", chat: "refused", desk: "refused", script: "refused" });
  expect((await context.request.post(`${server.url}/api/uploads`, { headers: { origin: elsewhere }, multipart: { file: { name: "a.txt", mimeType: "text/plain", buffer: Buffer.from("a") } } })).status()).toBe(403);
});
