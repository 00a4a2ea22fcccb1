import { describe, expect, test } from "vitest";
import { openFromChat, openFromLoader, seal } from "../embed/messages";
import { chatURL } from "../loader/panel";
import { read } from "./greeting";
import { readAddress } from "./host";

const page = { url: "https://shop.example/p?id=1", title: "王者点券 100", entry: "recharge" };

describe("the address of the chat", () => {
  test("what the loader writes is what the chat reads", () => {
    const url = new URL(chatURL("https://chat.example", "shop-1", "https://shop.example", page));
    expect(readAddress(url)).toEqual({ site: "shop-1", host: "https://shop.example", page });
  });
  test("the shop's page is not in what reaches a server's log", () => {
    const url = new URL(chatURL("https://chat.example", "s", "https://shop.example", page));
    expect(url.pathname + url.search).not.toContain("id");
  });
  test("opened by itself", () => {
    expect(readAddress({ search: "", hash: "" })).toEqual({ site: "default", host: "", page: null });
  });
  for (const hash of ["#%", "#null", "#{", "#%7B%22url%22%3A7%7D"]) {
    test(`nonsense is no page, or an empty one: ${hash}`, () => {
      expect(readAddress({ search: "", hash }).page?.url ?? "").toBe("");
    });
  }
});

describe("an identity", () => {
  const read = (identity: string) =>
    readAddress(new URL(chatURL("https://chat.example", "s", "https://shop.example", { ...page, identity }))).page;

  test("comes with the address, behind the #", () => {
    expect(read("a.b.c")).toEqual({ ...page, identity: "a.b.c" });
  });
  test("that is too long is none: half of a signature proves nothing", () => {
    expect(read("x".repeat(4096))?.identity).toHaveLength(4096);
    expect(read("x".repeat(4097))).toEqual(page);
    expect(openFromLoader(seal({ type: "identity", identity: "x".repeat(4097) }))).toBeNull();
  });
  test("changes by a message", () => {
    expect(openFromLoader(seal({ type: "identity", identity: "" }))).toEqual({ type: "identity", identity: "" });
    expect(openFromLoader({ ...seal({ type: "identity", identity: "" }), identity: 7 })).toBeNull();
  });
});

describe("messages between loader and chat", () => {
  test("arrive", () => {
    expect(openFromChat(seal({ type: "unread", count: 3 }))).toEqual({ type: "unread", count: 3 });
    expect(openFromChat(seal({ type: "close" }))).toEqual({ type: "close" });
    expect(openFromLoader(seal({ type: "shown", shown: true }))).toEqual({ type: "shown", shown: true });
  });
  const foreign: [string, unknown][] = [
    ["another script's", { type: "close" }],
    ["null", null],
    ["text", "close"],
    ["a count that is none", { yiwen: "yiwen/1", type: "unread", count: -1 }],
    ["a count that is text", { yiwen: "yiwen/1", type: "unread", count: "3" }],
    ["of a later version", { yiwen: "yiwen/2", type: "close" }],
  ];
  for (const [name, data] of foreign) {
    test(`are ignored: ${name}`, () => {
      expect(openFromChat(data)).toBeNull();
      expect(openFromLoader(data)).toBeNull();
    });
  }
});

test("a greeting takes what is usable", () => {
  expect(read({ name: 7, welcome: "您好", hot: [{ id: "a", question: "甲" }, { id: "b" }, null] })).toEqual({
    name: "", welcome: "您好", hot: [{ id: "a", question: "甲" }],
  });
  expect(read(null)).toEqual({ name: "", welcome: "", hot: [] });
});
