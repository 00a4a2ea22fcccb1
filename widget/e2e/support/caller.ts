// Customers without a chat: they speak the protocol themselves, from one page of the server's, and say what no chat would.
import type { BrowserContext, Page } from "playwright-core";
import type { Server } from "./server.ts";

type Frame = Record<string, unknown>;

/** A page that makes calls. */
export class Callers {
  private made = 0;

  private constructor(private readonly page: Page) {}

  static async on(context: BrowserContext, server: Server): Promise<Callers> {
    const page = await context.newPage();
    await page.goto(`${server.url}/healthz`);
    return new Callers(page);
  }

  /** Connects a customer: a new one, where the hello does not name another. */
  async call(hello: Frame = {}): Promise<Caller> {
    const caller = new Caller(this.page, `caller${++this.made}`);
    await this.page.evaluate(
      ([name]) =>
        new Promise<void>((opened) => {
          const socket = new WebSocket(`${location.origin.replace("http", "ws")}/ws`);
          const frames: Frame[] = [];
          Object.assign(window, { [name]: { socket, frames, sent: 0 } });
          socket.onmessage = (e) => frames.push(JSON.parse(String(e.data)) as Frame);
          socket.onopen = () => opened();
        }),
      [caller.name] as const,
    );
    const welcome = await caller.ask({ type: "hello", site: "default", ...hello });
    caller.token = String(welcome["visitor"]);
    caller.conversation = String(welcome["conversation"]);
    return caller;
  }
}

/** One customer. */
export class Caller {
  token = "";
  conversation = "";

  constructor(
    private readonly page: Page,
    readonly name: string,
  ) {}

  /** Sends a frame, again where it came too fast, and returns its answer; a refusal is thrown with the server's sentence. */
  async ask(frame: Frame): Promise<Frame> {
    const answer = await this.page.evaluate(
      async ([name, f]) => {
        const call = (window as unknown as Record<string, { socket: WebSocket; frames: Frame[]; sent: number }>)[name];
        if (!call) throw new Error(`${name} is not there`);
        for (;;) {
          const id = `c${++call.sent}`;
          call.socket.send(f.replace("{", `{"id":"${id}",`));
          let found: Frame | undefined;
          while (!(found = call.frames.find((a) => a["id"] === id))) {
            if (call.socket.readyState !== WebSocket.OPEN) throw new Error(`${name} was hung up on`);
            await new Promise((next) => setTimeout(next, 20));
          }
          if (found["code"] !== "rate_limited") return found;
        }
      },
      [this.name, JSON.stringify(frame)] as const, // as it is: a key like __proto__ would not live to see the page
    );
    if (answer["type"] === "error") throw new Error(`${String(frame["type"])}: ${String(answer["message"])}`);
    return answer;
  }

  /** Sends a frame that has no answer. */
  async remark(frame: Frame): Promise<void> {
    await this.page.evaluate(
      ([name, f]) => (window as unknown as Record<string, { socket: WebSocket }>)[name]?.socket.send(JSON.stringify(f)),
      [this.name, frame] as const,
    );
  }

  /** Waits for an event of his conversation that has these fields. */
  async heard(fields: Frame): Promise<Frame> {
    const found = await this.page.waitForFunction(
      ([name, want]) =>
        (window as unknown as Record<string, { frames: Frame[] }>)[name]?.frames.findLast((f) => Object.entries(want).every(([k, v]) => f[k] === v)),
      [this.name, fields] as const,
      { timeout: 15_000 },
    );
    return (await found.jsonValue()) as Frame;
  }
}
