import { describe, expect, test } from "vitest";
import type { CaseState, LogEvent, Payload } from "../wire/frames";
import type { Entry } from "../wire/outbox";
import { moment } from "./clock";
import { excerptOf, type Item, screen } from "./screen";
import { strings } from "./strings";

const minute = 60_000;
const start = Date.UTC(2026, 10, 22, 2, 0);
let seq = 0;
const event = (from: LogEvent["from"]["kind"], payload: Payload, rest: Partial<LogEvent> = {}): LogEvent =>
  ({ conversation: "c", seq: ++seq, at: start, case: 1, from: { kind: from }, ...payload, ...rest }) as LogEvent;
const say = (from: LogEvent["from"]["kind"], text: string, rest: Partial<LogEvent> = {}) =>
  event(from, { kind: "message", text }, rest);
const entry = (command: Entry["command"], rest: Partial<Entry> = {}): Entry => ({
  id: "e1", command, lane: "", at: start, state: "pending", order: "1", ...rest,
});

/** One word per item. */
const brief = (items: Item[]) =>
  items.map((i) => (i.kind === "message" ? `${i.from}:${i.text}${i.state === "sent" ? "" : "!" + i.state}` : i.kind === "line" ? `(${i.text})` : i.kind));
const draw = (log: Parameters<typeof screen>[0], entries: Entry[] = [], state: CaseState = "bot") => {
  seq = 0;
  return screen(log, entries, state).filter((i) => i.kind !== "time");
};

