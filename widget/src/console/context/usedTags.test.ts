import { expect, test } from "vitest";
import { MemoryShelf } from "../../wire/testing/shelf";
import { rememberTags, usedTags } from "./usedTags";

test("tags are offered again, the latest first, each once, not without end", () => {
  const shelf = new MemoryShelf();
  rememberTags(shelf, ["大客户", "退款"]);
  expect(rememberTags(shelf, ["投诉", "大客户"])).toEqual(["投诉", "大客户", "退款"]);
  rememberTags(shelf, Array.from({ length: 80 }, (_, i) => `t${i}`));
  expect(usedTags(shelf)).toHaveLength(50);
});

test.each([["nothing", null], ["no JSON", "{"], ["no list", `{"a":1}`], ["no words", `[1,null,{},""]`]])("what was stored is %s: there are none", (_, stored) => {
  const shelf = new MemoryShelf();
  if (stored !== null) shelf.set("yiwen.tags", stored);
  expect(usedTags(shelf)).toEqual([]);
});
