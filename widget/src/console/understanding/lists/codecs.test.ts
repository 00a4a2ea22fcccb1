import { describe, expect, test } from "vitest";
import { dictionary, homophones, readLines, stopwords, synonyms, wrongRows } from "./codecs";
import { words } from "./strings";

const w = words.wrong;

describe("the dictionary", () => {
  test.each([
    ["星卡余额 200 nz", { text: "星卡余额", freq: 200, tag: "nz" }],
    ["星卡余额", { text: "星卡余额" }],
    ["星卡余额\tnz", { text: "星卡余额", tag: "nz" }],
    ["  秒到账，100 ", { text: "秒到账", freq: 100 }],
  ])("reads %j", (line, row) => expect(dictionary.read(line)).toEqual({ row }));
  test.each([
    ["星卡 0 n", w.weight("0", 10_000_000)],
    ["星卡 99999999", w.weight("99999999", 10_000_000)],
    ["星卡 1 名词", w.tag("名词")],
    ["星卡 1 n 多了", w.more("多了")],
    ["字".repeat(33), w.long("字".repeat(33), 33, 32)],
  ])("says what is wrong with %j", (line, wrong) => expect(dictionary.read(line)).toEqual({ wrong }));
  test("writes what it reads", () => {
    for (const line of ["a 1 n", "a 1", "a n", "a"]) {
      const read = dictionary.read(line);
      expect("row" in read && dictionary.write(read.row)).toBe(line);
    }
  });
});

describe("the other lists", () => {
  test("groups hold two words at least, each once", () => {
    expect(synonyms.read("充值，冲值,充值, 充钱 ")).toEqual({ row: ["充值", "冲值", "充钱"] });
    expect(synonyms.read("充值")).toEqual({ wrong: w.two });
    expect(synonyms.wrong(["a", "b", "a"])).toBe(w.inGroup("a"));
    expect(synonyms.wrong(["a b", "c"])).toBe(w.separator("a b", w.blank));
  });
  test.each(["卡蜜,卡密", "卡蜜 卡密", "卡蜜->卡密", "卡蜜\t卡密", "卡蜜 → 卡密"])("a pair may be written %j", (line) => {
    expect(homophones.read(line)).toEqual({ row: { typed: "卡蜜", meant: "卡密" } });
  });
  test("a pair wants two different words", () => {
    expect(homophones.read("卡蜜")).toEqual({ wrong: w.pair });
    expect(homophones.read("a,b,c")).toEqual({ wrong: w.pair });
    expect(homophones.read("卡密,卡密")).toEqual({ wrong: w.samePair });
  });
  test("a stop word is one word", () => expect(stopwords.read("请 问")).toEqual({ wrong: w.separator("请 问", w.blank) }));
});

describe("pasted lines", () => {
  test("are taken, skipped or named with their numbers", () => {
    const text = "# 一批新词\n星卡\n\r\n秒到账 100\n坏词 1 2\n秒到账\n点卡 5\r超级会员";
    expect(readLines(dictionary, text, [{ text: "星卡" }, { text: "点卡", freq: 9 }])).toEqual({
      rows: [{ text: "秒到账", freq: 100 }, { text: "超级会员" }],
      same: 1,
      bad: [
        { line: 5, text: "坏词 1 2", wrong: w.tag("2") },
        { line: 6, text: "秒到账", wrong: w.lineTwice("秒到账", 4) },
        { line: 7, text: "点卡 5", wrong: w.wordTwice("点卡", 2) },
      ],
    });
  });
  test("name the group that has the word", () => {
    expect(readLines(synonyms, "付款,充钱", [["充值", "充钱"]]).bad[0]?.wrong).toBe(w.groupTwice("充钱", 1, "充值"));
  });
});

test("a word that two rows hold is named at the second", () => {
  expect([...wrongRows(synonyms, [["a", "b"], ["c", "d"], ["e", "b"]])]).toEqual([[2, w.groupTwice("b", 1, "a")]]);
});

test("20,000 words are checked while one types", () => {
  const rows = Array.from({ length: 20_000 }, (_, i) => ({ text: `词${i}`, freq: 100, tag: "n" }));
  const start = performance.now();
  expect(wrongRows(dictionary, rows).size).toBe(0);
  expect(readLines(dictionary, rows.map((r) => dictionary.write(r)).join("\n"), rows)).toMatchObject({ same: 20_000, bad: [] });
  expect(performance.now() - start).toBeLessThan(2000);
});
