// A customer whose network lets no WebSocket through, in a real browser: the same
// talk as ever, everything once and in order.
import { createServer, type IncomingMessage, request, type Server as HttpServer } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import type { BrowserContext, FrameLocator, Page } from "playwright-core";
import { afterEach, describe, expect, test } from "vitest";
import { openChat, openDesk, openPage, say, shot } from "./support/browser.ts";
import { accept, log, reply, settled, stage, words } from "./support/stage.ts";

const { server, problems, someone } = stage();

/** A company's proxy: it answers 403 to whatever wants to be more than a page. */
class Proxy {
  readonly upgrades: string[] = [];
  /** Ends answers that take longer, in milliseconds, with 504. */
  patience = Infinity;
  private readonly http: HttpServer;
  private readonly open = new Set<Socket>();

  constructor(private readonly to: string) {
    this.http = createServer((asked, answer) => {
      const { hostname, port } = new URL(this.to);
      // The Host stays, as behind any proxy that is set up well: it is the server's own origin.
      const on = request({ hostname, port, path: asked.url, method: asked.method, headers: asked.headers }, (got: IncomingMessage) => {
        clearTimeout(late);
        answer.writeHead(got.statusCode ?? 502, got.headers);
        got.pipe(answer);
      });
      const late = Number.isFinite(this.patience)
        ? setTimeout(() => {
            on.destroy();
            answer.writeHead(504).end();
          }, this.patience)
        : undefined;
      on.on("error", () => !answer.headersSent && answer.writeHead(502).end());
      answer.on("close", () => {
        clearTimeout(late);
        on.destroy();
      });
      asked.pipe(on);
    });
    this.http.on("upgrade", (asked, socket) => {
      this.upgrades.push(asked.url ?? "");
      socket.end("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    });
    this.http.on("connection", (socket: Socket) => {
      this.open.add(socket);
      socket.on("close", () => this.open.delete(socket));
    });
  }

  async listen(): Promise<string> {
    await new Promise<void>((done) => this.http.listen(0, "127.0.0.1", done));
    return `http://127.0.0.1:${(this.http.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    for (const socket of this.open) socket.destroy();
    await new Promise((done) => this.http.close(done));
  }
}

const proxies: Proxy[] = [];
afterEach(async () => {
  for (const p of proxies.splice(0)) await p.close();
});

/** A browser in which every WebSocket fails, as behind software that filters them. */
async function filtered(): Promise<BrowserContext> {
  const context = await someone();
  await context.addInitScript(() => {
    window.WebSocket = class extends EventTarget {
      static readonly OPEN = 1;
      readonly readyState = 3;
      constructor() {
        super();
        setTimeout(() => {
          this.dispatchEvent(new Event("error"));
          this.dispatchEvent(new CloseEvent("close", { code: 1006 }));
        });
      }
      close() {}
      send() {}
    } as unknown as typeof WebSocket;
  });
  return context;
}

const online = (chat: FrameLocator | Page) => chat.getByText("在线", { exact: true }).waitFor();

describe("where WebSocket is blocked", () => {
  test("a customer asks, gets a person, loses the network for a minute, and has everything once", { timeout: 150_000 }, async () => {
    const desk = await openDesk(await someone(), server, "agent1", problems);
    const context = await filtered();
    const [page, chat] = await openChat(context, server, problems);
    const requests: string[] = [];
    page.on("request", (r) => requests.push(`${r.method()} ${new URL(r.url()).pathname.replace(/(\/poll\/).*/, "$1…")}`));

    await say(chat, "充值了100块到现在还没到账");
    await log(chat).locator(".row.bot .bubble", { hasText: "5–30" }).waitFor();
    await shot(page, "poll-answer");
    await chat.getByRole("button", { name: "转人工" }).first().click();
    await accept(desk, "充值了100块");
    await log(chat).getByText("客服小林为您服务").waitFor();
    await reply(desk, "您好，我是小林。");
    await log(chat).locator(".row.agent .bubble", { hasText: "我是小林" }).waitFor();

    await context.setOffline(true);
    await say(chat, "断网时说的一");
    await say(chat, "断网时说的二");
    await reply(desk, "断网时的回复");
    await page.waitForTimeout(60_000); // the very thing to be tried
    await shot(page, "poll-offline");
    expect(await log(chat).locator('.row.customer[data-state="sent"]', { hasText: "断网时说的" }).count()).toBe(0);
    await context.setOffline(false);
    await settled(chat, "断网时说的二");
    await online(chat);
    await reply(desk, "都收到了");
    await log(chat).locator(".row.agent .bubble", { hasText: "都收到了" }).waitFor();
    await shot(page, "poll-back");

    expect(await words(chat, ".row.customer .bubble")).toEqual(["充值了100块到现在还没到账", "断网时说的一", "断网时说的二"]);
    expect(await words(chat, ".row.agent .bubble")).toEqual(["您好，我是小林。", "断网时的回复", "都收到了"]);
    expect(await words(desk, ".spoken.customer .spoken-text")).toEqual(await words(chat, ".row.customer .bubble"));
    expect(requests).toContain("POST /poll/…");
    expect(requests).toContain("GET /poll/…");
  });

  test("a proxy that answers 403 to upgrades, and 504 to what takes 4 s", async () => {
    const proxy = new Proxy(server.url);
    proxies.push(proxy);
    const at = await proxy.listen();
    const page = await openPage(await someone(), `${at}/chat/`, problems);
    await online(page);
    expect(proxy.upgrades).toEqual(["/ws", "/ws"]);
    proxy.patience = 4_000;
    await page.waitForTimeout(13_000); // three answers are cut
    await online(page);
    await say(page, "卡密");
    await page.getByRole("group", { name: "请选择" }).getByRole("button").first().click();
    await log(page).locator(".row.bot .bubble").nth(1).waitFor();
    await shot(page, "poll-proxy");
    expect((await words(page, ".row.customer .bubble")).length).toBe(2);
    expect(proxy.upgrades).toEqual(["/ws", "/ws"]);
  });

  test("two tabs show the same, one of them through a socket; a reload keeps the talk", async () => {
    const context = await someone();
    let sockets = true;
    await context.routeWebSocket(/\/ws$/, (ws) => {
      if (sockets) ws.connectToServer();
      else void ws.close({ code: 3000 });
    });
    const first = await openPage(context, `${server.url}/chat/`, problems);
    await online(first);
    await say(first, "从直连的窗口");
    await settled(first, "从直连的窗口");
    sockets = false;
    const second = await openPage(context, `${server.url}/chat/`, problems);
    await log(second).locator(".row.customer .bubble", { hasText: "从直连的窗口" }).waitFor();
    await say(second, "从轮询的窗口");
    await log(first).locator(".row.customer .bubble", { hasText: "从轮询的窗口" }).waitFor();
    for (let i = 0; i < 5; i++) await second.reload();
    await online(second);
    await say(second, "重新打开以后");
    await log(first).locator(".row.customer .bubble", { hasText: "重新打开以后" }).waitFor();
    expect(await words(second, ".row.customer .bubble")).toEqual(["从直连的窗口", "从轮询的窗口", "重新打开以后"]);
    expect(await words(first, ".row.customer .bubble")).toEqual(await words(second, ".row.customer .bubble"));
  });
});
