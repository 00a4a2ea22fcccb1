import { describe, expect, test } from "vitest";
import { listNames, type CaseChange, type ListName, type Row } from "./frames";
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
const ids = (rows: readonly Row[]) => rows.map((r) => r.conversation).join(" ");

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

  test("a case may be in several lists", () => {
    const lists = new DeskLists();
    lists.snapshot({ ...snapshot(1, [], [row("c", { state: "assigned" })]), mentioned: [row("c", { state: "assigned" })] });
    expect(lists.listsOf("c")).toEqual(["mine", "mentioned"]);
    lists.change(change(2, "c", ["mentioned"], row("c", { state: "closed" })));
    expect([ids(lists.mine()), ids(lists.list("mentioned"))]).toEqual(["", "c"]);
  });

  test("an array of rows stays the same until one of them has changed", () => {
    const lists = new DeskLists();
    lists.snapshot({ ...snapshot(1, [row("a")], [row("b")]), bot: [row("c"), row("d")] });
    const [waiting, bot] = [lists.waiting(), lists.list("bot")];
    lists.change(change(2, "c", ["waiting"], row("c")));
    lists.change(change(3, "e", ["mine"], row("e")));
    expect(lists.waiting()).not.toBe(waiting);
    expect(ids(bot)).toBe("c d");
    expect(ids(lists.list("bot"))).toBe("d");
    const same = lists.list("bot");
    lists.change(change(4, "b", ["mine"], row("b", { last_at: 1 })));
    expect(lists.list("bot")).toBe(same);
  });

  test("law: an old snapshot with its changes is a fresh snapshot", () => {
    for (let seed = 1; seed <= 100; seed++) {
      const roll = dice(seed);
      const truth = new Map<string, { row: Row; lists: ListName[] }>();
      // As a server would tell it: what is in a list, in no order that matters.
      const fresh = (rev: number) => ({
        type: "lists" as const, id: "w", rev, resumed: false,
        ...Object.fromEntries(listNames.map((n) => [n, [...truth.values()].filter((t) => t.lists.includes(n)).map((t) => t.row)])),
      });
      const lists = new DeskLists();
      lists.snapshot(fresh(0));
      for (let rev = 1; rev <= 60; rev++) {
        const id = `c${Math.floor(roll() * 8)}`;
        const names = listNames.filter(() => roll() < 0.3);
        if (names.length === 0) {
          truth.delete(id);
          lists.change(change(rev, id));
        } else {
          const r = row(id, {
            state: roll() < 0.5 ? "offered" : "assigned", line_at: Math.floor(roll() * 9), last_at: Math.floor(roll() * 9), seq: rev,
          });
          truth.set(id, { row: r, lists: names });
          lists.change(change(rev, id, names, r));
        }
        // What a view has looked at in between must not stay behind.
        const name = listNames[Math.floor(roll() * listNames.length)] ?? "mine";
        const anew = new DeskLists();
        anew.snapshot(fresh(rev));
        expect(lists.list(name), `seed ${seed}, rev ${rev}, ${name}`).toEqual(anew.list(name));
      }
      const anew = new DeskLists();
      anew.snapshot(fresh(60));
      for (const name of listNames) expect(lists.list(name), `seed ${seed}, ${name}`).toEqual(anew.list(name));
      for (const id of truth.keys()) expect(lists.get(id), `seed ${seed}`).toEqual(anew.get(id));
    }
  });
});
