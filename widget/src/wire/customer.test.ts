// What a customer and his tabs see of a talk.
import { describe, expect, test } from "vitest";
import { mostWaiting } from "./outbox";
import { pass, stored, texts, visitor } from "./testing/visitor";

const at = visitor();

describe("talking", () => {
  test("a message is shown once and leaves nothing behind", async () => {
    const s = at.tab();
    await pass();
    expect(s.connection).toBe("online");
    s.say("  在吗\0 ");
    await pass();
    at.server.append({ kind: "bot" }, { kind: "message", text: "在的" });
    expect(texts(s)).toEqual(["在吗", "在的"]);
    expect(s.outbox.list("")).toEqual([]);
    expect(at.shelf.keys("yiwen/out/")).toEqual([]);
  });

  test("an empty message is not sent", async () => {
    const s = at.tab();
    await pass();
    expect(s.say(" \n　")).toBe(false);
    expect(at.server.received.filter((f) => f.type === "say")).toEqual([]);
  });

  test("what was said before the first connection goes when it is there, in order", async () => {
    at.server.up = false;
    const s = at.tab();
    for (const t of ["一", "二", "三"]) s.say(t);
    await pass(1_000);
    expect(s.outbox.list("").map((e) => e.state)).toEqual(["pending", "pending", "pending"]);
    at.server.up = true;
    await pass(10_000);
    expect(stored(at)).toEqual(["一", "二", "三"]);
  });

  test("somebody who types on while offline is stopped", async () => {
    at.server.up = false;
    const s = at.tab();
    for (let i = 0; i < mostWaiting; i++) expect(s.say("话")).toBe(true);
    expect(s.say("太多")).toBe(false);
  });

  test("two tabs of a visitor show the same", async () => {
    const [a, b] = [at.tab(), at.tab()];
    await pass();
    a.say("从甲");
    b.say("从乙");
    await pass();
    expect(texts(a)).toEqual(["从甲", "从乙"]);
    expect(texts(b)).toEqual(texts(a));
  });
});

describe("suggestions", () => {
  const hint = { id: "late", question: "充值没到账怎么办？", mark: [0, 2] as [number, number] };

  test("are what the server answers, and nothing is said by them", async () => {
    at.server.suggests = (typed) => (typed === "充值" ? [hint] : []);
    const s = at.tab();
    await pass();
    expect(await Promise.all([s.suggest("充值"), s.suggest("天气")])).toEqual([[hint], []]);
    expect(at.server.log).toEqual([]);
  });

  test("are none before the welcome, and where the server refuses", async () => {
    at.server.suggests = () => [hint];
    const s = at.tab();
    expect(await s.suggest("充值")).toEqual([]);
    await pass();
    at.server.fault = (f) => (f.type === "suggest" ? { code: "unknown_type", retry: false } : undefined);
    expect(await s.suggest("充值")).toEqual([]);
    expect(s.connection).toBe("online");
  });
});

describe("the state of the case", () => {
  test("follows the log", async () => {
    const s = at.tab();
    await pass();
    expect(s.state).toBe("");
    s.say("转人工");
    await pass();
    expect(s.state).toBe("bot");
    at.server.append({ kind: "system" }, { kind: "handoff", reason: "asked" });
    expect(s.state).toBe("waiting");
    at.server.sockets.last.push({ type: "queue", conversation: "c1", position: 2 });
    expect(s.position).toBe(2);
    at.server.append({ kind: "system" }, { kind: "assigned", agent: "小陈" });
    expect([s.state, s.position]).toEqual(["assigned", 0]);
    at.server.append({ kind: "agent" }, { kind: "closed", by: "agent" });
    expect(s.state).toBe("closed");
    at.server.append({ kind: "bot" }, { kind: "message", text: "再见" });
    expect(s.state).toBe("closed");
    s.say("又来了");
    await pass();
    expect(s.state).toBe("bot");
  });

  test("the wait: how long, not known, over", async () => {
    const s = at.tab();
    await pass();
    s.say("转人工");
    await pass();
    at.server.append({ kind: "system" }, { kind: "handoff", reason: "asked" });
    const queue = (rest: object) => at.server.sockets.last.push({ type: "queue", conversation: "c1", ...rest });
    queue({ position: 2, eta_s: 90 });
    expect([s.position, s.eta]).toEqual([2, 90]);
    queue({ position: 1, eta_s: 0 });
    expect(s.eta).toBe(0);
    queue({ position: 1 });
    expect(s.eta).toBeUndefined();
    queue({ position: 1, eta_s: 5 });
    at.server.append({ kind: "system" }, { kind: "ticketed", number: "WO2027031000017" });
    expect([s.state, s.position, s.eta]).toEqual(["bot", 0, undefined]);
  });

  test("typing is shown, and forgotten when nothing more comes", async () => {
    const s = at.tab();
    await pass();
    const typing = { type: "typing", conversation: "c1", from: { kind: "agent", name: "小陈" }, on: true };
    at.server.sockets.last.push(typing);
    expect(s.thread.typing).toEqual({ kind: "agent", name: "小陈" });
    await pass(6_100);
    expect(s.thread.typing).toBeNull();
    at.server.sockets.last.push(typing);
    at.server.append({ kind: "agent", name: "小陈" }, { kind: "message", text: "好了" });
    expect(s.thread.typing).toBeNull();
    at.server.sockets.last.push(typing);
    at.server.crash();
    expect(s.thread.typing).toBeNull();
  });
});

