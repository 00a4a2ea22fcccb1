import { expect, test } from "vitest";
import type { Row } from "../../../wire/frames";
import { DeskLists } from "../../../wire/lists";
import { figures, live } from "./live";

const now = 1_000_000;
const row = (conversation: string, rest: Partial<Row>): Row => ({ conversation, number: 1, state: "waiting", seq: 1, ...rest });

test("the floor shows each live case once, those that want somebody first", () => {
  const lists = new DeskLists();
  const own = row("own", { state: "assigned", last_at: 5 });
  lists.snapshot({
    type: "lists", id: "1", rev: 1, resumed: false,
    waiting: [row("late", { line_at: 20, waiting_since: now - 60_000 }), row("first", { line_at: 10, waiting_since: now - 30_000 })],
    mine: [own], mentioned: [own], bot: [row("bot", { state: "bot" })],
    team: [row("theirs", { state: "assigned", last_at: 9, clocks: [{ kind: "solution", due_ms: now - 1, state: "running" }] }), row("over", { state: "closed" })],
  });
  const rows = live(lists);
  expect(rows.map((r) => r.conversation)).toEqual(["first", "late", "theirs", "own", "bot"]);
  expect(figures(rows, now)).toEqual({ waiting: 2, longest: 60_000, broken: 1, serving: 2 });
  expect(figures([], now)).toEqual({ waiting: 0, longest: 0, broken: 0, serving: 0 });
});
