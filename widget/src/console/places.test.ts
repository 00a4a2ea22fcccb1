import { describe, expect, test } from "vitest";
import { allowedPages, caseOf, pathOf, placeOf, placeOfCase } from "./places";

const all = allowedPages(["desk", "cases", "knowledge", "reports", "staff"]);

describe("places", () => {
  test.each([
    ["/desk/", "desk", ""], ["/desk/c/ab", "desk", "c/ab"], ["/desk/tickets", "tickets", ""], ["/desk/tickets/WO1", "tickets", "WO1"],
    ["/desk/ticketsx", "desk", "ticketsx"], ["/console/", "knowledge", ""], ["/console/feedback", "feedback", ""], ["/", "desk", ""],
  ])("%s", (path, page, rest) => expect(placeOf(path, all)).toEqual({ page, rest }));

  test("a page that is not for this person is not shown", () => {
    const agent = allowedPages(["desk"]);
    expect(placeOf("/desk/floor", agent)).toEqual({ page: "desk", rest: "floor" });
    expect(placeOf("/console/", agent)).toEqual({ page: "desk", rest: "" });
    expect(placeOf("/desk/", allowedPages([]))).toEqual({ page: undefined, rest: "" });
  });

  test("a place has a path that leads to it", () => {
    for (const page of all) expect(placeOf(pathOf(page, "x/y"), all)).toEqual({ page, rest: "x/y" });
    for (const page of all) expect(placeOf(pathOf(page), all)).toEqual({ page, rest: "" });
  });

  test.each(["a", "a/b", "甲 %"])("conversation %j survives the address", (id) => expect(caseOf(placeOfCase(id))).toBe(id));
  test.each(["", "floor", "c/%", "c/%E4%B8"])("%j names no conversation", (rest) => expect(caseOf(rest)).toBe(""));
});
