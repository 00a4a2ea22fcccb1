import { describe, expect, it } from "vitest";
import type { Shown } from "../Split";
import type { Rule } from "../shapes";
import { inTurn, replaced } from "./order";

const rule = (id: string, position: number, priority = 0, removed = false): Shown<Rule> => {
  const shown: Rule = { id, action: "handoff", ...(priority !== 0 && { priority }) };
  return { id, position, rev: position + 1, shown, ...(removed ? { live: shown } : { body: shown }) };
};
const ids = (list: readonly Shown<Rule>[]) => list.map((p) => p.id).join(" ");
/** The list as it is once a rule was moved. */
function after(list: readonly Shown<Rule>[], id: string, by: -1 | 1): string {
  const all = inTurn(list);
  const edits = new Map(replaced(all, all.find((p) => p.id === id) as Shown<Rule>, by).map((e) => [e.id, e.position]));
  return ids(inTurn(all.map((p) => ({ ...p, position: edits.get(p.id) ?? p.position }))));
}

describe("the turn of rules", () => {
  const all = [rule("a", 0), rule("b", 1), rule("urgent", 2, 10), rule("c", 3)];

  it("is by priority, and of equals by place", () => {
    expect(ids(inTurn(all))).toBe("urgent a b c");
  });
  it("changes among equals only", () => {
    expect(after(all, "c", -1)).toBe("urgent a c b");
    expect(after(all, "a", 1)).toBe("urgent b a c");
    expect(after(all, "a", -1)).toBe("urgent a b c");
    expect(after(all, "c", 1)).toBe("urgent a b c");
    expect(after(all, "urgent", 1)).toBe("urgent a b c");
  });
  it("asks to save the two that change places and nothing else", () => {
    expect(replaced(inTurn(all), all[3] as Shown<Rule>, -1)).toEqual([
      { id: "c", body: { id: "c", action: "handoff" }, rev: 4, position: 1 },
      { id: "b", body: { id: "b", action: "handoff" }, rev: 2, position: 3 },
    ]);
  });
  it("changes for rules that were made at the same time, in the same place", () => {
    expect(after([rule("a", 5), rule("b", 5), rule("c", 5)], "c", -1)).toBe("a c b");
  });
  it("leaves out what is to be removed", () => {
    expect(after([rule("a", 0), rule("gone", 1, 0, true), rule("b", 2)], "b", -1)).toBe("b gone a");
  });
});
