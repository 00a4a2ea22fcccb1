import { describe, expect, test } from "vitest";
import { MemoryShelf } from "../../../wire/testing/shelf";
import { Draft, Drafts } from "./drafts";

const picture = { id: "f1", name: "图.png", type: "image/png", size: 3, url: "/files/f1" };
const never = () => new Promise<never>(() => undefined);
const reload = (shelf: MemoryShelf, now = 0) => new Drafts(shelf, "a1", () => now, never).of("c1");

describe("a draft", () => {
  test("survives a reload with everything that goes with it", () => {
    const shelf = new MemoryShelf();
    const draft = reload(shelf);
    draft.write("say", "写了一半");
    draft.write("note", "请@小周 看");
    draft.set({ tab: "note", mentions: [{ id: "a2", name: "小周" }], canned: ["pack:hello"] });
    draft.answer({ seq: 4, name: "客户", text: "在吗" });
    draft.files.attach(picture);

    const after = reload(shelf);
    expect(after).not.toBe(draft);
    expect([after.tab, after.text("say"), after.text("note"), after.text("whisper")]).toEqual(["note", "写了一半", "请@小周 看", ""]);
    expect(after.quote).toEqual({ seq: 4, name: "客户", text: "在吗" });
    expect(after.mentions).toEqual([{ id: "a2", name: "小周" }]);
    expect(after.canned).toEqual(["pack:hello"]);
    expect(after.files.uploaded).toEqual([picture]);
  });

  test("that was sent leaves nothing on the shelf", () => {
    const shelf = new MemoryShelf();
    const draft = reload(shelf);
    draft.write("say", "好");
    draft.answer({ seq: 1, name: "客户", text: "x" });
    draft.files.attach(picture);
    draft.sent("say");
    expect(shelf.keys("")).toEqual([]);
    expect([draft.text("say"), draft.quote, draft.files.items.length]).toEqual(["", undefined, 0]);
  });

  test("of a note stays when the message is sent", () => {
    const draft = reload(new MemoryShelf());
    draft.write("note", "备注");
    draft.write("say", "好");
    draft.sent("say");
    expect([draft.text("say"), draft.text("note")]).toEqual(["", "备注"]);
  });

  const foreign: [string, string][] = [
    ["no JSON", "{"], ["null", "null"], ["a list", "[]"], ["other types", JSON.stringify({ tab: 3, texts: { say: 1 }, quote: 2, mentions: "x", canned: [1], files: [{}] })],
  ];
  for (const [name, stored] of foreign) {
    test(`of another program is left alone: ${name}`, () => {
      const shelf = new MemoryShelf();
      shelf.set("k", stored);
      const draft = new Draft(shelf, "k", () => 0, never);
      expect([draft.tab, draft.text("say"), draft.quote, draft.mentions, draft.canned, draft.files.items]).toEqual(["say", "", undefined, [], [], []]);
    });
  }
});

describe("drafts", () => {
  test("are one per conversation and agent", () => {
    const shelf = new MemoryShelf();
    const mine = new Drafts(shelf, "a1", () => 0, never);
    expect(mine.of("c1")).toBe(mine.of("c1"));
    mine.of("c1").write("say", "我的");
    expect(mine.of("c2").text("say")).toBe("");
    expect(new Drafts(shelf, "a2", () => 0, never).of("c1").text("say")).toBe("");
  });

  test("are forgotten after two weeks", () => {
    const shelf = new MemoryShelf();
    reload(shelf, 0).write("say", "旧");
    expect(reload(shelf, 13 * 86_400_000).text("say")).toBe("旧");
    expect(reload(shelf, 15 * 86_400_000).text("say")).toBe("");
    expect(shelf.keys("")).toEqual([]);
  });
});
