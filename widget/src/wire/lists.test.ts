import { describe, expect, test } from "vitest";
import type { CaseChange, ListName, Row } from "./frames";
import { DeskLists } from "./lists";
import { dice } from "./testing/dice";

const row = (conversation: string, rest: Partial<Row> = {}): Row => ({
  conversation, number: 1, state: "waiting", seq: 1, ...rest,
});
const snapshot = (rev: number, waiting: Row[], mine: Row[] = []) => ({
  type: "lists" as const, id: "w", rev, resumed: false, waiting, mine,
});
const change = (rev: number, conversation: string, lists: ListName[] = [], r?: Row): CaseChange => ({
  type: "case", rev, conversation, lists, ...(r && { row: r }),
});
const ids = (rows: Row[]) => rows.map((r) => r.conversation).join(" ");

describe("DeskLists", () => {
  test("the line: by its key, then by id", () => {
    const lists = new DeskLists();
    lists.snapshot(snapshot(1, [
      row("late", { waiting_since: 300 }),
      row("b", { waiting_since: 100 }),
      row("a", { waiting_since: 100 }),
      row("ahead", { waiting_since: 900, line_at: -5 }),
    ]));
    expect(ids(lists.waiting())).toBe("ahead a b late");
  });

  test("own cases: offers first, in the order of the line", () => {
    const lists = new DeskLists();
    lists.snapshot(snapshot(1, [], [
      row("talk", { state: "assigned", last_at: 9 }),
      row("second", { state: "offered", line_at: 2 }),
      row("first", { state: "offered", line_at: 1 }),
    ]));
    expect(ids(lists.mine())).toBe("first second talk");
  });

  test("own cases: the newest message first", () => {
    const lists = new DeskLists();
    lists.snapshot(snapshot(1, [], [row("old", { last_at: 1 }), row("new", { last_at: 2 })]));
    expect(ids(lists.mine())).toBe("new old");
  });

  test("a case moves from the line to the agent, and away", () => {
    const lists = new DeskLists();
    lists.snapshot(snapshot(1, [row("c")]));
    lists.change(change(2, "c", ["mine"], row("c", { state: "assigned" })));
    expect([ids(lists.waiting()), ids(lists.mine())]).toEqual(["", "c"]);
    lists.change(change(3, "c"));
    expect(lists.get("c")).toBeUndefined();
    expect(lists.rev).toBe(3);
  });

  test("a change from before the snapshot is passed over", () => {
    const lists = new DeskLists();
    lists.snapshot(snapshot(5, [row("c")]));
    lists.change(change(4, "c"));
    expect(ids(lists.waiting())).toBe("c");
  });

  test("an answer that resumes keeps what is there", () => {
    const lists = new DeskLists();
    lists.snapshot(snapshot(5, [row("c")]));
    lists.snapshot({ ...snapshot(5, []), resumed: true });
    expect(ids(lists.waiting())).toBe("c");
  });

  test("law: an old snapshot with its changes is a fresh snapshot", () => {
    for (let seed = 1; seed <= 50; seed++) {
      const roll = dice(seed);
      const truth = new Map<string, { row: Row; list: ListName }>();
      const rows = (list: ListName) => [...truth.values()].filter((t) => t.list === list).map((t) => t.row);
      const lists = new DeskLists();
      lists.snapshot(snapshot(0, []));
      for (let rev = 1; rev <= 40; rev++) {
        const id = `c${Math.floor(roll() * 8)}`;
        const list: ListName = roll() < 0.5 ? "waiting" : "mine";
        if (roll() < 0.3) {
          truth.delete(id);
          lists.change(change(rev, id));
        } else {
          const r = row(id, { waiting_since: rev, last_at: rev, seq: rev });
          truth.set(id, { row: r, list });
          lists.change(change(rev, id, [list], r));
        }
      }
      const fresh = new DeskLists();
      fresh.snapshot(snapshot(40, rows("waiting"), rows("mine")));
      expect(lists.waiting(), `seed ${seed}`).toEqual(fresh.waiting());
      expect(lists.mine(), `seed ${seed}`).toEqual(fresh.mine());
    }
  });
});
