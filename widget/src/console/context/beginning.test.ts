import { describe, expect, test } from "vitest";
import type { LogEvent, Question, ServerFrame } from "../../wire/frames";
import { Thread } from "../../wire/thread";
import { beginning } from "./beginning";

const event = (seq: number): LogEvent =>
  ({ conversation: "c1", seq, at: seq, case: Math.ceil(seq / 100), from: { kind: "customer" }, kind: "message", text: `${seq}` });

/** A thread that has the last ten of 300 events, of three cases, over a server that answers like this. */
function thread(answer: (before: number) => Promise<ServerFrame>): Thread {
  const t = new Thread((q: Question) => answer((q as { before: number }).before));
  t.reset(290);
  for (let seq = 291; seq <= 300; seq++) t.add(event(seq));
  return t;
}

const page = async (before: number): Promise<ServerFrame> => {
  const from = Math.max(1, before - 50);
  return { type: "events", id: "1", events: Array.from({ length: before - from }, (_, i) => event(from + i)), more: from > 1 };
};

describe("the beginning of a case", () => {
  test.each([[1, 1], [2, 101], [3, 201]])("of case %i is found, page by page", async (number, seq) => {
    expect(await beginning(thread(page), number)).toBe(seq);
  });

  test("of a case that is not in the log is nowhere", async () => {
    expect(await beginning(thread(page), 9)).toBeUndefined();
  });

  test("is what is here of it where the rest cannot be had", async () => {
    const t = thread(() => Promise.reject(new Error("lost")));
    expect(await beginning(t, 3)).toBe(291);
    expect(await beginning(t, 1)).toBeUndefined();
  });

  test("is not looked for in circles when the thread is closed meanwhile", async () => {
    let answer: (f: ServerFrame) => void = () => undefined;
    const t = thread(() => new Promise((done) => (answer = done)));
    const found = beginning(t, 1);
    t.close();
    answer({ type: "events", id: "1", events: [event(290)], more: true });
    expect(await found).toBeUndefined();
    expect(await beginning(t, 1)).toBeUndefined();
  });
});
