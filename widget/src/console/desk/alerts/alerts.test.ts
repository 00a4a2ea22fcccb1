import { describe, expect, test } from "vitest";
import type { ListName, Row } from "../../../wire/frames";
import { MemoryShelf } from "../../../wire/testing/shelf";
import { defaults, type Settings } from "../settings";
import { Ladder } from "./ladder";
import { words } from "../words";
import { type Alert, pending, unreadOf } from "./pending";
import { Seen } from "./seen";

const row = (conversation: string, rest: Partial<Row> = {}): Row => ({ conversation, number: 1, state: "assigned", seq: 5, ...rest });
const lists = (of: Partial<Record<ListName, Row[]>>) => ({ list: (name: ListName) => of[name] ?? [] });
const [agent, supervisor] = [{ id: "a1", supervisor: false }, { id: "s1", supervisor: true }];
const kinds = (alerts: readonly Alert[]) => alerts.map((a) => `${a.kind} ${a.conversation}`);
const broken = { kind: "solution", due_ms: 5, state: "broken" } as const;

describe("what is to be looked at", () => {
  test("an offer to me as long as it stands", () => {
    const offer = { agent: "a1", agent_name: "", until_ms: 100 };
    const of = lists({ mine: [row("c1", { state: "offered", offer, last_from: "customer" })] });
    expect(kinds(pending(of, agent, 99))).toEqual(["offer c1"]);
    expect(kinds(pending(of, agent, 100))).toEqual([]);
  });

  test("the customer's newest words, and nobody else's", () => {
    const of = lists({ mine: [row("c1", { last_from: "customer", last_at: 7 }), row("c2", { last_from: "agent" })] });
    expect(pending(of, agent, 0).map((a) => a.key)).toEqual(["message:c1:7"]);
  });

  test("promises: mine before they are due, broken ones of everybody for supervisors", () => {
    const of = lists({
      mine: [row("c1", { clocks: [{ kind: "own", due_ms: 9, state: "soon" }, { kind: "solution", due_ms: 9, state: "running" }] })],
      team: [row("c2", { clocks: [broken] })],
      waiting: [row("c3", { state: "waiting", clocks: [broken] })],
    });
    expect(kinds(pending(of, agent, 0))).toEqual(["soon c1"]);
    expect(kinds(pending(of, supervisor, 0))).toEqual(["soon c1", "broken c2", "broken c3"]);
  });

  test("being mentioned, not only invited", () => {
    const of = lists({ mentioned: [row("c1", { mentioned: ["a1"] }), row("c2", { helpers: [{ id: "a1", name: "" }] })] });
    expect(kinds(pending(of, agent, 0))).toEqual(["mention c1"]);
  });

  test("what a supervisor whispers to me, once each time, in any conversation", () => {
    const of = lists({ mine: [row("c1", { whisper_seq: 7 }), row("c2")], team: [row("c3", { whisper_seq: 9 })] });
    expect(pending(of, agent, 0).map((a) => a.key)).toEqual(["whisper:c1:7"]);
  });

  test("what somebody else gave me or took from me, and nothing that I did", () => {
    const given = (seq: number, by: string, from?: string) => ({ given: { seq, by, name: by === "s1" ? "老陈" : "小林", ...(from && { from }) } });
    const of = lists({
      mine: [row("c1", given(7, "s1")), row("c2", given(8, "a1"))],
      team: [
        row("c3", { agent_id: "s1", agent: "老陈", ...given(9, "s1", "a1") }), row("c4", { agent_id: "a2", agent: "小周", ...given(9, "s1", "a1") }),
        row("c5", { agent_id: "a2", ...given(9, "s1", "a3") }), row("c6", { agent_id: "a2", ...given(9, "a1", "a1") }), row("c7", given(9, "s1")),
      ],
    });
    const alerts = pending(of, agent, 0);
    expect(alerts.map((a) => a.key)).toEqual(["assigned:c1:7", "taken:c3:9", "taken:c4:9"]);
    expect(alerts.map((a) => words.alertTexts[a.kind]({ ...a, who: "王女士" }))).toEqual([
      "老陈 把 王女士 的会话分配给了您", "老陈 接管了 王女士 的会话", "老陈 把 王女士 的会话分配给了 小周",
    ]);
  });

  test("each once, though a case is in two lists", () => {
    const both = row("c1", { clocks: [broken] });
    expect(pending(lists({ mine: [both], team: [both] }), supervisor, 0)).toHaveLength(1);
  });

  test("what was seen is not unread until something new comes", () => {
    const seen = new Seen(new MemoryShelf());
    const before = pending(lists({ mine: [row("c1", { last_from: "customer", last_at: 1 })] }), agent, 0);
    seen.add(before.map((a) => a.key));
    expect([...unreadOf(before, seen)]).toEqual([]);
    const after = pending(lists({ mine: [row("c1", { last_from: "customer", last_at: 2 })] }), agent, 0);
    expect([...unreadOf(after, seen)]).toEqual(["c1"]);
  });
});

