import { expect, test } from "vitest";
import { added } from "./added";

test("lines are added once, those that are there are counted", () => {
  expect(added(["转人工"], " 找客服 \r\n转人工\n\n找客服\n叫…人")).toEqual({ lines: ["找客服", "叫…人"], same: 2 });
  expect(added([], "  \n ")).toEqual({ lines: [], same: 0 });
});
