// Who may do what in the conversation pane, and what its log shows.
import { screen, within } from "@testing-library/react";
import { describe, expect, test } from "vitest";
import { strings } from "../strings";
import { words } from "./talk-words";
import { boss, box, button, click, event, mine, noButton, onPane, open, pass, press, push, said, sent, type } from "./testing/pane";

onPane();

describe("among staff", () => {
  test("a note names colleagues", async () => {
    await open();
    await click(screen.getByText(strings.note, { selector: ".ant-segmented-item-label" }));
    await type("看下 @小", box(strings.note));
    await press("Enter", {}, box(strings.note));
    expect(box(strings.note).value).toBe("看下 @小周 ");
    await press("Enter", {}, box(strings.note));
    expect(sent("note")).toMatchObject([{ text: "看下 @小周", mentions: ["a2"] }]);
  });

  test("a name that was taken out again is not asked", async () => {
    await open();
    await click(screen.getByText(strings.note, { selector: ".ant-segmented-item-label" }));
    await type("@", box(strings.note));
    await press("Enter", {}, box(strings.note));
    await type("算了", box(strings.note));
    await press("Enter", {}, box(strings.note));
    expect(sent("note")[0]).not.toHaveProperty("mentions");
  });

  test("a supervisor whispers to the owner, and cannot talk to the customer", async () => {
    await open(mine, boss);
    expect(screen.queryByRole("textbox", { name: strings.reply })).toBeNull();
    expect(screen.getByText(words.watching("小林"))).toBeTruthy();
    await type("先安抚", box(words.whisper));
    await press("Enter", {}, box(words.whisper));
    expect(sent("whisper")).toMatchObject([{ conversation: "c1", text: "先安抚" }]);
  });

  test("an agent who does not own the case writes notes only", async () => {
    await open({ ...mine, agent: "小周", agent_id: "a2" });
    expect(screen.getByText(words.others("小周"))).toBeTruthy();
    expect(screen.queryByRole("textbox", { name: strings.reply })).toBeNull();
    expect(box(strings.note)).toBeTruthy();
  });

  test("who was invited talks to the customer", async () => {
    await open({ ...mine, agent: "小周", agent_id: "a2", helpers: [{ id: "a1", name: "小林" }] });
    await type("我来补充");
    await press("Enter");
    expect(sent("say")).toHaveLength(1);
  });

  test("a closed case is read only, and says why", async () => {
    await open({ ...mine, state: "closed" });
    expect(screen.getByText(words.closed)).toBeTruthy();
    expect(screen.queryByRole("textbox")).toBeNull();
  });

  test("a case that ends or goes to others meanwhile says which", async () => {
    await open();
    await said(1, "在吗");
    await push({ type: "case", rev: 2, conversation: "c1", lists: [] });
    expect(screen.getByText(words.gone)).toBeTruthy();
    await event(2, "closed", { kind: "agent", name: "小林", id: "a1" }, { by: "agent" });
    expect(screen.getByText(words.closed)).toBeTruthy();
    expect(screen.queryByRole("textbox")).toBeNull();
  });
});

describe("the log", () => {
  test("marks what the customer has read, and takes back what was just said", async () => {
    await open();
    await event(1, "message", { kind: "agent", name: "小林", id: "a1" }, { text: "发错了" });
    expect(screen.getByText(words.unread)).toBeTruthy();
    await push({ type: "read", conversation: "c1", from: { kind: "customer" }, seq: 1 });
    expect(screen.getByText(words.read)).toBeTruthy();
    await click(button(words.recall));
    expect(sent("recall")).toMatchObject([{ conversation: "c1", of: 1 }]);
    await event(2, "recalled", { kind: "agent", name: "小林", id: "a1" }, { of: 1 });
    expect(screen.getByText(words.recalledTag)).toBeTruthy();
    noButton(words.recall);
  });

  test("after two minutes nothing can be taken back", async () => {
    await open();
    await event(1, "message", { kind: "agent", name: "小林", id: "a1" }, { text: "好的" });
    expect(button(words.recall)).toBeTruthy();
    await pass(121_000);
    noButton(words.recall);
  });

  test("shows what the customer is typing", async () => {
    await open();
    await push({ type: "typing", conversation: "c1", from: { kind: "customer" }, on: true, text: "我的卡" });
    expect(screen.getByText(words.typingNow("我的卡"))).toBeTruthy();
  });

  test("shows why the bot answered, and lets the answer be judged", async () => {
    await open();
    await said(1, "怎么退款");
    await event(2, "message", { kind: "bot" }, {
      text: "这样退", re: 1, trace: { outcome: "answer", entry: "refund-how", candidates: [{ id: "refund-how", score: 0.91 }], rungs: [{ rung: "faq", took: true, why: "over" }] },
    });
    await click(button(/依据/));
    expect(screen.getAllByText("refund-how").length).toBeGreaterThan(0);
    await click(button(/答错了/));
    const dialog = screen.getByRole("dialog");
    expect(within(dialog).getByDisplayValue("怎么退款")).toBeTruthy();
  });

  test("a customer's and an agent's words never become markup of the page", async () => {
    await open();
    await said(1, `<img src=x onerror="window.hacked=1">[x](javascript:alert(1))`);
    await event(2, "message", { kind: "agent", name: "小周", id: "a2" }, { text: "**好** <script>1</script> [x](javascript:alert(1)) [y](https://a.example)" });
    const log = screen.getByRole("log");
    expect(log.querySelector("img, script, [onerror]")).toBeNull();
    expect([...log.querySelectorAll("a")].map((a) => [a.getAttribute("href"), a.rel])).toEqual([["https://a.example", "noopener noreferrer nofollow"]]);
    expect(log.querySelector("strong")?.textContent).toBe("好");
  });
});
