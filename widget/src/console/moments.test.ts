import { afterEach, expect, test } from "vitest";
import { minuteIn, momentOf, timeOf, wallOf } from "./moments";

const utc = (text: string) => Date.parse(`${text}Z`);
const own = process.env["TZ"];

afterEach(() => {
  if (own === undefined) delete process.env["TZ"];
  else process.env["TZ"] = own;
});

// Whatever the clock of the computer is, also one that changes on the day.
const computers = ["UTC", "Asia/Shanghai", "America/New_York"];

test.each([
  ["2026-11-23T02:00", "Asia/Shanghai", utc("2026-11-22T18:00")],
  ["2026-11-23T00:00", "Asia/Shanghai", utc("2026-11-22T16:00")],
  ["2027-03-14T02:30", "Asia/Shanghai", utc("2027-03-13T18:30")], // New York has no such time
  ["2027-01-15T02:00", "America/New_York", utc("2027-01-15T07:00")],
  ["2027-07-15T02:00", "America/New_York", utc("2027-07-15T06:00")],
  ["2027-03-14T01:59", "America/New_York", utc("2027-03-14T06:59")],
  ["2027-03-14T03:30", "America/New_York", utc("2027-03-14T07:30")],
  ["2027-11-07T00:30", "America/New_York", utc("2027-11-07T04:30")],
  ["2027-11-07T02:00", "America/New_York", utc("2027-11-07T07:00")],
  ["2027-03-28T02:00", "Europe/London", utc("2027-03-28T01:00")],
  ["2027-10-31T00:30", "Europe/London", utc("2027-10-30T23:30")],
  ["2026-11-23T02:00", "UTC", utc("2026-11-23T02:00")],
  ["2026-11-23T02:15", "Asia/Kathmandu", utc("2026-11-22T20:30")],
])("%s in %s", (wall, zone, at) => {
  for (const computer of computers) {
    process.env["TZ"] = computer;
    expect([timeOf(wall, zone), wallOf(at, zone)], computer).toEqual([at, wall]);
  }
});

test("a time that a change of the clock leaves out or has twice means one that is there", () => {
  const zone = "America/New_York";
  expect(wallOf(timeOf("2027-03-14T02:30", zone), zone)).toMatch(/T0[13]:30$/);
  expect(wallOf(timeOf("2027-11-07T01:30", zone), zone)).toBe("2027-11-07T01:30");
});

test("what is no time is none", () => {
  expect(timeOf("", "Asia/Shanghai")).toBeNaN();
  expect(timeOf("tomorrow", "Asia/Shanghai")).toBeNaN();
});

test("the minute of the shop's clock is that of its zone", () => {
  const at = utc("2026-11-30T16:05");
  expect(minuteIn("Asia/Shanghai", at)).toBe("2026-12-01 00:05");
  expect(minuteIn("America/New_York", at)).toBe("2026-11-30 11:05");
  expect(momentOf(at, "Asia/Shanghai")).toMatch(/12\D1\D.*00:05$/);
});

test("a zone that this browser does not know is its own", () => {
  const at = utc("2026-11-30T16:05");
  expect(minuteIn("Not/AZone", at)).toBe(minuteIn(undefined, at));
  expect(timeOf(wallOf(at, "Not/AZone"), "Not/AZone")).toBe(at);
});
