import { readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { decode as plain } from "./decode";
import { desks } from "./decode-desk";

interface Fixture {
  to: "server" | "client";
  type?: string;
  cases: { name: string; frame?: { [key: string]: unknown }; want?: unknown }[];
}

/** As desks decode: all frames there are. */
const decode = (data: unknown) => plain(data, desks);

test("customers do not understand what is for desks", () => {
  const lists = `{"type":"lists","id":"1","rev":1}`;
  expect([plain(lists), decode(lists)?.type]).toEqual([null, "lists"]);
  const note = `{"type":"event","conversation":"c","seq":3,"kind":"note","text":"x","trace":{"a":1}}`;
  expect(plain(note)).toEqual({ type: "event", conversation: "c", seq: 3, at: 0, case: 0, from: { kind: "system" }, kind: "unknown" });
  expect(decode(note)).toMatchObject({ kind: "note", trace: { a: 1 } });
});

// The frames that the Go tests encode and decode too.
const folder = resolve(import.meta.dirname, "../../../testdata/wire");
const fixtures = readdirSync(folder)
  .filter((f) => f.endsWith(".json"))
  .map((f) => [f, JSON.parse(readFileSync(resolve(folder, f), "utf8")) as Fixture] as const)
  .filter(([, f]) => f.to === "client");

// What the browser has no use for and leaves out.
const unused = ["start", "end"];

/** The frame with what decode leaves out taken out, and empty values dropped. */
function lean(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(lean);
  if (typeof value !== "object" || value === null) return value;
  // A time of zero is none.
  const kept = Object.entries(value).filter(([k, v]) => !unused.includes(k) && v !== undefined && !(k.endsWith("_at") && v === 0));
  return Object.fromEntries(kept.map(([k, v]) => [k, lean(v)]));
}

describe("frames of the server", () => {
  test("the fixtures are there", () => expect(fixtures.length).toBeGreaterThan(7));

  for (const [file, fixture] of fixtures) {
    for (const c of fixture.cases) {
      test(`${file}: ${c.name}`, () => {
        const got = decode(JSON.stringify(c.frame));
        // toMatchObject: decode also fills in what a frame may leave out, as empty lists.
        expect(lean(got)).toMatchObject(eventsBare(lean(c.want ?? c.frame)) as object);
      });
    }
  }
});

/** Events inside an answer need no type of their own here. */
function eventsBare(frame: unknown): unknown {
  const f = frame as { events?: Record<string, unknown>[] };
  if (!f.events) return frame;
  return { ...f, events: f.events.map(({ type: _, ...rest }) => rest) };
}

describe("what decode does not understand", () => {
  const rejected: [string, unknown][] = [
    ["binary", new ArrayBuffer(4)],
    ["not JSON", "{"],
    ["not an object", "[1]"],
    ["null", "null"],
    ["no type", "{}"],
    ["unknown type", `{"type":"future"}`],
    ["event without seq", `{"type":"event","conversation":"c","kind":"hidden"}`],
    ["event with seq 0", `{"type":"event","conversation":"c","seq":0,"kind":"hidden"}`],
    ["event with half a seq", `{"type":"event","conversation":"c","seq":1.5,"kind":"hidden"}`],
    ["ack without id", `{"type":"ack","seq":1}`],
    ["welcome without token", `{"type":"welcome","id":"h","conversation":"c","seq":0}`],
  ];
  for (const [name, data] of rejected) {
    test(`is null: ${name}`, () => expect(decode(data)).toBeNull());
  }

  const event = (rest: string) => decode(`{"type":"event","conversation":"c","seq":3,"at":1,${rest}}`);

  test("an event of an unknown kind keeps its place", () => {
    expect(event(`"kind":"solar_flare","due":9`)).toMatchObject({ seq: 3, kind: "unknown" });
  });
  test("a message without text keeps its place", () => {
    expect(event(`"kind":"message","text":7`)).toMatchObject({ seq: 3, kind: "unknown" });
  });
  test("a bad choice is left out, the others stay", () => {
    const got = event(`"kind":"message","text":"x","choices":[{"key":"a"},{"key":"b","label":"B"},null]`);
    expect(got).toMatchObject({ choices: [{ key: "b", label: "B" }] });
  });
  test("a handoff for a reason that is newer than this page still is one", () => {
    expect(event(`"kind":"handoff","reason":"solar_flare"`)).toMatchObject({ kind: "handoff", reason: "rule" });
  });
  test("a promise without a due time keeps its place", () => {
    expect(event(`"kind":"promise","what":"own"`)).toMatchObject({ seq: 3, kind: "unknown" });
  });
  test("a summary of an unknown form is none", () => {
    expect(event(`"kind":"closed","by":"agent","summary":[1]`)).toEqual(expect.not.objectContaining({ summary: expect.anything() }));
  });
  test("a row without a usable offer or clock has none", () => {
    const got = decode(`{"type":"case","rev":1,"conversation":"c","lists":["mine"],"row":{"conversation":"c","state":"offered","offer":{"agent":7},"clocks":[{"kind":"own"},null]}}`);
    expect(got).toMatchObject({ row: { state: "offered", clocks: [] } });
    expect((got as { row: object }).row).not.toHaveProperty("offer");
  });
  test("a message of files alone is one", () => {
    const got = event(`"kind":"message","attachments":[{"id":"0af","name":"图.png","type":"image/png","size":12,"url":"/files/0af"},{"name":"no id"}]`);
    expect(got).toMatchObject({ kind: "message", text: "", attachments: [{ id: "0af", url: "/files/0af", size: 12 }] });
  });
  for (const url of ["https://evil.example/x", "//evil.example/x", "/\\\\evil.example", "javascript:alert(1)", 7]) {
    test(`the address of a file is one of ours: ${url}`, () => {
      const got = event(`"kind":"message","text":"","attachments":[{"id":"0 a","url":${JSON.stringify(url)}}]`);
      expect(got).toMatchObject({ attachments: [{ url: "/files/0%20a" }] });
    });
  }
  test("a message that was taken back needs no words", () => {
    expect(event(`"kind":"message","recalled":true`)).toMatchObject({ kind: "message", text: "", recalled: true });
  });
  test("a field of a kind that is newer than this page can be written in", () => {
    const got = event(`"kind":"message","text":"x","form":{"id":"ticket","title":"t","fields":[{"name":"a","kind":"colour"},{"label":"no name"}]}`);
    expect(got).toMatchObject({ form: { fields: [{ name: "a", label: "a", kind: "line" }] } });
  });
  test("a form without fields is none", () => {
    expect(event(`"kind":"message","text":"x","form":{"id":"ticket"}`)).not.toHaveProperty("form");
  });
  test("what was filled in are texts", () => {
    expect(event(`"kind":"filled","of":2,"values":{"a":"x","b":7}`)).toMatchObject({ of: 2, values: { a: "x" } });
  });
  test("a suggestion that cannot be read is left out, a mark that cannot is none", () => {
    const got = decode(`{"type":"suggestions","id":"s","questions":[{"id":"a"},null,{"id":"b","question":"充值","mark":[2,1]},{"id":"c","question":"充值","mark":"x"}]}`);
    expect(got).toEqual({ type: "suggestions", id: "s", questions: [{ id: "b", question: "充值" }, { id: "c", question: "充值" }] });
  });
  test("an unknown list is passed over", () => {
    const got = decode(`{"type":"case","rev":1,"conversation":"c","lists":["mine","dreams"],"row":{"conversation":"c"}}`);
    expect(got).toMatchObject({ lists: ["mine"] });
  });
  test("an actor that is unknown is the system", () => {
    expect(event(`"kind":"hidden","from":{"kind":"alien"}`)).toMatchObject({ from: { kind: "system" } });
  });
});

describe("announcements", () => {
  test("one without an id is none, one with a level of tomorrow is a warning, one without a text is over", () => {
    expect(decode(`{"type":"notice","text":"x"}`)).toBeNull();
    expect(decode(`{"type":"notice","id":"a1","text":"x","level":"alarm","until_ms":-1}`)).toEqual({ type: "notice", id: "a1", text: "x", level: "warning" });
    expect(decode(`{"type":"notice","id":"a1","text":""}`)).toEqual({ type: "notice", id: "a1", text: "", level: "info" });
  });
});
