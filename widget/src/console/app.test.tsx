import { act, cleanup, configure, fireEvent, render, screen, waitFor } from "@testing-library/react";
import { afterEach, describe, expect, test, vi } from "vitest";
import { App } from "./App";
import { Problem, whoAmI } from "./api";
import { entries } from "./knowledge/api";
import { words } from "./knowledge/words";
import { strings } from "./strings";
import { Theme } from "./Theme";

// The pages are loaded when they are first shown, which takes its time on a busy machine.
configure({ asyncUtilTimeout: 15_000 });

const editor = { id: "editor1", name: "小吴", role: "editor", rights: ["knowledge"] };
const page = {
  items: [{ id: "refund-how", category: "交易流程", question: "怎么申请退款？", variants: 1, status: "on", rev: 0 }],
  total: 1, size: 50, version: 7, draft: 3, facets: { categories: [{ path: "交易流程", count: 1 }], tags: [], states: { live: 1 } },
};
const live = { number: 7, by_name: "小吴", at: 0, entries: 1, changed: 0, live: true };

type Answer = [status: number, body: unknown];

/** A server of fixed answers, by "METHOD /path". What is not there does not answer at all. */
function serve(answers: Record<string, Answer | Answer[]>): { asked: string[] } {
  const asked: string[] = [];
  vi.stubGlobal("fetch", async (url: string, init: RequestInit = {}) => {
    const key = `${init.method ?? "GET"} ${url.split("?")[0]}`;
    asked.push(`${init.method} ${url} ${typeof init.body === "string" ? init.body : ""}`.trim());
    const known = answers[key];
    const next = Array.isArray(known?.[0]) ? (known as Answer[]).shift() : (known as Answer | undefined);
    if (!next) throw new TypeError("Failed to fetch");
    const [status, body] = next;
    return new Response(status === 204 ? null : typeof body === "string" ? body : JSON.stringify(body), { status });
  });
  return { asked };
}

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

async function signIn(name: string, password: string): Promise<void> {
  const box = await screen.findByLabelText(strings.signIn.name);
  await act(async () => fireEvent.change(box, { target: { value: name } }));
  await act(async () => fireEvent.change(screen.getByLabelText(strings.signIn.password), { target: { value: password } }));
  await act(async () => fireEvent.click(screen.getByRole("button", { name: strings.signIn.submit })));
}

describe("the console", () => {
  test("signs in, shows what the role may do, signs out", async () => {
    const { asked } = serve({
      "GET /api/session": [401, { detail: "请先登录" }],
      "POST /api/session": [[401, { detail: "用户名或密码不正确" }], [200, editor]],
      "GET /api/entries": [200, page],
      "GET /api/versions": [200, { items: [live], total: 1, size: 50 }],
      "GET /api/changes": [200, { items: [], total: 0, size: 50, counts: { draft: 0, review: 0, approved: 2 } }],
      "DELETE /api/session": [204, ""],
    });
    render(<Theme><App /></Theme>);
    await signIn("editor1", "wrong");
    expect(await screen.findByText("用户名或密码不正确")).toBeTruthy();
    await signIn(" editor1 ", "right-password");
    expect(await screen.findByText(words.total(1))).toBeTruthy();
    // What is live is in sight.
    expect(await screen.findByText(words.live.version(7))).toBeTruthy();
    expect(await screen.findByText(words.live.pending(2, 2))).toBeTruthy();
    expect(asked).toContain(`POST /api/session {"name":"editor1","password":"right-password"}`);
    expect(screen.queryByRole("menuitem", { name: strings.pages.desk })).toBeNull();

    await act(async () => fireEvent.click(screen.getByRole("button", { name: strings.signOut })));
    expect(await screen.findByLabelText(strings.signIn.name)).toBeTruthy();
  }, 60_000);

  test("an empty form asks for what is missing and asks the server nothing", async () => {
    const { asked } = serve({ "GET /api/session": [401, {}] });
    render(<Theme><App /></Theme>);
    await screen.findByLabelText(strings.signIn.name);
    await act(async () => fireEvent.click(screen.getByRole("button", { name: strings.signIn.submit })));
    expect(await screen.findByText(strings.signIn.nameMissing)).toBeTruthy();
    expect(asked).toHaveLength(1);
  });

  test("no server: says so, and tries again when told to", async () => {
    const answers: Record<string, Answer> = {};
    serve(answers);
    render(<Theme><App /></Theme>);
    expect(await screen.findByText(strings.api.network)).toBeTruthy();
    answers["GET /api/session"] = [401, {}];
    await act(async () => fireEvent.click(screen.getByRole("button", { name: strings.retry })));
    expect(await screen.findByLabelText(strings.signIn.name)).toBeTruthy();
  });

  test("a session that ended shows the sign-in, and why", async () => {
    serve({
      "GET /api/session": [[200, editor], [401, {}]],
      "GET /api/entries": [401, { detail: "请先登录" }],
    });
    render(<Theme><App /></Theme>);
    expect(await screen.findByText(strings.signIn.expired)).toBeTruthy();
  }, 60_000);
});

describe("the API", () => {
  test("nobody is null, a broken server is a problem", async () => {
    serve({ "GET /api/session": [[401, {}], [500, { detail: "" }]] });
    expect(await whoAmI()).toBeNull();
    await expect(whoAmI()).rejects.toMatchObject({ status: 500, message: strings.api.unknown(500) });
  });

  test("a proxy's page is no sentence for people", async () => {
    serve({ "GET /api/session": [502, "<html>Bad Gateway</html>"] });
    await expect(whoAmI()).rejects.toEqual(new Problem(502, strings.api.unknown(502)));
  });

  test("a query is escaped", async () => {
    const { asked } = serve({ "GET /api/entries": [200, page] });
    await entries({ q: "退款&x=1" }, 2);
    await waitFor(() => expect(asked).toEqual(["GET /api/entries?q=%E9%80%80%E6%AC%BE%26x%3D1&page=2"]));
  });
});
