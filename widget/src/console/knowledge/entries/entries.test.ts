import { describe, expect, test } from "vitest";
import { branches } from "./branches";
import { columnNames, layout, usual } from "./columns";
import { filterOf, narrowed, narrows, queryOf } from "./filter";
import { placeOfPiece } from "../rooms";
import { all, count, has, nothing, ranged, target, toggled } from "./selection";

describe("a selection", () => {
  const ids = ["a", "b", "c", "d", "e"];
  const idAt = (i: number) => ids[i];

  test("is chosen and let go one by one", () => {
    const one = toggled(nothing, "b", 1);
    expect([has(one, "b"), has(one, "a"), count(one, 5)]).toEqual([true, false, 1]);
    expect(count(toggled(one, "b", 1), 5)).toBe(0);
  });
  test("goes from the anchor in both directions, and over rows that are not loaded", () => {
    const from = toggled(nothing, "c", 2);
    expect(target(ranged(from, 4, idAt), {})).toEqual({ ids: ["c", "d", "e"] });
    expect(target(ranged(from, 0, idAt), {})).toEqual({ ids: ["c", "a", "b"] });
    expect(target(ranged(from, 4, (i) => (i === 3 ? undefined : ids[i])), {})).toEqual({ ids: ["c", "e"] });
  });
  test("a second range begins at the same row", () => {
    const twice = ranged(ranged(toggled(nothing, "b", 1), 3, idAt), 0, idAt);
    expect(target(twice, {})).toEqual({ ids: ["b", "c", "d", "a"] });
  });
  test("of all is told as the filter, without its order", () => {
    expect(target(all, { q: "退款", state: "draft", sort: "changed" })).toEqual({ filter: { q: "退款", state: "draft" } });
    expect([count(all, 20_000), has(all, "any")]).toEqual([20_000, true]);
  });
  test("of all but one has all others, on whatever page they are", () => {
    const but = toggled(all, "b", 1);
    expect(target(but, { q: "x" })).toEqual({ filter: { q: "x" }, except: ["b"] });
    expect([count(but, 20_000), has(but, "b"), has(but, "never loaded")]).toEqual([19_999, false, true]);
    expect(target(toggled(but, "b", 1), {})).toEqual({ filter: {} });
  });
});

describe("a filter", () => {
  test("is the same after its way through the address", () => {
    const filter = { q: "退款 & 1", by: "bot", category: "充值/到账", state: "due", sort: "changed" } as const;
    expect(filterOf(queryOf(filter))).toEqual(filter);
    expect([queryOf({}), filterOf("")]).toEqual(["", {}]);
  });
  test("what is foreign in an address is left out", () => expect(filterOf("?q=a&evil=1&page=9")).toEqual({ q: "a" }));
  test("what is set to nothing is gone", () => expect(narrowed({ q: "a", tag: "b" }, { tag: undefined, team: "trade" })).toEqual({ q: "a", team: "trade" }));
  test("an order and a way to search leave nothing out", () => {
    expect([narrows({ sort: "changed", by: "bot" }), narrows({ state: "off" })]).toEqual([false, true]);
  });
});

describe("the tree", () => {
  const outline = (paths: { path: string; count: number }[]) => JSON.stringify(branches(paths), ["path", "name", "count", "below"]);

  test("has each category with what is below it", () => {
    expect(outline([{ path: "充值", count: 5 }, { path: "充值/到账", count: 2 }, { path: "充值/失败", count: 3 }, { path: "售后", count: 1 }])).toBe(JSON.stringify([
      {
        path: "充值", name: "充值", count: 5,
        below: [{ path: "充值/到账", name: "到账", count: 2, below: [] }, { path: "充值/失败", name: "失败", count: 3, below: [] }],
      },
      { path: "售后", name: "售后", count: 1, below: [] },
    ]));
  });
  test("a level that nobody counted has the sum of those below", () => {
    expect(branches([{ path: "a/b", count: 2 }, { path: "a/c/d", count: 3 }])[0]).toMatchObject({ path: "a", count: 5 });
  });
});

describe("the columns of the list", () => {
  test("are as wide as they are, whatever stands in a row", () => {
    expect(layout(["question", "variants"])).toEqual({ template: "34px minmax(200px, 3fr) 64px", least: 10 + 34 + 10 + 200 + 10 + 64 + 10 });
    expect(layout(columnNames).template).not.toMatch(/auto|content/);
  });
  test("that are usual fit beside the tree at 1280 pixels", () => {
    expect(layout(usual).least).toBeLessThanOrEqual(908);
  });
});

test.each<[string, string, unknown[], string?]>([
  ["entry", "a/b", ["entries", "a%2Fb"]],
  ["rule", "pin-hours", ["understanding", "rules/pin-hours"]],
  ["smalltalk", "greet/1", ["understanding", "smalltalk/greet%2F1"]],
  ["dictionary", "dictionary", ["understanding", "dictionary"]],
  ["settings", "settings", ["understanding", "settings"]],
  ["settings", "settings", ["understanding", "settings"], "sites"],
  ["settings", "settings", ["limits"], "limits"],
  ["teams", "teams", []],
])("a changed %s %s has its place: %j %s", (kind, id, place, only) => {
  expect(placeOfPiece(kind, id, only)).toEqual(place);
});
