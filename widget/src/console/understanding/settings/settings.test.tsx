// The shop's settings: who leads changes all of them, who edits the name, and nothing that the page does not show is lost.
import { act, cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Staff } from "../../api";
import { HttpProvider } from "../../queries";
import { type Asked, serveApi } from "../../testing/api";
import { Theme } from "../../Theme";
import { words as shared } from "../strings";
import Settings from "./Settings";
import { words } from "./strings";

vi.setConfig({ testTimeout: 30_000 });

const body = { name: "星卡", timezone: "Asia/Shanghai", sites: [{ id: "default", name: "商城" }], limits: { answer: 0.5 }, entities: { order_no: ["XK"] } };
let asked: Asked;
let answers: Record<string, unknown>;

const pass = (ms = 50) => act(() => vi.advanceTimersByTimeAsync(ms));
async function show(rights: Staff["rights"]): Promise<void> {
  const staff = { id: "s1", name: "老陈", role: "supervisor" as const, rights };
  render(
    <Theme>
      <HttpProvider recheck={() => undefined}><Settings staff={staff} rest="" go={() => undefined} move={() => undefined} /></HttpProvider>
    </Theme>,
  );
  await pass();
  await pass();
}

beforeEach(() => {
  vi.useFakeTimers();
  localStorage.clear();
  answers = {
    "GET /api/content/settings": { items: [{ id: "settings", position: 0, rev: 3, body }] },
    "PUT /api/content/settings/settings": { id: "settings", position: 0, rev: 4, body },
    "GET /api/teams": { items: [] },
  };
  asked = serveApi(answers);
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("who leads turns reviews on; what is not shown is kept", async () => {
  await show(["knowledge", "cases"]);
  await act(async () => fireEvent.click(screen.getByRole("switch", { name: words.review })));
  await pass(400);
  await act(async () => fireEvent.click(screen.getByRole("button", { name: shared.save })));
  await pass(400);
  const put = asked.find((a) => a.startsWith("PUT")) ?? "";
  expect(JSON.parse(put.slice(put.indexOf("{")))).toEqual({ body: { ...body, review: true }, rev: 3 });
});

test("an entrance is added in words; what the server finds wrong stands at its field", async () => {
  answers["POST /api/content/settings/check"] = { problems: [{ path: ["entrances", 0, "id"], message: "要有编号" }, { path: ["sites", 0, "origins", 0], message: "不是来源网址" }] };
  await show(["knowledge", "cases"]);
  await act(async () => fireEvent.click(screen.getByRole("button", { name: words.addEntrance })));
  const title = words.entrance(1, "");
  await act(async () => fireEvent.change(screen.getByRole("textbox", { name: shared.part(title, words.siteName) }), { target: { value: "充值页" } }));
  const fields = screen.getByRole("combobox", { name: shared.part(words.entrance(1, "充值页"), words.form) });
  await act(async () => fireEvent.mouseDown(fields));
  for (const field of ["amount", "order_no"]) {
    await act(async () => fireEvent.click(screen.getByText(shared.values["form"]?.[field] ?? "", { selector: ".ant-select-item-option-content" })));
  }
  await pass(1000);
  await pass(50);
  expect(screen.getByText("要有编号", { selector: "p" })).toBeTruthy();
  expect(screen.getByText(`${words.site(1, "商城")} · ${shared.fields["origins"]} · ${words.nth(1)}${shared.colon}不是来源网址`)).toBeTruthy();
  await act(async () => fireEvent.click(screen.getByRole("button", { name: shared.save })));
  await pass(400);
  const put = asked.find((a) => a.startsWith("PUT")) ?? "";
  expect(JSON.parse(put.slice(put.indexOf("{")))).toEqual({ body: { ...body, entrances: [{ id: "", name: "充值页", form: ["amount", "order_no"] }] }, rev: 3 });
});

test("a colour says what will be written on it, and one that is none is refused", async () => {
  await show(["knowledge", "cases"]);
  const field = screen.getByRole("textbox", { name: shared.part(words.site(1, "商城"), words.colour) });
  await act(async () => fireEvent.change(field, { target: { value: "#ffd45e" } }));
  expect(document.body.textContent).toContain(words.colours.ink(false, "").trim());
  expect(screen.getByText(words.colours.pale)).toBeTruthy();
  await act(async () => fireEvent.change(field, { target: { value: "gelb" } }));
  expect(screen.getByText(words.colours.bad)).toBeTruthy();
});

test("who only edits changes the name and nothing else", async () => {
  await show(["knowledge"]);
  expect(screen.getByText(words.leaders)).toBeTruthy();
  expect(screen.getByRole<HTMLInputElement>("textbox", { name: words.name }).disabled).toBe(false);
  expect(screen.getByRole<HTMLInputElement>("textbox", { name: words.timezone }).disabled).toBe(true);
  expect(screen.getByRole<HTMLButtonElement>("switch", { name: words.review }).disabled).toBe(true);
  expect(screen.getByRole("textbox", { name: /：名称$/ }).closest("fieldset")?.disabled).toBe(true);
});
