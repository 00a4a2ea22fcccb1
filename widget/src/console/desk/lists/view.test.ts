import { describe, expect, test } from "vitest";
import type { Clock, Row } from "../../../wire/frames";
import type { Staff } from "../../api";
import { timer } from "../../format";
import { powers } from "../powers";
import { narrow, neighbour, standing, urgentClock } from "./view";

const row = (conversation: string, rest: Partial<Row> = {}): Row => ({ conversation, number: 1, state: "waiting", seq: 1, ...rest });
const rows = [
  row("c1", { last: "充值没到", team: "trade", entities: [{ name: "order_no", text: "xk1", value: "XK2026" }] }),
  row("c2", { profile: { name: "李雷" }, team: "account" }),
  row("c3", { question: "Refund please" }),
];

describe("a list", () => {
  test.each([
    ["nothing", "", "", ["c1", "c2", "c3"]], ["blanks", "  ", "", ["c1", "c2", "c3"]], ["words", "充值", "", ["c1"]],
    ["an order number in any case", "xk2026", "", ["c1"]], ["a name", "李雷", "", ["c2"]], ["all of several words", "please REFUND", "", ["c3"]],
    ["words that are not there", "please 充值", "", []], ["a team", "", "trade", ["c1"]], ["both", "李雷", "trade", []],
  ])("narrowed by %s", (_name, text, team, want) => expect(narrow(rows, { text, team }).map((r) => r.conversation)).toEqual(want));

  test("not narrowed is the same list, so that nothing is drawn anew", () => expect(narrow(rows, { text: " ", team: "" })).toBe(rows));

  test.each([["c1", 1, "c2"], ["c3", 1, "c3"], ["c1", -1, "c1"], ["", 1, "c1"], ["", -1, "c3"], ["gone", 1, "c1"]] as const)(
    "from %j by %d is %s", (open, by, want) => expect(neighbour(rows, open, by)?.conversation).toBe(want));
  test("of none has no next", () => expect(neighbour([], "", 1)).toBeUndefined());
});

describe("a row", () => {
  const clock = (state: Clock["state"], due_ms: number): Clock => ({ kind: "solution", due_ms, state });
  test("its clock is the open one that is due first", () => {
    expect(urgentClock(row("c", { clocks: [clock("met", 1), clock("running", 9), clock("broken", 5), clock("late", 2)] }))?.due_ms).toBe(5);
    expect(urgentClock(row("c", { clocks: [clock("met", 1)] }))).toBeUndefined();
    expect(urgentClock(row("c"))).toBeUndefined();
  });

  test("its points are the minutes it waited and what is added", () => {
    const waits = row("c", { waiting_since: 0, why_order: [{ name: "VIP 客户", minutes: 10 }, { name: "情绪", minutes: 5 }] });
    expect(standing(waits, 119_999)).toMatchObject({ waited: 1, sum: 16 });
    expect(standing(row("c", { waiting_since: 50 }), 0)).toEqual({ waited: 0, shares: [], sum: 0 });
  });

  test.each([[-1, "0:00"], [59_999, "0:59"], [65_000, "1:05"], [3_725_000, "1:02:05"], [90_000_000, "1 天 1 小时"]])("%d ms on a timer are %s", (ms, want) =>
    expect(timer(ms)).toBe(want));
});

describe("what one may do", () => {
  const agent: Staff = { id: "a1", name: "", role: "agent", rights: ["desk"] };
  const boss: Staff = { id: "s1", name: "", role: "supervisor", rights: ["desk", "cases"] };
  const may = (staff: Staff, rest: Partial<Row>) =>
    Object.entries(powers(row("c", rest), staff)).filter(([, yes]) => yes).map(([name]) => name).join(" ");
  const offer = { agent: "a1", agent_name: "", until_ms: 1 };
  const theirs: Partial<Row> = { state: "assigned", agent_id: "a2" };

  test.each<[string, Staff, Partial<Row>, string]>([
    ["an agent with one that waits", agent, { state: "waiting" }, "accept"],
    ["an agent with one offered to him", agent, { state: "offered", offer }, "accept"],
    ["an agent with one offered to another", agent, { state: "offered", offer: { ...offer, agent: "a2" } }, ""],
    ["an agent with his own", agent, { state: "assigned", agent_id: "a1" }, "own transfer invite file"],
    ["an agent with his own that is parked", agent, { state: "snoozed", agent_id: "a1" }, "own transfer invite file"],
    ["an agent with a colleague's", agent, theirs, "watches"],
    ["an agent who was invited", agent, { ...theirs, helpers: [{ id: "a1", name: "" }] }, "leave file"],
    ["an agent with the bot's", agent, { state: "bot" }, ""],
    ["anybody with a closed one", boss, { state: "closed" }, ""],
    ["a supervisor with a colleague's", boss, theirs, "transfer assign takeOver invite file watches"],
    ["a supervisor with one that waits", boss, { state: "waiting" }, "accept transfer assign file"],
    ["a supervisor with the bot's", boss, { state: "bot" }, "assign takeOver"],
  ])("%s", (_name, staff, rest, want) => expect(may(staff, rest)).toBe(want));
});
