import { afterEach, describe, expect, test, vi } from "vitest";
import { Refusal, serveApi } from "../testing/api";
import { features } from "./ask/features";
import { placeOfTrial, wantedIn } from "./ask/place";
import { linesOf } from "./ask/useTalk";
import { meaning, pointAt, telling } from "./limits/curve";
import { refsOf } from "./misses/refs";
import type { Curve, Miss, MissText, Point, Trial } from "./shapes";
import type { Twin } from "../knowledge/shapes";
import { ordered } from "./twins-order";
import { addVariant, removeVariant } from "./variants";

afterEach(() => vi.unstubAllGlobals());

describe("a curve", () => {
  const point = (limit: number, coverage: number, precision: number, reached = coverage, wrong = 0): Point => ({ limit, coverage, precision, reached, wrong });
  const curve: Pick<Curve, "points" | "now"> = {
    points: [point(0.4, 0.9, 0.9), point(0.41, 0.9, 0.9), point(0.42, 0.9, 0.9), point(0.43, 0.5, 1, 0.8)], now: point(0.405, 0.9, 0.9),
  };

  test("says what a point means for 100 questions", () => {
    const m = meaning(point(0.5, 0.8, 0.875, 0.9), 0.7);
    expect(m.right).toBeCloseTo(56);
    expect(m.wrong).toBeCloseTo(8);
    expect(m.offered).toBeCloseTo(7);
  });

  test("counts mistakes where nothing is right", () => {
    expect(meaning(point(0.5, 0, 0, 0, 0.5), 0.7)).toEqual({ right: 0, wrong: expect.closeTo(15) as number, offered: 0 });
    expect(meaning(point(0.5, 1, 1), 1)).toEqual({ right: 100, wrong: 0, offered: 0 });
  });

  test("is read at the point below, at the present one, and above its end", () => {
    expect(pointAt(curve, 0.425)).toEqual(point(0.425, 0.9, 0.9));
    expect(pointAt(curve, 0.405)).toBe(curve.now);
    expect(pointAt(curve, 0.43).coverage).toBe(0.5);
    expect(pointAt(curve, 0.439).coverage).toBe(0.5);
    expect(pointAt(curve, 0.44)).toEqual({ limit: 0.44, precision: 1, coverage: 0, reached: 0.8, wrong: 0 });
    expect(pointAt({ points: [], now: curve.now }, 0.7)).toEqual({ ...curve.now, limit: 0.7 });
  });

  test("shows each plateau by its ends", () => expect(telling(curve.points).map((p) => p.limit)).toEqual([0.4, 0.42, 0.43]));
});

describe("what an action of the inbox is about", () => {
  const text = (conversation: string): MissText => ({ conversation, seq: 1, text: conversation, at: 0, why: "fallback", whys: ["fallback"], state: "open" });
  const miss: Miss = {
    key: "k", label: "l", size: 5, people: 5, last_at: 0, trend: [], texts: [text("a"), text("b")], replies: [],
    rest: [{ conversation: "c", seq: 2, as: 1 }, { conversation: "d", seq: 3, as: -1 }],
  };
  const named = (left: string[], action: "variant" | "ignore") => refsOf(miss, new Set(left), action).map((r) => r.conversation);

  test("what nobody saw becomes no similar question, what says the same is settled with it", () => expect(named([], "variant")).toEqual(["a", "b", "c"]));
  test("what is left out stays", () => expect(named(["b/1"], "variant")).toEqual(["a"]));
  test("a whole group is put aside", () => expect(named([], "ignore")).toEqual(["a", "b", "c", "d"]));
  test("a part of it is not the whole", () => expect(named(["a/1"], "ignore")).toEqual(["b", "c"]));
});

