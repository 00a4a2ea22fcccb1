import { describe, expect, test } from "vitest";
import { differences, merge, same } from "./merge";

const words = (...list: string[]) => list;

describe("two edits of a list", () => {
  test("both add at the end: both are there", () => {
    expect(merge(words("a"), words("a", "b"), words("a", "c"))).toEqual({ value: ["a", "b", "c"], clashes: [] });
  });
  test("one removes what the other left alone", () => {
    expect(merge(words("a", "b", "c"), words("a", "c"), words("a", "b", "c", "d")).value).toEqual(["a", "c", "d"]);
  });
  test("both remove, each another", () => {
    expect(merge(words("a", "b", "c"), words("a", "c"), words("b", "c")).value).toEqual(["c"]);
  });
  test("the same edit twice is one edit", () => {
    expect(merge(words("a"), words("a", "b"), words("a", "b"))).toEqual({ value: ["a", "b"], clashes: [] });
  });
  test("the order of whoever moved things stays", () => {
    expect(merge(words("a", "b", "c"), words("c", "a", "b"), words("a", "b", "c", "d")).value).toEqual(["c", "d", "a", "b"]);
    expect(merge(words("a", "b", "c"), words("a", "b", "c", "x"), words("c", "b", "a")).value).toEqual(["c", "x", "b", "a"]);
  });
  test("what is put before everything stays there", () => {
    expect(merge(words("a"), words("x", "a"), words("a", "b")).value).toEqual(["x", "a", "b"]);
  });
});

describe("two edits of one element", () => {
  const row = (text: string, freq?: number, tag?: string) => ({ text, ...(freq && { freq }), ...(tag && { tag }) });
  test("of different fields are one", () => {
    const { value, clashes } = merge([row("卡密", 100)], [row("卡密", 200)], [row("卡密", 100, "nz")]);
    expect([value, clashes]).toEqual([[row("卡密", 200, "nz")], []]);
  });
  test("of one field clash, and are settled as was chosen", () => {
    const [b, m, t] = [[row("卡密", 1)], [row("卡密", 2)], [row("卡密", 3)]];
    expect(merge(b, m, t)).toEqual({ value: m, clashes: [{ path: ["卡密", "freq"], base: 1, mine: 2, theirs: 3 }] });
    expect(merge(b, m, t, () => "theirs").value).toEqual(t);
  });
  test("removed here, changed there: asked, and either may be had", () => {
    const [b, m, t] = [[row("卡密", 1), row("点卡")], [row("点卡")], [row("卡密", 3), row("点卡")]];
    expect(merge(b, m, t)).toMatchObject({ value: m, clashes: [{ path: ["卡密"], mine: undefined }] });
    expect(merge(b, m, t, () => "theirs").value).toEqual(t);
  });
  test("groups of synonyms are joined word by word", () => {
    expect(merge([["充值", "冲值"]], [["充值", "冲值", "充钱"]], [["充值", "冲值", "加钱"], ["到账", "到帐"]])).toEqual({
      value: [["充值", "冲值", "充钱", "加钱"], ["到账", "到帐"]], clashes: [],
    });
  });
});

describe("elements without a name", () => {
  const group = (cls: string, weight: number, ...list: string[]) => ({ class: cls, weight, words: list });
  const base = [group("threat", 0.6, "举报"), group("anger", 0.4, "生气"), group("anger", 0.2, "烦")];
  test("are told apart where another stands between them now", () => {
    const mine = [group("swear", 0.7, "滚"), ...base];
    const theirs = [base[0], group("anger", 0.4, "生气", "气死"), base[2]];
    expect(merge<unknown>(base, mine, theirs)).toEqual({ value: [mine[0], theirs[0], theirs[1], theirs[2]], clashes: [] });
  });
  test("may change strength here and words there", () => {
    const mine = [base[0], group("anger", 0.5, "生气"), base[2]];
    const theirs = [base[0], group("anger", 0.4, "生气", "气死"), base[2]];
    expect(merge<unknown>(base, mine, theirs)).toEqual({ value: [base[0], group("anger", 0.5, "生气", "气死"), base[2]], clashes: [] });
  });
  test("added by both are both there", () => {
    const [m, t] = [group("threat", 0.3, "律师"), group("swear", 0.9, "滚")];
    expect(merge(base, [...base, m], [...base, t]).value).toHaveLength(5);
  });
});

test("differences name what was added, removed and changed", () => {
  expect(differences({ ask: ["a", "b"], n: 1 }, { ask: ["b", "c"], n: 2 })).toEqual([
    { path: ["ask", "a"], before: "a", after: undefined },
    { path: ["ask", "c"], before: undefined, after: "c" },
    { path: ["n"], before: 1, after: 2 },
  ]);
  expect(differences([{ a: 1 }], [{ a: 1 }])).toEqual([]);
});

test("20,000 words are joined in a blink", () => {
  const base = Array.from({ length: 20_000 }, (_, i) => ({ text: `词${i}`, freq: 100 }));
  const start = performance.now();
  const { value, clashes } = merge(base, [...base, { text: "我的", freq: 1 }], base.slice(1));
  expect([value.length, clashes.length]).toEqual([20_000, 0]);
  expect(performance.now() - start).toBeLessThan(1000);
});

test("a key may be missing where it says nothing", () => {
  expect(same({ a: [], b: false, c: "" }, {})).toBe(true);
  expect(same({ a: 0 }, {})).toBe(false);
  expect(differences({ all: undefined }, { all: [] })).toEqual([]);
  expect(same({ a: 1, b: undefined }, { a: 1 })).toBe(true);
  expect(same([1], { 0: 1 })).toBe(false);
});
