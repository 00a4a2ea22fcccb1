// All of a conversation, without drawing it.
import { screen } from "@testing-library/preact";
import { expect, test } from "vitest";
import { Unanswered } from "../wire/requests";
import { rare } from "./strings";
import { staged } from "./testing/stage";
import { type Readable, whole } from "./whole";

const at = staged();
const rows = () => document.querySelectorAll("[data-seq]").length;

/** A conversation of so many messages, of which the chat has the last fifty. */
async function long(count: number): Promise<Readable> {
  const { server, shelf } = at();
  for (let i = 1; i <= count; i++) server.append({ kind: "customer" }, { kind: "message", text: `第 ${i} 句` });
  server.most = 100;
  shelf.set("yiwen/visitor/default", server.token);
  await at().open();
  expect(rows()).toBe(50);
  const { session } = at().model;
  return { thread: session.thread, past: (before) => session.past(before) };
}

test("two thousand messages are read, each once and in order, and fifty stay on the screen", async () => {
  const all = whole(await long(2_000), () => false);
  await at().pass(20_000);
  expect((await all).map((e) => (e.kind === "message" ? e.text : e.kind))).toEqual(Array.from({ length: 2_000 }, (_, i) => `第 ${i + 1} 句`));
  expect(rows()).toBe(50);
  expect(at().model.session.thread.list()).toHaveLength(50);
});

test("what is said meanwhile is there, and what is taken back is marked", async () => {
  const source = await long(400);
  const all = whole({ ...source, past: async (before) => {
    if (before === 151) at().server.append({ kind: "customer" }, { kind: "recalled", of: 10 });
    return source.past(before);
  } }, () => false);
  await at().pass(5_000);
  const log = await all;
  expect(log.at(-1)).toMatchObject({ kind: "recalled", seq: 401 });
  expect(log[9]).toMatchObject({ seq: 10, recalled: true });
});

test("who asks too often waits and goes on; who gets no answer hears so; who is gone asks no more", async () => {
  const source = await long(400);
  let busy = 2;
  const limited = whole({ ...source, past: async (before) => {
    if (busy-- > 0) throw new Unanswered("rate_limited", "", true);
    return source.past(before);
  } }, () => false);
  await at().pass(10_000);
  expect(await limited).toHaveLength(400);
  await expect(whole({ ...source, past: () => Promise.reject(new Unanswered("lost", "", true)) }, () => false)).rejects.toThrow();
  let asked = 0;
  await expect(whole({ ...source, past: (before) => (asked++, source.past(before)) }, () => true)).rejects.toThrow();
  expect(asked).toBe(0);
});

test("the dialog shows it all and draws none of it", async () => {
  await long(300);
  await at().click("更多");
  await screen.getByRole("menuitem", { name: rare.transcript }).click();
  await at().pass(1_000);
  const text = screen.getByRole<HTMLTextAreaElement>("textbox", { name: rare.transcript }).value;
  expect(text).toContain("第 1 句");
  expect(text).toContain("第 300 句");
  expect(rows()).toBe(50);
});
