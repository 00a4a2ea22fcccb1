import { describe, expect, test } from "vitest";
import { MemoryShelf } from "../../../wire/testing/shelf";
import { equal, tidied } from "./form";
import { Kept } from "./kept";
import { shown } from "./markdown";
import { linesOf, pasted, repeated, unrepeated } from "./variants";
import { statusOf, whenOf } from "./when";

describe("similar questions that are pasted", () => {
  test.each<[string, string, string[]]>([
    ["lines of a sheet", "怎么退钱\r\n钱怎么退\n\n  退款要多久 ", ["怎么退钱", "钱怎么退", "退款要多久"]],
    ["a list of any kind", "1. 甲\n2、乙\n3) 丙\n- 丁\n* 戊\n• 己", ["甲", "乙", "丙", "丁", "戊", "己"]],
    ["a number that is no mark", "3.5元能退吗\n12306怎么登录\n-1是什么", ["3.5元能退吗", "12306怎么登录", "-1是什么"]],
    ["nothing", " \n\r\n", []],
  ])("%s", (_, text, want) => expect(linesOf(text)).toEqual(want));

  test("take the place of the selection, and the last one is written on", () => {
    expect(pasted(["甲", "我要退款", "乙"], 1, 2, 2, "x\ny\nz")).toEqual({ list: ["甲", "我要x", "y", "z退款", "乙"], at: 3 });
    expect(pasted([""], 0, 0, 0, "x\ny")).toEqual({ list: ["x", "y"], at: 1 });
    expect(pasted(["甲"], 0, 0, 1, "x")).toEqual({ list: ["x"], at: 0 });
    expect(pasted(["甲"], 0, 1, 1, "\n\n")).toEqual({ list: ["甲"], at: 0 });
  });
  test("are marked where they repeat the question or each other, whatever their width, case and punctuation", () => {
    const list = ["怎么退款", "QQ 登录", "ｑｑ登录？", "", "怎么退款？？", "不同"];
    expect([...repeated(list, "怎么退款？")]).toEqual([0, 2, 4]);
    expect(unrepeated(list, "怎么退款？")).toEqual(["QQ 登录", "不同"]);
  });
  test("two empty rows do not repeat each other", () => expect(repeated(["", " "], "").size).toBe(0));
});

describe("an entry as it is stored", () => {
  test("has nothing empty in it", () => {
    expect(tidied({
      id: "a", question: " 问 ", answer: "答\n\n", variants: [" 甲 ", "", " "], tags: [], team: "  ", off: false, from: "",
      answers: [{ site: "s", answer: " " }, { site: "t", answer: "x" }],
    })).toEqual({ id: "a", question: "问", answer: "答", variants: ["甲"], answers: [{ site: "t", answer: "x" }] });
  });
  test("is the same with and without what is empty", () => {
    expect(equal({ id: "a", question: "q", answer: "a", tags: [], off: false }, { id: "a", question: "q", answer: "a\n" })).toBe(true);
    expect(equal({ id: "a", question: "q", answer: "a", off: true }, { id: "a", question: "q", answer: "a" })).toBe(false);
    expect(equal({ id: "a", question: "q", answer: "a", variants: ["x", "y"] }, { id: "a", question: "q", answer: "a", variants: ["y", "x"] })).toBe(false);
  });
});

test("an upload stands in an answer as a picture with its size, or as a film", () => {
  expect(shown("入口.png", { url: "/files/a1", width: 800, height: 600 })).toBe('![入口](/files/a1 "800x600")');
  expect(shown("换绑[手机].v2.mp4", { url: "/files/b2.mp4" })).toBe("![换绑手机.v2](/files/b2.mp4)");
});

describe("work that is kept", () => {
  const value = { id: "a", question: "q", answer: "a" };

  test("is there for the same person and entry only, until it is dropped", () => {
    const shelf = new MemoryShelf();
    const kept = new Kept(shelf, "wu", "a", () => 1000);
    kept.keep({ value, rev: 3 });
    expect(new Kept(shelf, "wu", "a", () => 2000).load()).toEqual({ value, rev: 3, at: 1000 });
    expect(new Kept(shelf, "li", "a", () => 2000).load()).toBeUndefined();
    expect(new Kept(shelf, "wu", "b", () => 2000).load()).toBeUndefined();
    kept.drop();
    expect(kept.load()).toBeUndefined();
  });
  test("is forgotten after two weeks", () => {
    const shelf = new MemoryShelf();
    new Kept(shelf, "wu", "a", () => 0).keep({ value });
    expect(new Kept(shelf, "wu", "a", () => 14 * 86_400_000).load()).toBeUndefined();
  });
  test.each(["", "{", "null", "[]", '{"value":{}}', '{"value":{"question":1,"answer":"x"},"at":0}', '{"at":1}'])("%j is no work", (text) => {
    const shelf = new MemoryShelf();
    shelf.set("yiwen.entry.wu.a", text);
    expect(new Kept(shelf, "wu", "a", () => 1).load()).toBeUndefined();
  });
});

describe("when an entry answers", () => {
  const now = "2026-11-22 10:00";
  test.each([
    [{}, "always"], [{ off: true, from: "2026-12-01 00:00" }, "off"], [{ from: "2026-12-01 00:00" }, "later"],
    [{ from: "2026-12-01 00:00", until: "2026-12-12 00:00" }, "laterUntil"], [{ until: "2026-12-12 00:00" }, "until"],
    [{ from: "2026-11-01 00:00", until: "2026-12-12 00:00" }, "until"], [{ until: now }, "over"], [{ from: now }, "always"],
    [{ from: "2026-12-12 00:00", until: "2026-12-12 00:00" }, "never"],
  ] as const)("%j: %s", (entry, want) => expect(whenOf(entry, now)).toBe(want));

  test.each([
    [{}, "on"], [{ off: true, until: "2026-01-01 00:00" }, "off"], [{ from: "2026-12-01 00:00" }, "scheduled"], [{ from: now, until: "2026-12-12 00:00" }, "on"],
    [{ until: now }, "expired"], [{ from: "2026-12-12 00:00", until: "2026-12-12 00:00" }, "scheduled"], [{ from: "2026-12-12 00:00", until: "2026-01-01 00:00" }, "expired"],
  ] as const)("%j is %s, as the list has it", (entry, want) => expect(statusOf(entry, now)).toBe(want));
});
