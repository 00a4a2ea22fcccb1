import { describe, expect, test } from "vitest";
import { type Block, type Inline, parse, plain } from "./parse";

// A short form to read: **bold**, `code`, <href|text>, lists as "1. a / b".
const marks = { bold: "**", italic: "*", struck: "~~" };
const show = (parts: Inline[]): string =>
  parts
    .map((p) => ("parts" in p ? marks[p.kind] + show(p.parts) + marks[p.kind] : p.kind === "picture" ? `[${p.src} ${p.width ?? "-"}x${p.height ?? "-"}|${p.text}]` : p.kind === "film" ? `>${p.href}|${p.text}<` : p.kind === "code" ? `\`${p.text}\`` : p.kind === "link" ? `<${p.href}|${p.text}>` : p.text))
    .join("");
const outline = (blocks: Block[]): string[] =>
  blocks.map((b) => {
    switch (b.kind) {
      case "list": return `${b.ordered ? b.start + "." : "-"} ${b.items.map(show).join(" / ")}`;
      case "code": return `\`\`\`${b.text}\`\`\``;
      case "rule": return "---";
      case "table": return `${b.sides.map((side) => side[0] ?? "").join("|")}: ${b.rows.map((r) => r.map(show).join("|")).join(" / ")}`;
      default: return (b.kind === "quote" ? "> " : "") + b.lines.map(show).join(" ⏎ ");
    }
  });

describe("parse", () => {
  const cases: [string, string, string[]][] = [
    ["empty", "", []],
    ["a table, its sides, and rows that are too short or too long", "价目\n| 面额 | 价 | 备注 |\n|:--|:-:|--:|\n| 100 | **98** |\n| 50 | 49 | `a` | 多 |\n\n完", ["价目", "|c|r: 面额|价|备注 / 100|**98**| / 50|49|`a`", "完"]],
    ["a table without bars at its ends ends where a line has none", "甲|乙\n--|--\n1|2\n完", ["|: 甲|乙 / 1|2", "完"]],
    ["bars are words where the sides do not fit or are missing", "甲|乙\n--|--|--\n\na|b\n\n|---|", ["甲|乙 ⏎ --|--|--", "a|b", "|---|"]],
    ["a paragraph keeps its line breaks", "一\n二\n\n三", ["一 ⏎ 二", "三"]],
    ["an ordered list after a sentence", "步骤：\n1. 打开\n2. 点击\n\n完成。", ["步骤：", "1. 打开 / 点击", "完成。"]],
    ["a list that does not begin at one", "3. 丙\n4. 丁", ["3. 丙 / 丁"]],
    ["bullets of three kinds", "- 甲\n* 乙\n• 丙", ["- 甲 / 乙 / 丙"]],
    ["a blank line between items does not restart the count", "1. 甲\n\n2. 乙", ["1. 甲 / 乙"]],
    ["an indented line belongs to its item", "1. 甲\n   续\n2. 乙", ["1. 甲 续 / 乙"]],
    ["ordered and unordered are two lists", "1. 甲\n- 乙", ["1. 甲", "- 乙"]],
    ["bold next to Chinese punctuation", "**「到账」**后再看**24小时**。", ["**「到账」**后再看**24小时**。"]],
    ["bold inside an item", "- **必填**：姓名", ["- **必填**：姓名"]],
    ["code", "返回 `success`。", ["返回 `success`。"]],
    ["a link", "见[帮助](https://a.example/x)。", ["见<https://a.example/x|帮助>。"]],
    ["a bare link ends at Chinese punctuation", "打开https://a.example/x?y=1，登录", ["打开<https://a.example/x?y=1|https://a.example/x?y=1>，登录"]],
    ["a bare link without the full stop behind it", "See https://a.example/x.", ["See <https://a.example/x|https://a.example/x>."]],
    ["a picture", "看图：![入口](https://a.example/x.png)。", ["看图：[https://a.example/x.png -x-|入口]。"]],
    ["a picture of our own with its size", '![入口](/files/ab-C_1 "800x600")', ["[/files/ab-C_1 800x600|入口]"]],
    ["a picture in a step", "1. 打开\n   ![](/files/a)\n2. 点击", ["1. 打开 [/files/a -x-|/files/a] / 点击"]],
    ["a picture that browsers would not load is a link", "![x](http://a.example/x.png)", ["!<http://a.example/x.png|x>"]],
    ["a film by its end", "![教程](https://a.example/x.mp4?t=1)", [">https://a.example/x.mp4?t=1|教程<"]],
    ["a film by its name", "[▶ 教程](https://v.example/1)", [">https://v.example/1|教程<"]],
    ["a heading is bold", "## 注意 ##", ["**注意**"]],
    ["a sum of money is no list", "3.5 元", ["3.5 元"]],
    ["a quote", "他说：\n> **一**\n> 二\n四", ["他说：", "> **一** ⏎ 二", "四"]],
    ["a face is no quote", ">_< 好\n>3<", [">_< 好 ⏎ >3<"]],
    ["code as it stands", "看：\n```json\n{\n  \"a\": **1**, // https://a.example\n\n| - |\n```\n完", ["看：", '```{\n  "a": **1**, // https://a.example\n\n| - |```', "完"]],
    ["code that is not closed goes to the end", "```\n# a\n- b", ["```# a\n- b```"]],
    ["code with a shorter fence in it", "````\n```\n````", ["`````````"]],
    ["code in a step", "1. 甲\n   ```\n   a\n   ```\n2. 乙", ["1. 甲", "```   a```", "2. 乙"]],
    ["three signs in a line of words are no fence", "```a``` 好", ["``" + "`a`" + "`` 好"]],
    ["rules", "甲\n---\n乙\n\n* * *\n___", ["甲", "---", "乙", "---", "---"]],
    ["no rule: two signs, or words", "--\n---a", ["-- ⏎ ---a"]],
    ["italic by both signs", "*斜体* 和 _斜体_，见*图*。这是*重点*内容", ["*斜体* 和 *斜体*，见*图*。这是*重点*内容"]],
    ["italic in bold", "**粗 _斜_ 粗**", ["**粗 *斜* 粗**"]],
    ["stars of sums, masks and notes", "3 * 4 * 5，3*4*5，张* 138****1234，长*宽*高，带*的为必填，带*的别忘", ["3 * 4 * 5，3*4*5，张* 138****1234，长*宽*高，带*的为必填，带*的别忘"]],
    ["low lines of names", "订单 a_b_c 与 _id_no，字段_名_值 和 snake_case_", ["订单 a_b_c 与 _id_no，字段_名_值 和 snake_case_"]],
    ["struck out", "~~原价~~ 现价，原价~~100~~元", ["~~原价~~ 现价，原价~~100~~元"]],
    ["friendly waves", "您好~~请问有什么可以帮您~~ 好的~~", ["您好~~请问有什么可以帮您~~ 好的~~"]],
    ["signs in code are code", "`*a*` `~~b~~` `\\*`", ["`*a*` `~~b~~` `\\*`"]],
    ["an address with signs in it", "https://a.example/x_y_z*1*2~~3~~", ["<https://a.example/x_y_z*1*2~~3|https://a.example/x_y_z*1*2~~3>~~"]],
    ["windows line ends", "一\r\n二", ["一 ⏎ 二"]],
  ];
  for (const [name, text, want] of cases) {
    test(name, () => expect(outline(parse(text))).toEqual(want));
  }

  const hostile = [
    `<img src=x onerror=alert(1)>`,
    `[x](javascript:alert(1))`,
    `[x](data:text/html,hi)`,
    `[a](vbscript:x)`,
    `![x](/api/session)`,
    `![x](/files/../api/session)`,
    `![x](data:image/svg+xml,x)`,
    `**未闭合`,
    `[[[[[](((`,
    "`未闭合",
  ];
  for (const text of hostile) {
    test(`stays text: ${text}`, () => expect(outline(parse(text))).toEqual([text]));
  }

  // Each many times over, unclosed, on one line or on many.
  const signs = ["|", "*", "_", "~", "`", "*a ", "a*", "a* ", "**a *", "*a **b ", "_a ", "~~a ", "\\*", "*\\", "|-", "- ", "-", " ", "> ", ">", "```\n", "> ```\n", "- a\n", "* * ", "中*", "中*文", "好~~", "a_", "***a", "**a*"];
  test.each(signs)("%j again and again is read to its end", (bit) => {
    for (const text of [bit.repeat(10_000), `${bit.repeat(10_000)}x`, `# ${bit.repeat(10_000)}x`, `- ${bit.repeat(10_000)}`, `|a|b|\n|-|-|\n|${bit.repeat(10_000)}`]) {
      expect(parse(text).length).toBeGreaterThanOrEqual(text.trim() === "" ? 0 : 1);
    }
  });

  test("a long hostile text costs no time", () => {
    const start = performance.now();
    for (const bit of ["[", "**", "`", "https://", "1. ", "# ", "[a](https://", "![", "![a](/files/", "|", "*", "_", "~~", "***a", "*a **b ", "a*"]) parse(bit.repeat(20_000));
    expect(performance.now() - start).toBeLessThan(2_000);
  });
});

