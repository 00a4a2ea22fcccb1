import { expect, test } from "vitest";
import { expectationOf, expectations, expecting, readQuestions } from "./expect";
import { words } from "./strings";

test.each(expectations)("what is to come of a question survives: %s", (expectation) => {
  expect(expectationOf(expecting(expectation, "refund-how"))).toBe(expectation);
});

test("pasted questions are read, skipped or named with their lines", () => {
  const text = "怎么退款 | refund-how\n\n有人盗刷\t转人工\n今天天气｜无\n只有问题\n怎么退款|refund-how\n坏行 | 不是编号\n | refund-how\na|b|c\n已有";
  expect(readQuestions(text, [{ id: "q", text: "已有" }])).toEqual({
    questions: [
      { line: 1, text: "怎么退款", expectation: "answer", entry: "refund-how" },
      { line: 3, text: "有人盗刷", expectation: "handoff", entry: "" },
      { line: 4, text: "今天天气", expectation: "none", entry: "" },
      { line: 5, text: "只有问题", expectation: "none", entry: "" },
    ],
    same: 2,
    bad: [
      { line: 7, text: "坏行 | 不是编号", wrong: words.pasted.wanted("不是编号") },
      { line: 8, text: "| refund-how", wrong: words.pasted.noText },
      { line: 9, text: "a|b|c", wrong: words.pasted.more },
    ],
  });
});
