// What the tests of hostile texts do as members of staff: sign in, call the server, look.
import type { BrowserContext, Page } from "playwright-core";
import { expect } from "vitest";
import { openPage } from "./browser.ts";
import { password, type Server } from "./server.ts";
import { shows, small } from "./xss.ts";

/** For what holds thirty characters. */
export const brief = (field: string) => `${field}<svg onload=x()>`;
/** For what holds twenty. */
export const shortest = "<b onclick=x()>tag";

/** A piece of the content. */
interface Piece {
  id: string;
  body: Record<string, unknown>;
  rev: number;
}

/** Staff at work on the server of a file of tests. */
export class Hands {
  constructor(
    private readonly server: Server,
    private readonly problems: string[],
  ) {}

  /** Calls the server as who is signed in. */
  async json(page: Page, method: string, path: string, data?: object): Promise<void> {
    const answer = await page.request.fetch(`${this.server.url}${path}`, { method, ...(data && { data }) });
    expect(answer.ok(), `${method} ${path}: ${await answer.text()}`).toBe(true);
  }

  /** Signs a member of staff in and opens a page. */
  async at(context: BrowserContext, name: string, path: string): Promise<Page> {
    await context.request.post(`${this.server.url}/api/session`, { data: { name, password } });
    return openPage(context, this.server.url + path, this.problems);
  }

  /** Goes to a page and waits until these fields stand on it. */
  async visit(page: Page, path: string, ...fields: string[]): Promise<void> {
    await page.goto(this.server.url + path);
    await shows(page, ...fields);
  }

  /** Saves a piece; of what there is only one, changed in place. */
  async save(page: Page, kind: string, id: string, change: (body: Record<string, unknown>) => unknown): Promise<void> {
    const { items } = (await (await page.request.get(`${this.server.url}/api/content/${kind}`)).json()) as { items: Piece[] };
    const old = items.find((p) => p.id === id);
    await this.json(page, "PUT", `/api/content/${kind}/${encodeURIComponent(id)}`, { body: change(old?.body ?? {}), rev: old?.rev ?? 0, note: small("change-note") });
  }

  /** Makes what is in the draft live, with this to be said of the version. */
  async publish(page: Page, note: string): Promise<void> {
    await this.json(page, "POST", "/api/changes/step", { all: "draft", step: "approve" });
    await page.goto(`${this.server.url}/console/publish`);
    await page.getByRole("button", { name: /^发布 \d+ 处修改$/ }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("textbox").fill(note);
    await dialog.getByRole("button", { name: /^发布 \d+ 处修改$/ }).click();
    await dialog.getByText(/版本 \d+ 已上线/).waitFor({ timeout: 60_000 });
  }
}
