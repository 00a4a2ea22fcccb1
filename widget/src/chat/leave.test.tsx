// What is left of a customer who logs out: nothing.
import { fireEvent, screen } from "@testing-library/preact";
import { expect, test } from "vitest";
import { loggedOut } from "../wire/farewell";
import { strings } from "./strings";
import { staged } from "./testing/stage";

const at = staged();
const secret = "李女士的秘密";
const file = () => new File(["x"], `${secret}.png`, { type: "image/png" });

/** Everything that the page shows, holds or keeps. */
const traces = () => {
  const boxes = [...document.querySelectorAll("input, textarea")].map((b) => (b as HTMLInputElement).value);
  const kept = at().shelf.keys("").map((k) => `${k}=${at().shelf.get(k)}`);
  return [document.body.innerHTML, ...boxes, ...kept].filter((t) => t.includes(secret) || t.includes("token-1="));
};

/** Talks, and leaves half a message, a file and half a form. */
async function talk(): Promise<void> {
  const stage = at();
  await stage.open();
  await stage.say(`${secret}，没到账`);
  await stage.happens("bot", {
    kind: "message", text: `请填写，${secret}`,
    form: { id: "ticket", title: "问题信息", fields: [{ name: "story", label: "经过", kind: "text" }] },
  });
  stage.model.drafts.set({ conversation: "c1" } as never, 2, { story: secret });
  stage.model.uploads.add([file()]);
  await fireEvent.input(stage.box(), { target: { value: `${secret}，还有` } });
  stage.model.quote.value = { seq: 1, name: "我", text: secret };
  await stage.pass();
  expect(traces()).toHaveLength(4); // the page, the box, and what is kept of both drafts
}

test("logging out empties the page and the browser at once", async () => {
  await talk();
  const gone = at().model.logout();
  await at().pass(0);
  expect(traces()).toEqual([]);
  await at().pass();
  await gone;
  expect(traces()).toEqual([]);
  expect(at().shelf.keys("")).toEqual([]);
  expect(at().model.uploads.list.value).toEqual([]);
  expect(screen.getByText(strings.stoppedFor(loggedOut))).toBeTruthy();
});

test("logging out without a network says that it is not over", async () => {
  await talk();
  at().server.up = false;
  at().server.sockets.last.drop(1006);
  await at().pass(20_000);
  void at().model.logout();
  await at().pass(20_000);
  expect(screen.getByText(strings.waitingLeave)).toBeTruthy();
  expect(screen.queryByText(strings.waitingLong)).toBeNull();
  at().server.up = true;
  await at().pass(30_000);
  expect(screen.getByText(strings.stoppedFor(loggedOut))).toBeTruthy();
});

test("opening again begins anew", async () => {
  await talk();
  await at().model.logout();
  at().model.look(false);
  at().model.look(true);
  await at().pass();
  expect(screen.getByText(strings.connection.online)).toBeTruthy();
  expect(traces()).toEqual([]);
  await at().say("你好");
  expect(at().server.log.map((e) => e.kind === "message" && e.text)).toEqual(["你好"]);
});

test("another tab's logout empties this one, even if only the browser tells", async () => {
  await talk();
  at().shelf.remove("yiwen/visitor/default");
  window.dispatchEvent(new Event("storage"));
  await at().pass(0);
  expect(traces()).toEqual([]);
});
