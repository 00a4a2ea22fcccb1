// What is suggested to a customer who types.
import { fireEvent, screen } from "@testing-library/preact";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { rare } from "./strings";
import { typedSoFar } from "./suggesting";
import { staged } from "./testing/stage";

const at = staged();
const asked = () => at().server.received.flatMap((f) => (f.type === "suggest" ? [f.text] : []));
const said = () => at().server.log.flatMap((e) => (e.kind === "message" ? [e.text] : []));
const options = () => screen.queryAllByRole("option").map((o) => o.textContent);
const list = () => screen.queryByRole("listbox", { name: rare.suggestions });
const active = () => screen.queryByRole("option", { selected: true });
const key = (name: string, init = {}) => fireEvent.keyDown(at().box(), { key: name, ...init });

/** Types, and waits for what is suggested. */
async function type(text: string, wait = 200): Promise<void> {
  await fireEvent.input(at().box(), { target: { value: text } });
  await at().pass(wait);
}

beforeEach(async () => {
  await at().open();
  await fireEvent.focus(at().box());
  await vi.waitFor(() => import("./Suggest"));
  at().server.suggests = (typed) =>
    typed.startsWith("充值")
      ? [{ id: "late", question: "充值没到账怎么办", mark: [0, 2] }, { id: "how", question: "怎么充值" }]
      : [];
});

describe("suggestions", () => {
  test("come when typing pauses, with what was typed marked", async () => {
    await type("充值", 100);
    await type("充值没", 100);
    expect(asked()).toEqual([]);
    await at().pass(100);
    expect(asked()).toEqual(["充值没"]);
    expect(options()).toEqual(["充值没到账怎么办", "怎么充值"]);
    expect(document.querySelector("mark")?.textContent).toBe("充值");
    expect(said()).toEqual([]);
  });

  test("come for what was typed before their part of the program came", async () => {
    at().close();
    await at().open();
    await fireEvent.input(at().box(), { target: { value: "充值" } });
    await fireEvent.focus(at().box());
    await vi.waitFor(() => import("./Suggest"));
    await at().pass(200);
    expect(options()).toEqual(["充值没到账怎么办", "怎么充值"]);
  });

  test("show nothing where nothing fits", async () => {
    await type("天气");
    expect(list()).toBeNull();
    expect(at().box().hasAttribute("aria-controls")).toBe(false);
  });

  for (const typed of ["充", "  ?", "充".repeat(41)]) {
    test(`are not asked for of ${typed.length} characters: ${typed.slice(0, 3)}`, async () => {
      await type(typed);
      expect(asked()).toEqual([]);
    });
  }

  test("of an older question are passed over", async () => {
    await type("充值");
    at().server.fault = (f) => (f.type === "suggest" ? "ignore" : undefined);
    await type("充值退");
    at().server.fault = () => undefined;
    await type("天气");
    const late = at().server.received.findLast((f) => f.type === "suggest" && f.text === "充值退");
    at().server.sockets.last.push({ type: "suggestions", id: (late as { id: string }).id, questions: [{ id: "x", question: "迟到的" }] });
    await at().pass();
    expect(list()).toBeNull();
  });

  test("go when the box is emptied, left, or what was typed is sent", async () => {
    await type("充值");
    await type("");
    expect(list()).toBeNull();
    await type("充值");
    await fireEvent.blur(at().box());
    expect(list()).toBeNull();
    await type("充值了");
    await key("Enter");
    await at().pass(300);
    expect(list()).toBeNull();
    expect(said()).toEqual(["充值了"]);
  });

  test("are sent by a tap, in place of what was typed", async () => {
    await type("充值");
    const option = screen.getByRole("option", { name: "怎么充值" });
    expect(await fireEvent.mouseDown(option)).toBe(false); // the box keeps the focus
    await fireEvent.click(option);
    await at().pass();
    expect(said()).toEqual(["怎么充值"]);
    expect(at().box().value).toBe("");
    expect(list()).toBeNull();
  });

  test("are gone through by the arrows; Enter takes the one they are at", async () => {
    await type("充值");
    expect(active()).toBeNull();
    await key("ArrowDown");
    expect(active()?.textContent).toBe("充值没到账怎么办");
    expect(at().box().getAttribute("aria-activedescendant")).toBe(active()?.id);
    expect(at().box().getAttribute("aria-controls")).toBe(list()?.id);
    await key("ArrowUp");
    expect(active()).toBeNull();
    await key("ArrowUp");
    expect(active()?.textContent).toBe("怎么充值");
    await key("Enter");
    await at().pass();
    expect(said()).toEqual(["怎么充值"]);
  });

  test("leave the keys alone while an input method has them", async () => {
    await type("充值");
    await key("ArrowDown", { isComposing: true });
    await key("ArrowDown", { keyCode: 229 });
    expect(active()).toBeNull();
  });

  test("are put away by Escape, which is not for the panel then", async () => {
    await type("充值");
    expect(await key("Escape")).toBe(false);
    expect(list()).toBeNull();
    expect(await key("Escape")).toBe(true);
    expect(at().box().value).toBe("充值");
  });

  test("are none while a person has the case", async () => {
    await type("充值");
    at().server.append({ kind: "system" }, { kind: "assigned", agent: "小陈" });
    await at().pass();
    expect(list()).toBeNull();
    await type("充值没");
    expect(asked()).toEqual(["充值"]);
  });
});

describe("an input method", () => {
  test("that is done has typed what it came to, though no input tells so", async () => {
    await fireEvent.compositionStart(at().box());
    for (const [data, value] of [["chong", "chong"], ["chong zhi", "chong zhi"], ["充值", "充值"]]) {
      await fireEvent.input(at().box(), { target: { value }, data, isComposing: true });
    }
    await fireEvent.compositionEnd(at().box(), { data: "充值" });
    await at().pass(200);
    expect(asked()).toEqual(["充值"]);
    expect(options()).toEqual(["充值没到账怎么办", "怎么充值"]);
    expect(said()).toEqual([]);
  });

  const cases: [string, [string, string, string], string][] = [
    ["has letters", ["充值mei'd", "充值", "mei'd"], "充值mei'd"],
    ["has strokes or other signs", ["充值ㄇㄟ", "充值", "ㄇㄟ"], "充值"],
    ["has begun", ["充值", "充值", ""], "充值"],
  ];
  for (const [name, [value, committed, composing], want] of cases) {
    test(name, () => expect(typedSoFar(value, committed, composing)).toBe(want));
  }
});
