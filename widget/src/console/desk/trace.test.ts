import { describe, expect, test } from "vitest";
import { readTrace } from "./trace";

describe("readTrace", () => {
  test("takes what an agent wants to know", () => {
    expect(
      readTrace({
        content: 7, outcome: "answer", entry: "refund", mood: { score: 0.1, label: "calm", evidence: [] }, norm: "退款",
        candidates: [{ id: "refund", score: 0.912, text: "怎么退款", told: [] }, { id: "swap", score: 0.2 }],
        limits: { answer: 0.5, suggest: 0.2, gap: 0.1 },
        rungs: [{ rung: "person", why: "did not ask" }, { rung: "faq", took: true, why: "over the limit" }],
      }),
    ).toEqual({
      content: 7, outcome: "answer", entry: "refund", score: 0.912, mood: { label: "calm", score: 0.1 },
      candidates: [{ id: "refund", score: 0.912, text: "怎么退款" }, { id: "swap", score: 0.2 }],
      limits: { answer: 0.5, suggest: 0.2 },
      rungs: [{ rung: "person", took: false, why: "did not ask" }, { rung: "faq", took: true, why: "over the limit" }],
    });
  });

  test("names the best candidate where nothing was answered", () => {
    expect(readTrace({ outcome: "fallback", candidates: [{ id: "x", score: 0.1 }] })).toMatchObject({ entry: "x", score: 0.1 });
  });

  const foreign: [string, unknown][] = [
    ["nothing", undefined], ["null", null], ["a list", [1]], ["a text", "trace"], ["another record", { rung: "faq" }],
    ["an empty outcome", { outcome: "" }],
  ];
  for (const [name, raw] of foreign) test(`${name} is nothing to show`, () => expect(readTrace(raw)).toBeUndefined());

  test("fields of another form are left out", () => {
    const raw = { outcome: "answer", entry: 3, candidates: [null, { id: "a" }, { id: "b", score: "1" }], rungs: "x", limits: 4, mood: [], content: NaN };
    expect(readTrace(raw)).toEqual({ outcome: "answer", candidates: [], rungs: [] });
  });
});