describe("what goes with the talk", () => {
  const file = { id: "f1", name: "图.png", type: "image/png", size: 9, url: "/files/f1" };
  const frames = (type: string) => at.server.received.filter((f) => f.type === type);

  test("a message may quote and carry files, and be files alone", async () => {
    const s = at.tab();
    await pass();
    expect(s.say("", { attachments: [file] })).toBe(true);
    s.say("看这个", { re: 1 });
    await pass();
    expect(at.server.log).toMatchObject([{ text: "", attachments: [{ id: "f1" }] }, { text: "看这个", re: 1 }]);
    expect(s.say(" ")).toBe(false);
  });

  test("files that are unsent survive a reload", async () => {
    at.server.up = false;
    const before = at.tab();
    before.say("图", { attachments: [file] });
    before.close();
    const after = at.tab();
    await pass();
    expect(after.outbox.list("")[0]?.files).toEqual([file]);
  });

  test("a form, a message that is taken back, a rating with reasons", async () => {
    const s = at.tab();
    await pass();
    s.say("说错了");
    s.fill(1, { story: "没到账" });
    s.recall(1);
    s.rate({ stars: 2, solved: false, reasons: ["回复慢"] });
    await pass();
    expect(s.thread.list()).toMatchObject([
      { kind: "message", text: "说错了", recalled: true },
      { kind: "filled", of: 1, values: { story: "没到账" } },
      { kind: "recalled", of: 1 },
      { kind: "rated", stars: 2, solved: false, reasons: ["回复慢"] },
    ]);
  });

  test("what is typed is shown to people, shortened, and never as a message", async () => {
    const s = at.tab();
    await pass();
    s.typing(true, "好".repeat(300));
    s.typing(false, "好");
    expect(frames("typing")).toEqual([{ type: "typing", on: true, text: "好".repeat(200) }, { type: "typing", on: false }]);
  });

  test("how far a person has read", async () => {
    const s = at.tab();
    await pass();
    at.server.sockets.last.push({ type: "read", conversation: "c1", from: { kind: "agent" }, seq: 4 });
    expect(s.thread.readBy("agent")).toBe(4);
  });
});

describe("who the customer is", () => {
  test("another customer at the same browser gets nothing that the one before him wrote", async () => {
    at.shelf.set("yiwen/visitor/default", "token-of-a");
    at.server.up = false;
    const s = at.tab("jwt-b");
    s.say("甲的话");
    at.server.identity = "ok";
    at.server.up = true;
    await pass(20_000);
    expect(s.connection).toBe("online");
    expect([at.server.log, s.outbox.list(""), at.shelf.keys("yiwen/out/")]).toEqual([[], [], []]);
  });

  test("one who is blocked is told why, what he said stays, and later he is free", async () => {
    const s = at.tab();
    await pass();
    at.server.fault = (f) => (f.type === "say" ? { code: "denied", retry: false } : undefined);
    s.say("喂");
    await pass();
    expect(s.blocked).toBe("拒绝");
    expect(s.outbox.list("")).toMatchObject([{ state: "failed" }]);
    at.server.fault = () => undefined;
    s.outbox.again(s.outbox.list("")[0]?.id ?? "");
    await pass();
    expect(s.blocked).toBe("");
  });

  test("nor does it that an answer cannot be judged", async () => {
    const s = at.tab();
    await pass();
    at.server.fault = (f) => (f.type === "vote" ? { code: "denied", retry: false } : undefined);
    s.vote(1, true);
    await pass();
    expect(s.blocked).toBe("");
  });

  test("that a message cannot be taken back blocks nobody", async () => {
    const s = at.tab();
    await pass();
    at.server.fault = (f) => (f.type === "recall" ? { code: "denied", retry: false } : undefined);
    s.recall(1);
    await pass();
    expect(s.blocked).toBe("");
  });
});

test("the server's clock is learnt from what happens now", async () => {
  const s = at.tab();
  at.server.append({ kind: "bot" }, { kind: "message", text: "旧" });
  await pass(60_000);
  expect(s.now()).toBe(Date.now());
  const ahead = 300_000;
  const live = (seq: number, late: number) =>
    at.server.sockets.last.push({
      type: "event", conversation: "c1", seq, at: Date.now() + ahead - late, case: 1, from: { kind: "bot" }, kind: "message", text: "x",
    });
  live(2, 400);
  live(3, 50);
  live(4, 900);
  expect(s.now()).toBe(Date.now() + ahead - 50);
});
