// Words of strangers, as they are tried on chats: none may become more than text and safe links.
import { expect, test } from "vitest";
import { type Block, type Inline, parse, plain } from "./parse";

const corpus = [
  `<script>alert(1)</script>`,
  `<img src=x onerror=alert(1)>`,
  `<svg/onload=alert(1)>`,
  `<a href="javascript:alert(1)">x</a>`,
  `<iframe srcdoc="<script>alert(1)</script>">`,
  `[x](javascript:alert(1))`,
  `[x](JaVaScRiPt:alert(1))`,
  `[x](java\nscript:alert(1))`,
  `[x]( javascript:alert(1))`,
  `[x](data:text/html;base64,PHNjcmlwdD4=)`,
  `[x](vbscript:msgbox(1))`,
  `[x](file:///etc/passwd)`,
  `[x](blob:https://a.example/1)`,
  `[x](//evil.example)`,
  `[x](https://a.example" onmouseover="alert(1))`,
  `[x](https://a.example'onclick='alert(1))`,
  `[<img src=x>](https://a.example)`,
  `[x](https://user:pass@evil.example)`,
  `https://a.example/"><script>alert(1)</script>`,
  `https://a.example/'><img src=x onerror=alert(1)>`,
  `javascript:alert(1)`,
  `jAvAsCrIpT:alert(1)//https://a.example`,
  `**<b onclick=alert(1)>x</b>**`,
  `\`<script>alert(1)</script>\``,
  `1. <img src=x onerror=alert(1)>`,
  `- [x](javascript:alert(1))`,
  `# <script>alert(1)</script>`,
  `[x](https://a.example/\u202Egpj.exe)`,
  `&lt;script&gt;alert(1)&lt;/script&gt;`,
  `![x](https://a.example/track.png)`,
  `![x](javascript:alert(1))`,
  `![" onerror="alert(1)](https://a.example/x.png)`,
  `![x](https://a.example/x.png"onerror="alert`,
  `![x](https://a.example/x.png "1x1" onerror=alert)`,
  `![x](//evil.example/x.png)`,
  `![x](/files/a?next=//evil)`,
  `[▶ x](javascript:alert(1))`,
  `<!-- --><![CDATA[<script>alert(1)</script>]]>`,
  `<math><mi//xlink:href="data:x,<script>alert(1)</script>">`,
  `{{constructor.constructor('alert(1)')()}}`,
  "```html\n<script>alert(1)</script>\n```",
  "```<img src=x onerror=alert(1)>",
  "```\nhttps://a.example [x](javascript:alert(1))",
  `> <img src=x onerror=alert(1)>\n> [x](javascript:alert(1))`,
  `|<script>alert(1)</script>|[x](javascript:alert(1))|\n|:-:|---|\n|<img src=x onerror=alert(1)>|![x](//evil.example/x.png)|`,
  `|a|b|\n|:-" onclick="alert(1)|-|`,
  `*<b onclick=alert(1)>* _<i>_ ~~<u>~~`,
  `*[x](javascript:alert(1))* ~~[x](data:text/html,hi)~~ _[x](vbscript:x)_`,
  `\\[x\\](javascript:alert(1)) [x](java\\script:alert(1))`,
  `- a\n  - <script>alert(1)</script>\n    1. [x](javascript:alert(1))`,
  `\u0000<script\u0000>alert(1)`,
];

const inline = (parts: Inline[]): Inline[] => parts.flatMap((p) => ("parts" in p ? [p, ...inline(p.parts)] : [p]));
function lines(b: Block): Inline[][] {
  // The tree has no other kinds, so nothing of it can be drawn as another element.
  expect(["paragraph", "list", "quote", "code", "table", "rule"]).toContain(b.kind);
  switch (b.kind) {
    case "list": return b.items;
    case "code": return [[{ kind: "code", text: b.text }]];
    case "table": return b.rows.flat();
    case "rule": return [];
    default: return b.lines;
  }
}
const all = (blocks: Block[]) => blocks.flatMap(lines).flatMap(inline);

test.each(corpus)("%j becomes text and safe links only", (text) => {
  for (const part of [...all(parse(text)), ...all(plain(text))]) {
    expect(["text", "bold", "italic", "struck", "code", "link", "picture", "film"]).toContain(part.kind);
    const address = part.kind === "picture" ? part.src : part.kind === "link" || part.kind === "film" ? part.href : undefined;
    if (address === undefined) continue;
    expect(["https:", "http:"]).toContain(new URL(address, "https://us.example").protocol);
    if (part.kind === "picture") expect(address).toMatch(/^(https:\/\/|\/files\/[\w-]+$)/);
    expect(address).not.toMatch(/[\s"'<>`]/);
  }
});

test.each(corpus)("%j of a customer names the address that it leads to", (text) => {
  for (const part of all(plain(text))) {
    expect(["text", "link"]).toContain(part.kind);
    if (part.kind === "link") expect(part.text).toBe(part.href);
  }
});
