import { fireEvent, screen } from "@testing-library/preact";
import { describe, expect, test } from "vitest";
import type { LogEvent, Payload } from "../wire/frames";
import { countdown } from "./countdown";
import { pledges } from "./promises";
import { loadRare, rare, strings } from "./strings";
import { staged } from "./testing/stage";

await loadRare();

const stage = staged();
const minute = 60_000;

/** A customer who waits in the line. */
async function waiting(queue: object = { position: 3, eta_s: 240 }) {
  const s = stage();
  await s.open();
  await s.say("转人工");
  await s.happens("system", { kind: "handoff", reason: "asked" });
  s.server.sockets.last.push({ type: "queue", conversation: "c1", ...queue });
  await s.pass();
  return s;
}

describe("the wait", () => {
  const waits: [string, object, string, string][] = [
    ["known", { position: 3, eta_s: 240 }, rare.place(3), rare.waitFor(4)],
    ["short", { position: 2, eta_s: 20 }, rare.place(2), rare.waitFor(1)],
    ["offered, whoever is before", { position: 3, eta_s: 0 }, rare.waitNow, rare.waitNow],
    ["next", { position: 1, eta_s: 0 }, rare.place(1), rare.waitNow],
    ["not known", { position: 2 }, rare.place(2), rare.waitUnknown],
  ];
  for (const [name, queue, place, wait] of waits) {
    test(`${name}: the place and how long`, async () => {
      await waiting(queue);
      expect(screen.getByText(place)).toBeTruthy();
      expect(screen.getByText(wait)).toBeTruthy();
      expect(screen.getByText(rare.askOn)).toBeTruthy();
    });
  }

  test("changes as others are served, and ends with an agent, who is named", async () => {
    const s = await waiting();
    s.server.sockets.last.push({ type: "queue", conversation: "c1", position: 1, eta_s: 0 });
    await s.pass();
    expect(screen.getByText(rare.waitNow)).toBeTruthy();
    await s.happens("system", { kind: "assigned", agent: "小陈" });
    expect(screen.queryByText(rare.waitTitle)).toBeNull();
    expect(screen.getByText(strings.serving("小陈"))).toBeTruthy();
  });

  test("may be left", async () => {
    const s = await waiting();
    await s.click(rare.cancel);
    expect(s.server.received.some((f) => f.type === "cancel")).toBe(true);
  });

  test("an agent who stays silent gives way to the bot, and that is told", async () => {
    const s = await waiting();
    await s.happens("system", { kind: "assigned", agent: "小陈" });
    await s.happens("system", { kind: "returned", reason: "silence" });
    expect(screen.getByText(strings.returned("silence"))).toBeTruthy();
    expect(screen.queryByText(strings.serving("小陈"))).toBeNull();
  });
});

describe("a promise", () => {
  test("is seen with the time that is left, until it is kept", async () => {
    const s = await waiting();
    await s.happens("system", { kind: "promise", what: "first_reply", due: Date.now() + 5 * minute });
    const timer = screen.getByRole("timer");
    expect(timer.textContent).toMatch(/05:00|04:59/);
    await s.pass(61_000);
    expect(timer.textContent).toMatch(/03:5\d/);
    await s.happens("system", { kind: "assigned", agent: "小陈" });
    expect(screen.getByRole("timer")).toBeTruthy();
    await s.happens("agent", { kind: "message", text: "您好" });
    expect(screen.queryByRole("timer")).toBeNull();
  });

  test("of an answer is told once, though the shop made one and an agent another", async () => {
    const s = await waiting();
    await s.happens("system", { kind: "promise", what: "own", due: Date.now() + 2 * minute });
    await s.happens("system", { kind: "promise", what: "first_reply", due: Date.now() + 5 * minute });
    await s.happens("system", { kind: "promise", what: "solution", due: Date.now() + 30 * minute });
    expect(screen.getAllByRole("timer").map((t) => t.textContent)).toEqual([expect.stringMatching(/0[12]:\d\d/), expect.stringMatching(/[23]\d:\d\d/)]);
    for (const what of ["own", "first_reply"] as const) await s.happens("system", { kind: "alarm", what, step: "breach" });
    expect(screen.getAllByText(rare.broken.first_reply)).toHaveLength(1);
  });

  test("that is broken is said, politely", async () => {
    const s = await waiting();
    await s.happens("system", { kind: "promise", what: "first_reply", due: Date.now() + minute });
    await s.happens("system", { kind: "alarm", what: "first_reply", step: "breach" });
    expect(screen.getByText(rare.broken.first_reply)).toBeTruthy();
    expect(screen.queryByRole("timer")).toBeNull();
  });

  test("of a case that the bot has again is not shown", async () => {
    const s = await waiting();
    await s.happens("system", { kind: "promise", what: "first_reply", due: Date.now() + minute });
    await s.happens("system", { kind: "returned" });
    expect(screen.queryByRole("timer")).toBeNull();
  });
});

