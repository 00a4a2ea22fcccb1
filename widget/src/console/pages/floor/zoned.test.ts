import { expect, test } from "vitest";
import { timeOf, wallOf } from "./zoned";

const utc = (text: string) => Date.parse(`${text}Z`);

test.each([
  ["2026-11-23T02:00", "Asia/Shanghai", utc("2026-11-22T18:00")],
  ["2026-11-23T00:00", "Asia/Shanghai", utc("2026-11-22T16:00")],
  ["2027-01-15T02:00", "America/New_York", utc("2027-01-15T07:00")],
  ["2027-07-15T02:00", "America/New_York", utc("2027-07-15T06:00")],
  ["2027-03-14T03:30", "America/New_York", utc("2027-03-14T07:30")],
  ["2027-11-07T00:30", "America/New_York", utc("2027-11-07T04:30")],
  ["2026-11-23T02:00", "UTC", utc("2026-11-23T02:00")],
  ["2026-11-23T02:15", "Asia/Kathmandu", utc("2026-11-22T20:30")],
])("%s in %s", (wall, zone, at) => {
  expect(timeOf(wall, zone)).toBe(at);
  expect(wallOf(at, zone)).toBe(wall);
});

test("what is no time is none", () => {
  expect(timeOf("", "Asia/Shanghai")).toBeNaN();
  expect(timeOf("tomorrow", "Asia/Shanghai")).toBeNaN();
});
