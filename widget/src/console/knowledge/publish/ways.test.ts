import { describe, expect, test } from "vitest";
import type { Came } from "../api";
import { type Way, wayOf, worthKeeping } from "./ways";

const came = (outcome: string, entry?: string): Came => ({ outcome, score: 0.5, ...(entry && { entry }) });
const item = (before: Came, after: Came) => ({ text: "退款", times: 2, before, after });

describe("an answer", () => {
  test.each<[Way, Came, Came]>([
    ["lost", came("answer", "a"), came("fallback")],
    ["lost", came("answer", "a"), came("clarify", "a")],
    ["lost", came("smalltalk"), came("fallback")],
    ["gained", came("clarify", "a"), came("answer", "a")],
    ["gained", came("fallback"), came("collect")],
    ["person", came("answer", "a"), came("handoff")],
    ["person", came("handoff"), came("fallback")],
    ["other", came("answer", "a"), came("answer", "b")],
    ["other", came("handoff", "a"), came("handoff", "b")],
    ["other", came("clarify", "a"), came("fallback")],
  ])("is %s", (way, before, after) => expect(wayOf(item(before, after))).toBe(way));
});

test("what is about to be lost is kept, else what is new", () => {
  expect(worthKeeping(item(came("answer", "a"), came("fallback"))).entry).toBe("a");
  expect(worthKeeping(item(came("answer", "a"), came("answer", "b"))).entry).toBe("b");
  expect(worthKeeping(item(came("fallback"), came("handoff"))).outcome).toBe("handoff");
});