describe("pledges", () => {
  const log = (...events: [LogEvent["from"]["kind"], Payload][]): LogEvent[] =>
    events.map(([kind, p], i) => ({ conversation: "c", seq: i + 1, at: i, case: 1, from: { kind }, ...p }));
  const promise = (due: number, what: "first_reply" | "solution" | "own" = "own"): ["system", Payload] => ["system", { kind: "promise", what, due }];

  test("one that stands is never moved back", () => {
    expect(pledges(log(promise(5), promise(9)))).toEqual([{ what: "own", due: 5, broken: false }]);
    expect(pledges(log(promise(5), promise(3)))).toMatchObject([{ due: 3 }]);
  });
  test("one that was kept makes room for the next", () => {
    expect(pledges(log(promise(5), ["agent", { kind: "message", text: "好" }], promise(9)))).toMatchObject([{ due: 9 }]);
  });
  test("an agent's word keeps all but the solution, the end keeps all", () => {
    const open = log(promise(5), promise(4, "first_reply"), promise(9, "solution"), ["agent", { kind: "message", text: "好" }]);
    expect(pledges(open).map((p) => p.what)).toEqual(["solution"]);
    expect(pledges([...open, ...log(["agent", { kind: "closed", by: "agent" }])])).toEqual([]);
  });
  test("what is said in the same breath as a promise does not keep it", () => {
    const said = ["agent", { kind: "message", text: "请您稍等" }] as [LogEvent["from"]["kind"], Payload];
    expect(pledges(log(promise(50), said))).toMatchObject([{ due: 50 }]);
    expect(pledges(log(promise(50), said).map((e) => ({ ...e, at: e.at * 10 })))).toEqual([]);
  });
  test("the customer's own words keep nothing", () => {
    expect(pledges(log(promise(5), ["customer", { kind: "message", text: "人呢" }]))).toHaveLength(1);
  });
});

describe("countdown", () => {
  const cases: [number, string][] = [
    [-5, "00:00"], [999, "00:01"], [61_000, "01:01"], [59 * minute + 59_000, "59:59"],
    [61 * minute, rare.hours(1, 1)], [25 * 60 * minute, rare.days(1, 1)],
  ];
  for (const [ms, want] of cases) test(`${ms} ms is ${want}`, () => expect(countdown(ms)).toBe(want));
});

test("a customer who may not go on is told, and cannot write", async () => {
  const s = stage();
  await s.open();
  s.server.fault = (f) => (f.type === "say" ? { code: "denied", retry: false } : undefined);
  await s.say("喂");
  expect(screen.getAllByRole("alert").some((e) => e.classList.contains("banner"))).toBe(true);
  expect(s.box().disabled).toBe(true);
  expect((screen.getByRole("button", { name: strings.human }) as HTMLButtonElement).disabled).toBe(true);
});

test("a rating can be changed for half an hour, with its reasons", async () => {
  const s = stage();
  await s.open();
  await s.say("好了");
  await s.happens("agent", { kind: "closed", by: "agent" });
  await fireEvent.click(screen.getByRole("radio", { name: rare.stars(2) }));
  await fireEvent.click(screen.getByRole("checkbox", { name: rare.rateLow.tags[0] ?? "" }));
  await s.click(rare.rateSend);
  expect(s.server.log.at(-1)).toMatchObject({ kind: "rated", stars: 2, reasons: [rare.rateLow.tags[0]] });
  await s.click(strings.rateEdit);
  expect((screen.getByRole("checkbox", { name: rare.rateLow.tags[0] ?? "" }) as HTMLInputElement).checked).toBe(true);
  // What was ticked for two stars is not said of five.
  await fireEvent.click(screen.getByRole("radio", { name: rare.stars(5) }));
  await s.click(rare.rateSend);
  expect(s.server.log.at(-1)).toMatchObject({ kind: "rated", stars: 5 });
  expect(s.server.log.at(-1)).not.toHaveProperty("reasons");
  expect(screen.getByText(strings.rated(5))).toBeTruthy();
  expect(screen.queryByText(strings.rated(2))).toBeNull();
  await s.pass(30 * minute);
  expect(screen.queryByRole("button", { name: strings.rateEdit })).toBeNull();
});
