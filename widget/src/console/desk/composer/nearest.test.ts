import { expect, test } from "vitest";
import type { Colleague } from "../../shapes";
import { nearestFirst } from "./nearest";

const who = (id: string, rest: Partial<Colleague>): Colleague =>
  ({ id, name: id, role: "agent", teams: [], state: "offline", load: 0, limit: 5, ...rest });

test("of a case's team and who is online come first, admins last", () => {
  const all = [
    who("admin", { role: "admin", state: "online", teams: ["trade"] }), who("away", {}), who("elsewhere", { state: "online", teams: ["account"] }),
    who("rests", { state: "break", teams: ["trade"] }), who("mate", { state: "online", teams: ["trade"] }),
  ];
  expect(nearestFirst(all, "trade").map((c) => c.id)).toEqual(["mate", "elsewhere", "rests", "away", "admin"]);
  expect(nearestFirst(all, undefined).map((c) => c.id)).toEqual(["elsewhere", "rests", "away", "admin"].toSpliced(1, 0, "mate"));
});
