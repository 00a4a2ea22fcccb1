import { act, cleanup, configure, fireEvent, render, screen, waitFor } from "@testing-library/react";
import { App as Toasts } from "antd";
import { afterEach, expect, test, vi } from "vitest";
import type { Staff } from "../api";
import { maxBytes } from "../desk/uploads";
import { removeFace, setFace } from "../http";
import Own from "./Own";
import { words } from "./words";

configure({ asyncUtilTimeout: 15_000 });

vi.mock("../http", () => ({ setFace: vi.fn(), removeFace: vi.fn() }));

const staff: Staff = { id: "agent1", name: "小林", role: "agent", rights: ["desk"] };

afterEach(() => {
  cleanup();
  vi.resetAllMocks();
});

async function opened(face?: string): Promise<() => void> {
  const changed = vi.fn();
  render(<Toasts><Own staff={{ ...staff, ...(face !== undefined && { face }) }} changed={changed} /></Toasts>);
  await act(async () => fireEvent.click(screen.getByRole("button", { name: words.own("小林") })));
  return changed;
}

const choose = (size: number) => {
  const file = new File(["x"], "me.png", { type: "image/png" });
  Object.defineProperty(file, "size", { value: size });
  return act(async () => fireEvent.change(screen.getByLabelText(words.set), { target: { files: [file] } }));
};

test("who has no picture is shown a letter, and can upload one", async () => {
  const changed = await opened();
  expect([...document.querySelectorAll(".face")].map((f) => f.textContent)).toEqual(["林", "林"]);
  expect(screen.queryByRole("button", { name: words.remove })).toBeNull();
  await choose(100);
  expect(setFace).toHaveBeenCalledOnce();
  await waitFor(() => expect(changed).toHaveBeenCalledOnce());
});

test("what the server refuses is said as it says it, what is too large before it is sent", async () => {
  const changed = await opened();
  await choose(maxBytes + 1);
  expect(screen.getByRole("alert").textContent).toBe(words.large);
  expect(setFace).not.toHaveBeenCalled();
  vi.mocked(setFace).mockRejectedValue(new Error("头像不能用动图，请换一张静态的图片"));
  await choose(100);
  await waitFor(() => expect(screen.getByRole("alert").textContent).toBe("头像不能用动图，请换一张静态的图片"));
  expect(changed).not.toHaveBeenCalled();
});

test("a picture is shown, and taken away after a question", async () => {
  const changed = await opened("0f1e");
  expect(document.querySelector("img.face")?.getAttribute("src")).toBe("/files/0f1e");
  await act(async () => fireEvent.click(screen.getByRole("button", { name: words.remove })));
  expect(removeFace).not.toHaveBeenCalled();
  const [, sure] = await screen.findAllByRole("button", { name: words.remove });
  await act(async () => fireEvent.click(sure as HTMLElement));
  await waitFor(() => expect(changed).toHaveBeenCalledOnce());
  expect(removeFace).toHaveBeenCalledOnce();
});