describe("what was seen", () => {
  test("is known after a reload and in other tabs", () => {
    const shelf = new MemoryShelf();
    const [one, two] = [new Seen(shelf), new Seen(shelf)];
    one.add(["a"]);
    two.add(["b"]);
    one.reread();
    expect([one.has("b"), new Seen(shelf).has("a"), new Seen(shelf).has("b")]).toEqual([true, true, true]);
  });
  test.each(["{", "7", '{"a":1}', "[1,null]"])("stored as %s is nothing", (stored) => {
    const shelf = new MemoryShelf();
    shelf.set("yiwen.seen", stored);
    expect(new Seen(shelf).has("1")).toBe(false);
  });
  test("does not grow for ever; the newest stay", () => {
    const shelf = new MemoryShelf();
    new Seen(shelf).add(Array.from({ length: 5_000 }, (_, i) => `k${i}`));
    const again = new Seen(shelf);
    expect([again.has("k0"), again.has("k4999")]).toEqual([false, true]);
    expect((shelf.get("yiwen.seen") ?? "").length).toBeLessThan(10_000);
  });
});

describe("the ladder", () => {
  const alert = (kind: Alert["kind"], key = kind as string): Alert => ({ key, kind, conversation: "c", who: "w" });
  const settings = (rest: Partial<Settings> = {}): Settings => ({ ...defaults, repeat: 20, ...rest });

  test("tells at once, again when its time has come, and no more when it was seen", () => {
    const ladder = new Ladder();
    const sounds = [0, 1, 19, 20, 21, 40].map((s) => ladder.step([alert("message")], settings(), s * 1000).sound);
    expect(sounds).toEqual(["message", undefined, undefined, "message", undefined, "message"]);
    expect(ladder.step([], settings(), 60_000)).toEqual({ sound: undefined, desktop: [], title: [] });
    expect(ladder.step([alert("message")], settings(), 61_000).sound).toBe("message");
  });

  test("told once where it is not to be repeated", () => {
    const ladder = new Ladder();
    ladder.step([alert("offer")], settings({ repeat: 0 }), 0);
    expect(ladder.step([alert("offer")], settings({ repeat: 0 }), 1e9).sound).toBeUndefined();
  });

  test("one sound for many: the gravest", () => {
    expect(new Ladder().step([alert("message"), alert("broken"), alert("mention")], settings(), 0).sound).toBe("broken");
  });

  test("in the ways that were chosen", () => {
    const alerts = { ...defaults.alerts, offer: { sound: false, title: false, desktop: true } };
    const told = new Ladder().step([alert("offer"), alert("message")], settings({ alerts }), 0);
    expect([told.sound, kinds(told.desktop), kinds(told.title)]).toEqual(["message", ["offer c"], ["message c"]]);
  });

  test("quiet: only the title", () => {
    const told = new Ladder().step([alert("offer")], settings({ quiet: { ...defaults.quiet, now: true } }), 0);
    expect([told.sound, told.desktop, kinds(told.title)]).toEqual([undefined, [], ["offer c"]]);
  });
});
