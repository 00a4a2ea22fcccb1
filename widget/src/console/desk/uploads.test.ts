import { describe, expect, test, vi } from "vitest";
import type { Attachment } from "../../wire/frames";
import { size } from "./size";
import { type Send, Uploads, maxBytes, maxFilm } from "./uploads";

const file = (name: string, bytes = 3, type = "") => {
  const f = new File(["x".repeat(Math.min(bytes, 10))], name, { type });
  Object.defineProperty(f, "size", { value: bytes });
  return f;
};
const stored = (name: string): Attachment => ({ id: `id-${name}`, name, type: "image/png", size: 3, url: `/files/id-${name}` });
const settled = () => vi.waitFor(() => undefined);

/** A server that answers when it is told to. */
function slow() {
  const calls: { file: File; progress(share: number): void; signal: AbortSignal; ok(a: Attachment): void; fail(e: Error): void }[] = [];
  const send: Send = (f, progress, signal) => new Promise((ok, fail) => calls.push({ file: f, progress, signal, ok, fail }));
  return { calls, send };
}

describe("uploads", () => {
  test("are sent at once, tell how far they are, and end as attachments in the order they were added", async () => {
    const { calls, send } = slow();
    const uploads = new Uploads([], send);
    expect(uploads.add([file("a.png"), file("b.pdf")])).toEqual([]);
    expect(uploads.unready).toBe(true);
    calls[0]?.progress(0.5);
    expect(uploads.items.map((i) => [i.name, i.state, i.share])).toEqual([["a.png", "sending", 0.5], ["b.pdf", "sending", 0]]);
    calls[1]?.ok(stored("b.pdf"));
    calls[0]?.ok(stored("a.png"));
    await settled();
    expect(uploads.unready).toBe(false);
    expect(uploads.uploaded.map((a) => a.id)).toEqual(["id-a.png", "id-b.pdf"]);
  });

  test("of films may be larger, and no larger than the server takes", () => {
    const uploads = new Uploads([], slow().send);
    expect(uploads.add([file("a.mp4", maxFilm), file("录屏", maxFilm, "video/webm")])).toEqual([]);
    expect(uploads.add([file("b.mp4", maxFilm + 1)])).toEqual(["b.mp4 超过了 50 MB，没有添加"]);
  });

  test("that fail say why, hold the message back, and can be sent again", async () => {
    const { calls, send } = slow();
    const uploads = new Uploads([], send);
    uploads.add([file("a.png")]);
    calls[0]?.fail(new Error("图片太大"));
    await settled();
    expect(uploads.items[0]).toMatchObject({ state: "failed", problem: "图片太大" });
    expect(uploads.unready).toBe(true);
    uploads.retry(uploads.items[0]?.key ?? "");
    calls[1]?.ok(stored("a.png"));
    await settled();
    expect(uploads.uploaded).toHaveLength(1);
  });

  test("that are removed are stopped, and do not come back as failed", async () => {
    const { calls, send } = slow();
    const uploads = new Uploads([], send);
    uploads.add([file("a.png")]);
    uploads.remove(uploads.items[0]?.key ?? "");
    expect(calls[0]?.signal.aborted).toBe(true);
    calls[0]?.fail(new DOMException("aborted", "AbortError"));
    await settled();
    expect(uploads.items).toEqual([]);
  });

  test("are refused before they are sent where the server would refuse them", () => {
    const { calls, send } = slow();
    const uploads = new Uploads([], send);
    const problems = uploads.add([
      file("big.png", maxBytes + 1), file("empty.txt", 0), file("run.exe"), file("pasted", 3, "image/png"), file("x.svg", 3, "image/svg+xml"),
    ]);
    expect(problems).toHaveLength(4);
    expect(problems[0]).toContain("10 MB");
    expect(calls.map((c) => c.file.name)).toEqual(["pasted"]);
  });

  test("are nine at most", () => {
    const uploads = new Uploads([], slow().send);
    expect(uploads.add(Array.from({ length: 12 }, (_, i) => file(`${i}.png`)))).toHaveLength(1);
    expect(uploads.items).toHaveLength(9);
  });

  test("that are on the server already are there once", () => {
    const uploads = new Uploads([stored("a.png")], slow().send);
    uploads.attach(stored("a.png"));
    uploads.attach(stored("b.png"));
    expect(uploads.uploaded.map((a) => a.name)).toEqual(["a.png", "b.png"]);
    expect(uploads.unready).toBe(false);
  });
});

test("sizes are written as people read them", () => {
  expect([812, 1024, 3500, maxBytes, 5e9].map(size)).toEqual(["812 B", "1 KB", "3.4 KB", "10 MB", "4768.4 MB"]);
});
