// An agent without a desk: a signed-in browser that speaks the protocol itself,
// for tests of what customers see, which should not depend on where the desk has
// its buttons.
import type { BrowserContext, Page } from "playwright-core";
import { password, type Server } from "./server.ts";

type Frame = Record<string, unknown> & { type: string };

declare global {
  /** The socket of the page and what it has received. */
  interface Window {
    desk: { socket: WebSocket; frames: Frame[]; sent: number };
  }
}

/** How long an answer may take, in milliseconds. */
const patience = 10_000;

/** A member of staff at work. */
export class Agent {
  private constructor(private readonly page: Page) {}

  /** Signs in and is given cases from now on. */
  static async online(context: BrowserContext, server: Server, name: string): Promise<Agent> {
    await context.request.post(`${server.url}/api/session`, { data: { name, password } });
    const page = await context.newPage();
    await page.goto(`${server.url}/api/session`);
    await page.evaluate(
      () =>
        new Promise<void>((done) => {
          const socket = new WebSocket(`${location.origin.replace("http", "ws")}/desk/ws`);
          window.desk = { socket, frames: [], sent: 0 };
          socket.onmessage = (e) => window.desk.frames.push(JSON.parse(String(e.data)) as Frame);
          socket.onopen = () => done();
        }),
    );
    const agent = new Agent(page);
    await agent.ask({ type: "watch", lists: ["waiting", "mine"] });
    await agent.ask({ type: "presence", state: "online" });
    return agent;
  }

  /** Sends a frame and returns its answer; an error is thrown with the server's sentence. */
  async ask(frame: Frame): Promise<Frame> {
    const id = await this.page.evaluate((f) => {
      const id = `e2e-${++window.desk.sent}`;
      window.desk.socket.send(JSON.stringify({ id, ...f }));
      return id;
    }, frame);
    const answer = await this.find({ id });
    if (answer["type"] === "error") throw new Error(`${frame.type}: ${String(answer["message"])}`);
    return answer;
  }

  /** Says something that gets no answer. */
  async remark(frame: Frame): Promise<void> {
    await this.page.evaluate((f) => window.desk.socket.send(JSON.stringify(f)), frame);
  }

  /** Waits for a frame that has these fields, and returns the newest. */
  async find(fields: Record<string, unknown>): Promise<Frame> {
    const found = await this.page.waitForFunction(
      (want) => window.desk.frames.findLast((f) => Object.entries(want).every(([k, v]) => f[k] === v)),
      fields,
      { timeout: patience },
    );
    return (await found.jsonValue()) as Frame;
  }

  /** Waits for the case, in line or offered, whose customer said these words last; returns its conversation. */
  async seen(words: string): Promise<string> {
    const found = await this.page.waitForFunction(
      (text) => {
        const rows = window.desk.frames.flatMap((f) => [f["row"], f["waiting"], f["mine"]].flat()) as ({ asked?: string; conversation: string } | undefined)[];
        return rows.findLast((r) => r?.asked === text)?.conversation;
      },
      words,
      { timeout: patience },
    );
    return String(await found.jsonValue());
  }

  /** Takes the case whose customer said these words last, and follows it; returns its conversation. */
  async take(words: string): Promise<string> {
    const conversation = await this.seen(words);
    await this.ask({ type: "accept", conversation });
    await this.ask({ type: "follow", conversation });
    return conversation;
  }
}
