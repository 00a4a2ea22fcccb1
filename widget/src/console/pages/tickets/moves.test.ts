import { describe, expect, test } from "vitest";
import type { Staff } from "../../api";
import type { TicketHead, TicketState } from "../../shapes";
import { moves, needsText } from "./moves";

const agent: Staff = { id: "agent1", name: "小林", role: "agent", rights: ["desk"] };
const lead: Staff = { id: "lead", name: "老周", role: "supervisor", rights: ["desk", "cases"] };
const ticket = (state: TicketState, owner?: string): TicketHead => ({
  number: "WO1", conversation: "c1", case: 1, state, created_at: 0, changed_at: 0, overdue: false, info: {}, reopened: 0, ...(owner && { owner }),
});

describe("what can be done with a ticket", () => {
  test.each([
    ["nobody's, by an agent", ticket("open"), agent, ["take", "tell", "note"]],
    ["nobody's, by a supervisor", ticket("open"), lead, ["take", "tell", "note", "close"]],
    ["one's own", ticket("doing", "agent1"), agent, ["tell", "ask", "note", "solve", "close"]],
    ["a colleague's", ticket("doing", "agent2"), agent, ["tell", "note", "take"]],
    ["one's own, reopened", ticket("reopened", "agent1"), agent, ["take", "tell", "note", "close"]],
    ["solved", ticket("solved", "agent1"), agent, ["tell", "note", "reopen", "close"]],
    ["closed", ticket("closed", "agent1"), lead, ["note", "reopen"]],
  ])("%s", (_, t, staff, want) => expect(moves(t, staff)).toEqual(want));

  test("words to people are words", () => {
    expect((["note", "tell", "ask"] as const).every(needsText)).toBe(true);
    expect((["take", "solve", "close", "reopen"] as const).some(needsText)).toBe(false);
  });
});