describe("screen", () => {
  test("stored messages, then what is on its way", () => {
    const items = draw([say("customer", "在吗"), say("bot", "在的")], [entry({ type: "say", text: "好" })]);
    expect(brief(items)).toEqual(["customer:在吗", "bot:在的", "customer:好!pending"]);
  });

  test("a command and its event are one message with one key", () => {
    const before = draw([], [entry({ type: "say", text: "好" })]);
    const after = draw([say("customer", "好", { cid: "e1" })], [entry({ type: "say", text: "好" })]);
    expect(brief(after)).toEqual(["customer:好"]);
    expect(after[0]?.key).toBe(before[0]?.key);
  });

  test("a stored command looks sent before its event is there", () => {
    expect(brief(draw([], [entry({ type: "say", text: "好" }, { state: "stored", seq: 9 })]))).toEqual(["customer:好"]);
  });

  test("a refused command shows why", () => {
    const [item] = draw([], [entry({ type: "say", text: "好" }, { state: "failed", problem: "太长" })]);
    expect(item).toMatchObject({ state: "failed", problem: "太长" });
  });

  test("a tap shows the label of its choice, and marks it", () => {
    const offer = event("bot", { kind: "message", text: "您是不是想问", choices: [{ key: "a", label: "甲" }] });
    const items = screen([offer], [entry({ type: "choose", of: offer.seq, choice: "a" })], "bot").filter((i) => i.kind !== "time");
    expect(brief(items)).toEqual(["bot:您是不是想问", "customer:甲!pending"]);
    expect(items[0]).toMatchObject({ chosen: ["a"] });
  });

  test("a stored tap marks its choice", () => {
    const offer = event("bot", { kind: "message", text: "?", choices: [{ key: "a", label: "甲" }] });
    const tap = event("customer", { kind: "message", text: "甲", re: offer.seq, choice: "a" });
    expect(screen([offer, tap], [], "bot").find((i) => i.kind === "message")).toMatchObject({ chosen: ["a"] });
  });

  describe("votes", () => {
    const answer = () => event("bot", { kind: "message", text: "答", vote: true });
    const votes = (items: Item[]) => items.flatMap((i) => (i.kind === "message" ? [i.vote] : []));
    const voted = (of: LogEvent, helpful: boolean, rest: Partial<LogEvent> = {}) => event("customer", { kind: "voted", of: of.seq, helpful }, rest);

    test("only the last few answers can be judged, and nothing else", () => {
      const log = [answer(), say("customer", "?"), answer(), say("bot", "您好"), answer(), answer()];
      expect(votes(screen(log, [], "bot"))).toEqual([undefined, undefined, "", undefined, "", ""]);
    });

    test("the last one counts, and shows no line of its own", () => {
      const [a, b] = [answer(), answer()];
      expect(votes(screen([a, b, voted(a, true), voted(a, false)], [], "bot"))).toEqual(["no", ""]);
      expect(brief(screen([a, voted(a, true)], [], "bot")).filter((s) => s !== "time")).toEqual(["bot:答"]);
    });

    test("one on its way counts, a refused one does not", () => {
      const a = answer();
      const command = { type: "vote", of: a.seq, helpful: false } as const;
      expect(votes(screen([a, voted(a, true)], [entry(command)], "bot"))).toEqual(["no"]);
      const items = screen([a, voted(a, true)], [entry(command, { state: "failed", problem: "不行" })], "bot");
      expect(votes(items)).toEqual(["yes"]);
      expect(brief(items)).toContain("refused");
    });

    test("one that is stored counts once: what came after it stays", () => {
      const a = answer();
      const command = { type: "vote", of: a.seq, helpful: true } as const;
      const log = [a, voted(a, true, { cid: "e1" }), voted(a, false)];
      expect(votes(screen(log, [entry(command, { state: "stored" })], "bot"))).toEqual(["no"]);
    });
  });

  test("commands without words show nothing of their own", () => {
    expect(draw([], [entry({ type: "human" }), entry({ type: "cancel" })])).toEqual([]);
  });

  test("one that was refused says so", () => {
    expect(draw([], [entry({ type: "human" }, { state: "failed", problem: "稍后再试" })])).toMatchObject([
      { kind: "refused", key: "e1", text: "稍后再试" },
    ]);
  });

  test("what happens to the case is told in a line", () => {
    const items = draw([
      event("system", { kind: "handoff", reason: "mood" }),
      event("system", { kind: "assigned", agent: "小陈" }),
      event("system", { kind: "handoff", reason: "agent_gone" }),
      event("agent", { kind: "returned" }),
      event("agent", { kind: "closed", by: "agent" }),
      event("customer", { kind: "rated", stars: 4 }),
    ]);
    expect(brief(items)).toEqual([
      `(${strings.handoff("asked")})`, "(客服小陈为您服务)", `(${strings.handoff("agent_gone")})`, `(${strings.returned(undefined)})`,
      `(${strings.closed})`, "rated",
    ]);
  });

  test("hidden and unknown events show nothing", () => {
    expect(draw([event("system", { kind: "hidden" }), event("system", { kind: "unknown" })])).toEqual([]);
  });

  test("a hole has its place", () => {
    expect(brief(draw([say("bot", "一"), { kind: "hole", from: 2, to: 3 }, say("bot", "四")]))).toEqual(["bot:一", "hole", "bot:四"]);
  });

  test("runs of one sender begin once; another agent begins a new one", () => {
    const agent = (name: string) => ({ from: { kind: "agent" as const, name } });
    const items = draw([say("agent", "一", agent("小陈")), say("agent", "二", agent("小陈")), say("agent", "三", agent("小李"))]);
    expect(items.map((i) => i.kind === "message" && i.first)).toEqual([true, false, true]);
  });

  test("the time is shown at the beginning and after a pause", () => {
    const log = [say("bot", "一"), say("bot", "二", { at: start + 4 * minute }), say("bot", "三", { at: start + 10 * minute })];
    expect(screen(log, [], "bot").map((i) => i.kind)).toEqual(["time", "message", "message", "time", "message"]);
  });
});

describe("a rating", () => {
  const rated = (stars: number, rest: object = {}) => event("customer", { kind: "rated", stars, ...rest });

  test("that was changed is shown as it is now, and may be changed for half an hour", () => {
    const items = draw([rated(2, { reasons: ["回复慢"] }), rated(5)], [], "closed");
    expect(items).toMatchObject([{ kind: "rated", text: strings.rated(5), rating: { stars: 5 }, until: start + 30 * minute }]);
  });
  test("of an earlier case stays", () => {
    expect(draw([rated(2), rated(5, { case: 2 })], [], "closed")).toHaveLength(2);
  });
});

