import { describe, expect, it } from "vitest";
import type { Slot } from "../shapes";
import { another, blank, holes, sentence, split, turned, wordings } from "./edit";

const slot: Slot = { name: "order", label: "订单号", kind: "entity", entity: "order_no", ask: ["一", "二"], optional: true };

describe("the form of a flow", () => {
  it("keeps nothing of a kind that a slot no longer is", () => {
    expect(turned(slot, "text")).toEqual({ name: "order", label: "订单号", kind: "text", ask: ["一", "二"], optional: true });
    expect(turned({ ...slot, kind: "pattern", pattern: "x", plain: true }, "choice")).toEqual({
      name: "order", label: "订单号", kind: "choice", ask: ["一", "二"], optional: true, entity: undefined, options: [{ label: "" }, { label: "" }],
    });
  });
  it("names a new slot as no other is named", () => {
    expect(another([slot, { ...slot, name: "slot3" }]).name).toBe("slot4");
  });
  it("writes sentences in the shorter form and reads both", () => {
    expect(wordings("一")).toEqual(["一"]);
    expect(wordings(undefined)).toEqual([]);
    expect(sentence(wordings(["一", "二"]))).toEqual(["一", "二"]);
    expect(sentence(["一"])).toBe("一");
  });
  it("splits words, and knows what may be filled in", () => {
    expect(split("公司，单位  公司、对公")).toEqual(["公司", "单位", "对公"]);
    expect(holes({ ...blank("a"), slots: [slot], end: { do: "ticket" } })).toEqual(["{order}", "{number}"]);
  });
});
