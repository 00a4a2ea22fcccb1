import { describe, expect, test } from "vitest";
import { findTrigger, replace } from "./trigger";

const both = { canned: true, mention: true };

describe("findTrigger", () => {
  // A bar marks the caret.
  const cases: [string, string, string | null][] = [
    ["a slash at the start", "/|", "canned:"],
    ["with letters behind", "/tk|", "canned:tk"],
    ["with Chinese behind", "#退款|", "canned:退款"],
    ["after a blank", "您好 /dd|", "canned:dd"],
    ["at the start of a line", "您好\n/|", "canned:"],
    ["as a Chinese input method writes it", "、tk|", "canned:tk"],
    ["in the middle of a text", "a /tk| b", "canned:tk"],
    ["within a word is nothing", "和/或|", null],
    ["of an address is nothing", "https://a.example/x|", null],
    ["of a date is nothing", "11/22|", null],
    ["with a blank behind it is over", "/tk |", null],
    ["far behind is a sentence", "/一二三四五六七八九十一二三四五六七八九十一|", null],
    ["a colleague", "@小|", "mention:小"],
    ["a colleague right after Chinese", "请@|", "mention:"],
    ["a wide sign", "请\uff20周|", "mention:周"],
    ["an e-mail address names nobody", "a@b|", null],
    ["nothing typed", "|", null],
  ];
  for (const [name, marked, want] of cases) {
    test(name, () => {
      const caret = marked.indexOf("|");
      const t = findTrigger(marked.replace("|", ""), caret, both);
      expect(t && `${t.kind}:${t.query}`).toBe(want);
      if (t) expect([t.from, t.to]).toEqual([caret - t.query.length - 1, caret]);
    });
  }

  test("looks only for what is wanted", () => {
    expect(findTrigger("/a", 2, { canned: false, mention: true })).toBeNull();
    expect(findTrigger("@a", 2, { canned: true, mention: false })).toBeNull();
  });

  test("costs no time on a long text", () => {
    const start = performance.now();
    for (const bit of ["/", " /", "@", "a@", "、 "]) findTrigger(bit.repeat(50_000), 50_000, both);
    expect(performance.now() - start).toBeLessThan(500);
  });
});

test("replace puts the caret behind what it wrote", () => {
  expect(replace("好 /tk 吗", 2, 5, "已退款")).toEqual({ text: "好 已退款 吗", caret: 5 });
});