describe("quotes", () => {
  test("an excerpt has no signs of Markdown", () => {
    expect(excerptOf({ text: "# 价目\n1. **98** 元\n> ~~100~~ [说明](https://a.example)\n\n面额|价\n-|-\n50|49" })).toBe("价目 98 元 100 说明 面额, 价 50, 49");
  });

  test("are of people; the bot's answers name what they answer to themselves only", () => {
    const items = draw([say("customer", "问"), say("bot", "答", { re: 1 } as object), say("agent", "补充", { re: 2 } as object)]);
    expect(items.map((i) => i.kind === "message" && i.quote?.text)).toEqual([undefined, undefined, "答"]);
  });
  test("of a message that is not loaded, of a long one, of pictures", () => {
    const files = [{ id: "f", name: "a", type: "image/png", size: 1, url: "/files/f" }];
    const items = draw([
      say("customer", "长".repeat(99)), event("customer", { kind: "message", text: "", attachments: files }),
      ...[1, 2, 77].map((re) => event("agent", { kind: "message", text: "看", re })),
    ]);
    expect(items.slice(2).map((i) => i.kind === "message" && i.quote?.text)).toEqual([`${"长".repeat(60)}…`, "[图片]", ""]);
  });
});

describe("what a person has read", () => {
  test("is told of the customer's last message only", () => {
    seq = 0;
    const log = [say("customer", "一"), say("agent", "二"), say("customer", "三"), say("agent", "四")];
    const read = (upTo: number) => screen(log, [], "assigned", upTo).filter((i) => i.kind === "message").map((i) => i.read);
    expect(read(2)).toEqual([false, false, false, false]);
    expect(read(3)).toEqual([false, false, true, false]);
  });
});

describe("the rating card", () => {
  const closed = () => event("agent", { kind: "closed", by: "agent" });
  const last = (items: Item[]) => items.at(-1)?.kind;

  test("comes when the case is closed", () => expect(last(draw([closed()], [], "closed"))).toBe("rate"));
  test("is gone when it was rated", () => {
    expect(last(draw([closed(), event("customer", { kind: "rated", stars: 5 })], [], "closed"))).toBe("rated");
  });
  test("is gone when the customer goes on", () => {
    expect(last(draw([closed()], [entry({ type: "say", text: "还有" })], "closed"))).toBe("message");
  });
  test("waits while it is on its way", () => {
    expect(draw([closed()], [entry({ type: "rate", stars: 5 })], "closed").at(-1)).toMatchObject({ kind: "rate", sending: true });
  });
  test("comes back when the rating was refused", () => {
    expect(draw([closed()], [entry({ type: "rate", stars: 5 }, { state: "failed" })], "closed").at(-1)).toMatchObject({ sending: false });
  });
  test("a second case is rated too", () => {
    const log = [closed(), event("customer", { kind: "rated", stars: 5 }), say("customer", "又来"), closed()];
    expect(last(draw(log, [], "closed"))).toBe("rate");
  });
});

describe("moment", () => {
  const at = (y: number, mo: number, d: number, h: number, mi: number) => new Date(y, mo - 1, d, h, mi).getTime();
  const now = at(2026, 3, 1, 0, 30);
  const cases: [string, number, string][] = [
    ["today", at(2026, 3, 1, 0, 5), "00:05"],
    ["yesterday, over the end of a month", at(2026, 2, 28, 23, 59), "昨天 23:59"],
    ["this year", at(2026, 1, 2, 8, 0), "1月2日 08:00"],
    ["another year", at(2025, 12, 31, 8, 0), "2025年12月31日 08:00"],
  ];
  for (const [name, time, want] of cases) test(name, () => expect(moment(time, now)).toBe(want));
});
