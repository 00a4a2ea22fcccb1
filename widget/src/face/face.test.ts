import { expect, test } from "vitest";
import { luminance, readable, rgbOf } from "../embed/colour";
import { faceURL, grounds, groundOf, initialOf } from "./face";

test.each(grounds)("white can be read on %s", (ground) => {
  expect(1.05 / (luminance(...rgbOf(ground)) + 0.05)).toBeGreaterThanOrEqual(readable);
});

test("a name has one colour, and names that begin alike have several", () => {
  const names = ["小李", "小林", "小陈", "小周", "小王", "小赵", "小吴", "小郑", "Amy", "Bob"];
  expect(names.map(groundOf)).toEqual(names.map(groundOf));
  expect(new Set(names.map(groundOf)).size).toBeGreaterThan(4);
  expect(grounds).toContain(groundOf(""));
});

test.each([
  ["小李", "李"], ["客服小林", "林"], ["amy", "A"], ["Amy 李", "李"], ["李 Amy", "李"], ["𠮷", "𠮷"], ["😀b", "😀"], ["", ""], ["  ", ""],
])("%s is shown as %s", (name, initial) => {
  expect(initialOf(name)).toBe(initial);
});

test("an id leads out of nowhere", () => {
  expect(faceURL("../api/session?x")).toBe("/files/..%2Fapi%2Fsession%3Fx");
});
