// Forms with all kinds of fields.
import { cleanup, fireEvent, screen, within } from "@testing-library/preact";
import { describe, expect, test } from "vitest";
import type { Form } from "../wire/frames";
import { rare, strings } from "./strings";
import { staged } from "./testing/stage";

const stage = staged();
const form: Form = {
  id: "ticket", title: "留言",
  fields: [
    { name: "story", label: "经过", kind: "text", required: true, value: "没到账" },
    { name: "when", label: "时间", kind: "time", required: true, value: "昨晚" },
    { name: "amount", label: "金额", kind: "amount", required: true, value: "100" },
    { name: "files", label: "截图", kind: "files", required: true },
    { name: "tried", label: "已试步骤", kind: "checks", required: true, options: ["重新登录", "换网络"] },
  ],
};
const offered = () => stage().happens("bot", { kind: "message", text: "请留言：", form });
const box = () => within(screen.getByRole("form", { name: form.title }));
const png = (name: string) => new File(["x"], name, { type: "image/png" });
const pick = (...files: File[]) => fireEvent.change(box().getByLabelText(new RegExp(rare.formPick)), { target: { files } });
const submit = async () => {
  await fireEvent.submit(screen.getByRole("form", { name: form.title }));
  await stage().pass();
};
/** The form as its drafts know it. */
const of = () => {
  const item = stage().model.items.value.find((i) => i.kind === "message");
  if (item?.kind !== "message" || !item.form) throw new Error("no form is shown");
  return item.form;
};
const filled = () => stage().server.log.filter((e) => e.kind === "filled");

describe("a form with everything", () => {
  test("is sent in the forms of the protocol, with its files beside", async () => {
    const s = stage();
    await s.open();
    await offered();
    await fireEvent.click(box().getByRole("button", { name: rare.formAgo.now }));
    await fireEvent.input(box().getByLabelText(/金额/), { target: { value: "¥1,299.5" } });
    await fireEvent.click(box().getByLabelText("重新登录"));
    await fireEvent.click(box().getByLabelText(rare.formOther));
    await fireEvent.input(box().getByLabelText(`已试步骤 ${rare.formOther}`), { target: { value: "重启过" } });
    await pick(png("a.png"), png("b.png"));
    await s.pass();
    await submit();
    expect(filled()).toMatchObject([{
      of: 1, values: { story: "没到账", amount: "1299.5", tried: "重新登录\n重启过" }, attachments: [{ id: "id-a.png" }, { id: "id-b.png" }],
    }]);
    expect((filled()[0] as { values: Record<string, string> }).values["when"]).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d[+-]/);
    const sent = within(screen.getByRole("region", { name: form.title }));
    expect(sent.getByText("¥1299.5")).toBeTruthy();
    expect(sent.getAllByRole("button", { name: /png/ })).toHaveLength(2);
  });

  test("keeps words for a time until one is picked, and says what is wrong", async () => {
    const s = stage();
    await s.open();
    await offered();
    expect((box().getByLabelText(/时间/) as HTMLInputElement).value).toBe("昨晚");
    await fireEvent.input(box().getByLabelText(/金额/), { target: { value: "很多" } });
    await submit();
    expect(box().getByText(rare.formAmount)).toBeTruthy();
    expect(box().getByText(rare.formFilesRequired)).toBeTruthy();
    expect(box().getByText(rare.formRequired)).toBeTruthy();
    expect(filled()).toEqual([]);
  });

  test("keeps the files that arrived, and what was chosen, over a reload", async () => {
    const s = stage();
    await s.open();
    await offered();
    await fireEvent.click(box().getByLabelText("换网络"));
    await pick(png("a.png"));
    await s.pass();
    s.model.session.close();
    cleanup();
    await s.open();
    expect(box().getByAltText("a.png")).toBeTruthy();
    expect((box().getByLabelText("换网络") as HTMLInputElement).checked).toBe(true);
    await fireEvent.click(box().getByRole("button", { name: strings.unstage("a.png") }));
    expect(box().queryByAltText("a.png")).toBeNull();
  });

  test("says what is filled in already, until that is changed, and keeps no more than what was written", async () => {
    const s = stage();
    await s.open();
    await offered();
    expect(box().getByText(rare.formKnown(["经过", "时间", "金额"]))).toBeTruthy();
    await fireEvent.input(box().getByLabelText(/金额/), { target: { value: "99" } });
    expect(box().getByText(rare.formKnown(["经过", "时间"]))).toBeTruthy();
    expect(s.model.drafts.get(of(), 1)).toEqual({ amount: "99" });
    await fireEvent.input(box().getByLabelText(/经过/), { target: { value: "" } });
    s.close();
    await s.open();
    expect((box().getByLabelText(/经过/) as HTMLTextAreaElement).value).toBe("");
    expect((box().getByLabelText(/金额/) as HTMLInputElement).value).toBe("99");
  });

  test("has what another tab writes, unless it is written into itself", async () => {
    const s = stage();
    await s.open();
    await offered();
    const theirs = (values: Record<string, string>) => {
      s.model.drafts.set(of(), 1, values);
      return fireEvent(window, new Event("storage"));
    };
    const amount = () => box().getByLabelText(/金额/) as HTMLInputElement;
    await theirs({ amount: "5" });
    await s.pass();
    expect(amount().value).toBe("5");
    amount().focus();
    await theirs({ amount: "6" });
    await s.pass();
    expect(amount().value).toBe("5");
  });

  test("waits for its files; one that fails can be tried again or left out", async () => {
    const s = stage();
    await s.open();
    await offered();
    let fail: (why: Error) => void = () => undefined;
    s.post = () => new Promise((_, no) => (fail = no));
    await pick(png("a.png"));
    await s.pass();
    const button = () => box().getByRole("button", { name: rare.formSend }) as HTMLButtonElement;
    expect(button().disabled).toBe(true);
    fail(new Error(strings.uploadNet));
    await s.pass();
    expect(box().getByText(strings.uploadNet)).toBeTruthy();
    await fireEvent.click(box().getByRole("button", { name: strings.unstage("a.png") }));
    expect(button().disabled).toBe(false);
  });

  test("takes nine files, and says so", async () => {
    const s = stage();
    await s.open();
    await offered();
    await pick(...Array.from({ length: 10 }, (_, i) => png(`${i}.png`)));
    await s.pass();
    expect(box().getAllByRole("img")).toHaveLength(9);
    expect(box().queryByLabelText(new RegExp(rare.formPick))).toBeNull();
    expect(box().getByText(strings.uploadMany(9))).toBeTruthy();
    await fireEvent.click(box().getByRole("button", { name: strings.unstage("3.png") }));
    expect(box().queryByText(strings.uploadMany(9))).toBeNull();
  });

  test("takes a screenshot that is pasted while the caret is elsewhere in it", async () => {
    const s = stage();
    await s.open();
    await offered();
    await fireEvent.paste(box().getByLabelText(/金额/), { clipboardData: { files: [png("a.png")] } });
    await s.pass();
    expect(box().getByAltText("a.png")).toBeTruthy();
    expect(s.model.uploads.list.value).toEqual([]);
  });
});
