// What customers write becomes no more than text for staff and for themselves, and pages of others get hold of nothing.
import { createHmac } from "node:crypto";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { openPage, phone, say } from "./support/browser.ts";
import { Callers } from "./support/caller.ts";
import { Hands } from "./support/hands.ts";
import { password } from "./support/server.ts";
import { settled, stage } from "./support/stage.ts";
import { corpus, foreign, packs, patience, shownOn, shows, small, told, Trap } from "./support/xss.ts";

const { server, problems, someone } = stage();
const hands = new Hands(server, problems);

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
  const desk = await hands.at(staff, "evil", `/desk/c/${guest.conversation}`);
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
  await hands.visit(desk, "/desk/floor", "user-name");
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
