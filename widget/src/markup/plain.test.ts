import { expect, test } from "vitest";
import { oneLine, plainLines } from "./plain";

const answer = "先看**审核中**的订单：\n1. 打开`我的订单`\n2. 点[这里](https://a.example)\n\n- 再等\n\n谢谢 2 * 3 = 6";

test("a preview shows no signs of Markdown", () => {
  expect(oneLine(answer)).toBe("先看审核中的订单： 打开我的订单 点这里 再等 谢谢 2 * 3 = 6");
  expect(plainLines(answer)).toEqual(["先看审核中的订单：", "1. 打开我的订单", "2. 点这里", "• 再等", "谢谢 2 * 3 = 6"]);
});

test("nothing is nothing", () => {
  expect([oneLine(""), plainLines(" \n ")]).toEqual(["", []]);
});

test("where links and pictures lead can stand behind their words, once", () => {
  const text = "看 ![](/files/p) 和 ![图](/files/q)，**[说明](https://a.example/x)**、https://b.example";
  expect(plainLines(text, { addresses: true })).toEqual(["看 /files/p 和 图 (/files/q)，说明 (https://a.example/x)、https://b.example"]);
  expect(plainLines(text)).toEqual(["看 /files/p 和 图，说明、https://b.example"]);
});

const card = "# 价目\n~~10~~ *9.5*\n---\n> 以**页面**为准\n\n```\nGET /a?b=*1*\n```\n- 甲";

test("blocks are their words", () => {
  expect(plainLines(card)).toEqual(["价目", "10 9.5", "以页面为准", "GET /a?b=*1*", "• 甲"]);
  expect(oneLine(card)).toBe("价目 10 9.5 以页面为准 GET /a?b=*1* 甲");
});

test("a row of a table is a line", () => {
  expect(plainLines("面额|价\n-|-\n100|**98**\n50|")).toEqual(["面额, 价", "100, 98", "50, "]);
});
