import { describe, expect, test } from "vitest";
import { Inserts } from "./insert";

describe("inserts", () => {
  test("reach the composer of their conversation, and no other", () => {
    const inserts = new Inserts();
    const got: string[] = [];
    inserts.on("a", (i) => got.push(`a ${i.text} ${i.send}`) > 0);
    inserts.on("b", (i) => got.push(`b ${i.text} ${i.send}`) > 0);
    expect(inserts.insert("b", "您好")).toBe(true);
    expect(inserts.insert("a", "在的", { send: true })).toBe(true);
    expect(got).toEqual(["b 您好 false", "a 在的 true"]);
  });

  test("are refused where nobody takes them", () => {
    const inserts = new Inserts();
    const stop = inserts.on("a", () => false);
    expect(inserts.insert("a", "x")).toBe(false);
    stop();
    expect(inserts.insert("a", "x")).toBe(false);
  });

  test("go to the newest composer, and to the older one when that is gone", () => {
    const inserts = new Inserts();
    const got: number[] = [];
    inserts.on("a", () => got.push(1) > 0);
    const stop = inserts.on("a", () => got.push(2) > 0);
    inserts.insert("a", "x");
    stop();
    inserts.insert("a", "y");
    expect(got).toEqual([2, 1]);
  });
});
