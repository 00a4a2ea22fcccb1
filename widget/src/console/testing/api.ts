import { vi } from "vitest";

/** What was asked of the server: "METHOD /path?query body". */
export type Asked = string[];

type Answer = unknown | ((asked: { url: URL; body: unknown }) => unknown);

/** An answer that is a problem. */
export class Refusal {
  constructor(
    readonly status: number,
    readonly detail: string,
  ) {}
}

/**
 * The HTTP API by "METHOD /path": a value, or a function of what was asked; a
 * Refusal is a problem, and what is not there does not answer at all. The
 * answers may be changed while the test runs.
 */
export function serveApi(answers: Record<string, Answer>): Asked {
  const asked: Asked = [];
  vi.stubGlobal("fetch", async (path: string, init: RequestInit = {}) => {
    const url = new URL(path, "http://t");
    const body: unknown = typeof init.body === "string" ? JSON.parse(init.body) : undefined;
    asked.push([init.method, path, init.body].filter(Boolean).join(" "));
    const known = answers[`${init.method} ${url.pathname}`];
    if (known === undefined) throw new TypeError("Failed to fetch");
    const answer: unknown = typeof known === "function" ? (known as (a: object) => unknown)({ url, body }) : known;
    if (answer instanceof Refusal) return new Response(JSON.stringify(answer), { status: answer.status });
    return new Response(answer === null ? null : JSON.stringify(answer), { status: answer === null ? 204 : 200 });
  });
  return asked;
}