describe("plain", () => {
  test("a person's marks are text, their addresses are links", () => {
    expect(outline(plain("**看** `x`\n1. https://a.example"))).toEqual(["**看** `x` ⏎ 1. <https://a.example|https://a.example>"]);
    expect(plain("**看**")).toEqual([
      { kind: "paragraph", lines: [[{ kind: "text", text: "**看**" }]] },
    ]);
  });
  test.each(["![x](https://a.example/x.png)", '![x](/files/a "2x2")', "[▶ x](https://a.example/1)"])("%s of a person is text", (text) => {
    expect(outline(plain(text))).toEqual([text]);
  });
  test.each(["*a* _b_ ~~c~~ \\*", "> a", "---", "|a|b|\n|-|-|", "```\na\n```"])("%j of a person is what he typed", (text) => {
    expect(outline(plain(text))).toEqual([text.split("\n").join(" ⏎ ")]);
  });
  test("marks around an address are no part of it", () => {
    expect(outline(plain("**https://a.example** *https://b.example/x_y*"))).toEqual(["**<https://a.example|https://a.example>** *<https://b.example/x_y|https://b.example/x_y>*"]);
  });
  test("a labelled link does not hide its address", () => {
    expect(outline(plain("[银行](https://evil.example)"))).toEqual(["[银行](https://evil.example)"]);
  });
});

test("of a table that is very wide or long the first columns are kept, and all rows, at once", () => {
  const wide = "a|".repeat(500);
  const [table] = parse(`${wide}\n${"-|".repeat(500)}\n${`${wide}\n`.repeat(200)}`);
  expect(table?.kind === "table" && [table.sides.length, table.rows.length, table.rows.every((r) => r.length === 12)]).toEqual([12, 201, true]);
});
