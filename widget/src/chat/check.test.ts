import { beforeAll, describe, expect, test } from "vitest";
import type { Field, FieldKind } from "../wire/frames";
import { amount, check, keepFiles, picked, picker, readable, readFiles, send } from "./check";
import { loadRare, rare } from "./strings";

beforeAll(loadRare);

const field = (kind: FieldKind, rest: Partial<Field> = {}): Field => ({ name: "x", label: "x", kind, ...rest });
const now = new Date(2026, 10, 22, 9, 30).getTime();
const fault = (f: Field, x: string) => check([f], { x }, now)["x"] ?? "";
const file = { id: "f1", name: "a.png", type: "image/png", size: 3, url: "/files/f1" };

describe("a sum of money", () => {
  test.each([
    ["99.50", "99.50"], ["100", "100"], ["¥1,299.00", "1299.00"], ["１００元", "100"], ["007", "7"], ["0.5", "0.5"], ["￥ 20 元", "20"],
  ])("%s is %s", (typed, want) => expect(amount(typed)).toBe(want));
  test.each(["一百", "1.234", "-5", "1e9", ".5", "5.", "1.2.3", "1234567890", "100-200"])("%s is none", (typed) => {
    expect(amount(typed)).toBeNull();
    expect(fault(field("amount"), typed)).toBe(rare.formAmount);
  });
});

describe("a time", () => {
  test("may be in words, and is not to come", () => {
    expect(fault(field("time"), "昨晚")).toBe("");
    expect(fault(field("time"), picker(now))).toBe("");
    expect(fault(field("time"), picker(now + 4 * 60_000))).toBe("");
    expect(fault(field("time"), picker(now + 6 * 60_000))).toBe(rare.formFuture);
    expect(fault(field("time"), "")).toBe("");
    expect(fault(field("time", { required: true }), "")).toBe(rare.formRequired);
  });
  test("is sent with its zone and read without", () => {
    const { values } = send([field("time")], { x: picker(now) });
    expect(values["x"]).toMatch(/^2026-11-22T09:30[+-]\d\d:\d\d$/);
    expect(new Date(values["x"] ?? "").getTime()).toBe(now);
    expect(readable(values["x"] ?? "")).toBe("2026-11-22 09:30");
    expect(readable("2026-11-22 09:30")).toBe("2026-11-22 09:30");
    expect(readable("昨晚")).toBe("昨晚");
    expect(send([field("time")], { x: "昨晚" }).values["x"]).toBe("昨晚");
  });
  test("that does not exist is words", () => expect(picked("2026-13-45T99:99")).toBe(false));
});

describe("a phone number", () => {
  test("that the shop signed stands as it was shown, and no other is half a number", () => {
    expect(fault(field("phone", { value: "138****1001" }), "138****1001")).toBe("");
    expect(fault(field("phone"), "138****1001")).toBe(rare.formPhone);
    expect(fault(field("phone", { value: "138****1001" }), "139****1001")).toBe(rare.formPhone);
    for (const ok of ["13800138000", "+86 138-0013-8000", "010 12345678", "+441632960960"]) expect(fault(field("phone"), ok)).toBe("");
  });
});

describe("steps", () => {
  test("are lines", () => {
    expect(fault(field("checks"), "重启\n换过网络")).toBe("");
    expect(fault(field("checks"), "长".repeat(201))).toBe(rare.formLong(200));
    expect(fault(field("checks"), Array.from({ length: 21 }, (_, i) => `${i}`).join("\n"))).toBe(rare.formMany(20));
    expect(fault(field("checks", { required: true }), "")).toBe(rare.formRequired);
  });
});

describe("files", () => {
  test("are kept as a value and sent beside the others", () => {
    const kept = keepFiles([file]);
    expect(readFiles(kept)).toEqual([file]);
    expect(send([field("files"), { ...field("line"), name: "y" }], { x: kept, y: " 1 " })).toEqual({ values: { y: "1" }, files: [file] });
    expect(keepFiles([])).toBe("");
  });
  test.each(["", "{", "null", `{"id":"f1"}`, `[7,{"name":"x"}]`])("%j are none", (kept) => expect(readFiles(kept)).toEqual([]));
  test("lead to this server, whatever was kept", () => {
    expect(readFiles(JSON.stringify([{ ...file, url: "https://evil.example/x" }]))[0]?.url).toBe("/files/f1");
  });
  test("may be needed", () => {
    expect(fault(field("files", { required: true }), "")).toBe(rare.formFilesRequired);
    expect(fault(field("files"), "")).toBe("");
  });
});
