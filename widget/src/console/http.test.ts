import { afterEach, describe, expect, test, vi } from "vitest";
import { Problem } from "./api";
import { cannedReplies, closedCases, saveCanned, tickets, upload } from "./http";
import { serveApi } from "./testing/api";

afterEach(() => vi.unstubAllGlobals());

test("what is not asked for is left out of the query, and ids are escaped", async () => {
  const page = { items: [], total: 0, size: 50 };
  const asked = serveApi({ "GET /api/tickets": page, "GET /api/cases": page, "GET /api/canned": { items: [] }, "PUT /api/canned/pack%3Aa%2Fb": {} });
  await tickets({ q: "", overdue: false, page: 2 });
  await tickets({ overdue: true, owner: "me" });
  await closedCases({ q: "退款&x", stars_max: 2 });
  await cannedReplies();
  await saveCanned({ scope: "personal", title: "t", text: "x" }, "pack:a/b");
  expect(asked).toEqual([
    "GET /api/tickets?page=2", "GET /api/tickets?owner=me&overdue=1", "GET /api/cases?list=closed&q=%E9%80%80%E6%AC%BE%26x&stars_max=2",
    "GET /api/canned", `PUT /api/canned/pack%3Aa%2Fb {"scope":"personal","title":"t","text":"x"}`,
  ]);
});

describe("an upload", () => {
  /** A request whose course the test decides. */
  class Request {
    static last: Request;
    upload: { onprogress?: (e: object) => void } = {};
    onload?: () => void;
    onerror?: () => void;
    onabort?: () => void;
    status = 0;
    responseText = "";
    sent: FormData | undefined;
    constructor() {
      Request.last = this;
    }
    open(): void {}
    send(form: FormData): void {
      this.sent = form;
    }
    abort(): void {
      this.onabort?.();
    }
    answer(status: number, text: string): void {
      this.status = status;
      this.responseText = text;
      this.onload?.();
    }
  }
  const start = (signal?: AbortSignal) => {
    vi.stubGlobal("XMLHttpRequest", Request);
    const progress = vi.fn();
    return { done: upload(new File(["x"], "a.png", { type: "image/png" }), progress, signal), progress };
  };

  test("tells how far it is and what became of it", async () => {
    const { done, progress } = start();
    Request.last.upload.onprogress?.({ lengthComputable: true, loaded: 1, total: 4 });
    Request.last.answer(200, `{"id":"f1"}`);
    expect(await done).toEqual({ id: "f1" });
    expect(progress).toHaveBeenCalledWith(0.25);
    expect((Request.last.sent?.get("file") as File).name).toBe("a.png");
  });

  test("that is refused is a problem with the server's sentence", async () => {
    const { done } = start();
    Request.last.answer(413, `{"detail":"文件太大"}`);
    await expect(done).rejects.toEqual(new Problem(413, "文件太大", { detail: "文件太大" }));
  });

  test("that is called off, before or while it runs, ends", async () => {
    const stop = new AbortController();
    const { done } = start(stop.signal);
    stop.abort();
    await expect(done).rejects.toMatchObject({ name: "AbortError" });
    await expect(start(stop.signal).done).rejects.toMatchObject({ name: "AbortError" });
    expect(Request.last.sent).toBeUndefined();
  });

  test("without a server says so", async () => {
    const { done } = start();
    Request.last.onerror?.();
    await expect(done).rejects.toMatchObject({ status: 0 });
  });
});
