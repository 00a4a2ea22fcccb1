import { expect, test } from "vitest";
import type { FromChat } from "../embed/messages";
import type { Announced, CaseState, EventHead, LogEvent, Payload } from "../wire/frames";
import type { Hole } from "../wire/log";
import { herald, type Heralded } from "./herald";

/** A session as far as it is told of. */
class Session {
  caughtUp = false;
  state: CaseState = "";
  notice: Announced | null | undefined;
  events: (LogEvent | Hole)[] = [];
  thread = { list: () => this.events, get last() { return 0; } };
  changed = () => {};
  subscribe = (f: () => void) => {
    this.changed = f;
    return () => {};
  };
}

function stage() {
  const session = new Session();
  Object.defineProperty(session.thread, "last", { get: () => session.events.reduce((n, e) => Math.max(n, e.kind === "hole" ? e.to : e.seq), 0) });
  const told: FromChat[] = [];
  herald(session as unknown as Heralded, (m) => told.push(m));
  return { session, told };
}

const event = (seq: number, payload: Payload, kind: "bot" | "customer" = "bot"): LogEvent =>
  ({ conversation: "c", seq, at: 0, case: 1, from: { kind }, ...payload }) as EventHead & Payload;
const message = (seq: number, text: string, kind?: "customer") => event(seq, { kind: "message", text }, kind);
const texts = (told: FromChat[]) => told.flatMap((m) => (m.type === "message" ? [`${m.from}: ${m.text}`] : []));

test("what is said from now on is told once and in order, what was said before is not", () => {
  const { session, told } = stage();
  session.events = [message(1, "old")];
  session.changed();
  session.events.push(message(2, "older"));
  session.caughtUp = true;
  session.changed();
  session.events.push(message(3, "hi", "customer"), message(4, "您好"));
  session.changed();
  session.changed();
  expect(texts(told)).toEqual(["customer: hi", "bot: 您好"]);
});

test("who comes late tells what was said since, and who has the case, at once", () => {
  const session = new Session();
  session.events = [message(1, "old"), message(2, "hi", "customer"), message(3, "您好")];
  Object.assign(session, { caughtUp: true, state: "waiting" });
  Object.defineProperty(session.thread, "last", { get: () => 3 });
  const told: FromChat[] = [];
  herald(session as unknown as Heralded, (m) => told.push(m), 1);
  expect(texts(told)).toEqual(["customer: hi", "bot: 您好"]);
  expect(told.at(-1)).toEqual({ type: "handoff", state: "waiting" });
});

test("what comes after a hole waits for it", () => {
  const { session, told } = stage();
  session.caughtUp = true;
  session.changed();
  session.events = [message(1, "a"), { kind: "hole", from: 2, to: 2 }, message(3, "c")];
  session.changed();
  expect(texts(told)).toEqual(["bot: a"]);
  session.events[1] = message(2, "b");
  session.changed();
  expect(texts(told)).toEqual(["bot: a", "bot: b", "bot: c"]);
});

test("what was said while the line was down is told when it is back", () => {
  const { session, told } = stage();
  session.caughtUp = true;
  session.changed();
  session.caughtUp = false;
  session.changed();
  session.events = [message(1, "a")];
  session.caughtUp = true;
  session.changed();
  expect(texts(told)).toEqual(["bot: a"]);
});

test("another conversation begins anew", () => {
  const { session, told } = stage();
  session.events = [message(9, "old")];
  session.caughtUp = true;
  session.changed();
  session.events = [];
  session.caughtUp = false;
  session.changed();
  session.events.push(message(1, "theirs"));
  session.caughtUp = true;
  session.changed();
  session.events.push(message(2, "new"));
  session.changed();
  expect(texts(told)).toEqual(["bot: new"]);
});

test("who has the case is told when it changes", () => {
  const { session, told } = stage();
  session.caughtUp = true;
  for (const state of ["", "bot", "waiting", "offered", "assigned", "snoozed", "closed", "closed"] as const) {
    session.state = state;
    session.changed();
  }
  expect(told).toEqual(["bot", "waiting", "assigned", "closed"].map((state) => ({ type: "handoff", state })));
});

test("long texts are cut", () => {
  const { session, told } = stage();
  session.caughtUp = true;
  session.changed();
  session.events = [message(1, "x".repeat(900))];
  session.changed();
  expect(texts(told)[0]).toHaveLength("bot: ".length + 500);
});

test("what the shop announces is told when it begins, changes and ends", () => {
  const { session, told } = stage();
  for (const notice of [undefined, null, { id: "a", text: "维护", level: "info" } as const, { id: "a", text: "维护", level: "info" } as const, null]) {
    session.notice = notice;
    session.changed();
  }
  expect(told).toEqual([{ type: "announcement", text: "维护" }, { type: "announcement", text: "" }]);
});