describe("duplicates", () => {
  const twin = (kind: Twin["kind"], text: string, gap?: number, [entry, other] = [`a${text}`, `b${text}`]): Twin => ({
    kind, text, entry, question: "", other, other_question: "", score: 1, ...(gap !== undefined && { gap }),
  });
  const texts = (list: Twin[]) => list.map((p) => p.text).join("");

  test("stand by kind and lead, the slight ones apart", () => {
    const { all, first } = ordered([twin("near", "n"), twin("steals", "1", 0.1), twin("steals", "2", 0.5), twin("same", "s"), twin("steals", "3", 0.7), twin("steals", "0")]);
    expect([texts(all), texts(first)]).toEqual(["s3210n", "s32n"]);
  });
  test("of the same two entries stand together, whichever takes the other's", () => {
    const { all, first } = ordered([twin("steals", "1", 0.1, ["y", "x"]), twin("steals", "2", 0.6), twin("steals", "3", 0.7, ["x", "y"]), twin("near", "n", undefined, ["x", "y"])]);
    expect([texts(all), texts(first)]).toEqual(["312n", "312n"]);
  });
  test("that are all slight are shown", () => expect(texts(ordered([twin("steals", "1", 0.01), twin("steals", "2", 0.1)]).first)).toBe("21"));
});

describe("the address of a trial", () => {
  test("asks", () => expect(wantedIn("", "?q=%20%E9%80%80%E6%AC%BE&against=draft&entry=e1")).toEqual({ id: "", other: "", q: "退款", against: "draft", compare: false, site: "", entry: "e1" }));
  test("asks of both contents on a site", () => expect(wantedIn("", "?q=a&compare=1&site=second")).toMatchObject({ q: "a", against: "live", compare: true, site: "second" }));
  test("names a stored one with its other side", () => {
    const [rest = "", query = ""] = placeOfTrial("a/b", { other: "c", entry: "e" }).split(/(?=\?)/);
    expect(wantedIn(rest, query)).toEqual({ id: "a/b", other: "c", q: "", against: "live", compare: false, site: "", entry: "e" });
  });
  test("that somebody made by hand is no trial", () => expect(wantedIn("%zz", "?against=x").id).toBe(""));
  test("what was said is said again", () => {
    const trial = { turns: [{ text: "退款" }, { text: "怎么退款", choice: "refund" }] } as Trial;
    expect(linesOf(trial)).toEqual([{ text: "退款" }, { text: "", choice: "refund" }]);
    expect(linesOf(undefined)).toEqual([]);
  });
});

test("features stand by how far they moved the score", () => {
  const told = [{ feature: "a", by: 0.5 }, { feature: "b", by: -1 }, { feature: "c", by: 0.001 }];
  expect(features({ told, features: { b: 3 } })).toEqual([
    { feature: "b", by: -1, share: 1, value: 3 }, { feature: "a", by: 0.5, share: 0.5, value: undefined },
  ]);
  expect(features({})).toEqual([]);
});

describe("a similar question", () => {
  const entry = { id: "e", question: "怎么退款", answer: "a", variants: ["退钱"] };
  const serve = (saves: unknown[]) =>
    serveApi({ "GET /api/entries/e": { entry, rev: 4 }, "PUT /api/entries/e": () => saves.shift() ?? { entry, rev: 5 } });

  test("is added to the draft", async () => {
    const asked = serve([]);
    expect(await addVariant("e", " 退我钱 ")).toBe(true);
    expect(JSON.parse((asked.at(-1) ?? "").replace(/^PUT \S+ /, ""))).toEqual({ entry: { ...entry, variants: ["退钱", "退我钱"] }, rev: 4 });
  });
  test("that is there already is not added again", async () => {
    const asked = serve([]);
    expect(await addVariant("e", "退钱")).toBe(false);
    expect(await addVariant("e", "怎么退款")).toBe(false);
    expect(asked.filter((a) => a.startsWith("PUT"))).toEqual([]);
  });
  test("is added although a colleague saved meanwhile, but not for ever", async () => {
    serve([new Refusal(409, "同事刚刚改了")]);
    expect(await addVariant("e", "退我钱")).toBe(true);
    serve([1, 2, 3].map(() => new Refusal(409, "同事刚刚改了")));
    await expect(addVariant("e", "退我钱")).rejects.toThrow("同事刚刚改了");
  });
  test("is removed", async () => {
    const asked = serve([]);
    expect(await removeVariant("e", "退钱")).toBe(true);
    expect(asked.at(-1)).toContain('"variants":[]');
    expect(await removeVariant("e", "没有的")).toBe(false);
  });
});
