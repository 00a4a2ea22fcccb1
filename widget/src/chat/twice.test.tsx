// Two taps where one is meant.
import { createEvent, fireEvent, screen, within } from "@testing-library/preact";
import { expect, test } from "vitest";
import { strings } from "./strings";
import { staged } from "./testing/stage";

const stage = staged();

/** A tap, so many milliseconds after the page came. */
function tap(button: HTMLElement, at: number): void {
  const click = createEvent.click(button);
  Object.defineProperty(click, "timeStamp", { value: at });
  fireEvent(button, click);
}

const sent = () => stage().server.received.flatMap((f) => (f.type === "choose" ? [f.choice] : f.type === "say" ? [f.text] : []));

test("a double tap on a hot question asks once, a later one again", async () => {
  await stage().open();
  stage().model.greeting.value = { name: "星卡商城", welcome: "您好", hot: [{ id: "a", question: "怎么退款？" }] };
  await stage().pass();
  const hot = screen.getByRole("button", { name: "怎么退款？" });
  tap(hot, 50);
  tap(hot, 180);
  await stage().pass();
  expect(sent()).toEqual(["怎么退款？"]);
  tap(hot, 2_000);
  await stage().pass();
  expect(sent()).toEqual(["怎么退款？", "怎么退款？"]);
});

test("the other half of a double tap does not choose what has moved under the finger", async () => {
  await stage().open();
  await stage().happens("bot", { kind: "message", text: "您想问哪一个", choices: [{ key: "a", label: "卡密在哪里" }, { key: "b", label: "卡密无效" }] });
  const [first, second] = within(screen.getByRole("group", { name: strings.choices })).getAllByRole("button");
  tap(first as HTMLElement, 1_000);
  tap(second as HTMLElement, 1_150);
  await stage().pass();
  expect(sent()).toEqual(["a"]);
});
