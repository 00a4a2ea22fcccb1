// The files of a message.
import { cleanup, fireEvent, render, screen } from "@testing-library/preact";
import { afterEach, describe, expect, test, vi } from "vitest";
import type { Attachment } from "../wire/frames";
import { Files } from "./Files";
import { strings } from "./strings";

const file = (more: Partial<Attachment>): Attachment => ({ id: "f", name: "f.png", type: "image/png", size: 1, url: "/files/f", ...more });

afterEach(cleanup);

describe("a file", () => {
  test.each<[string, Partial<Attachment>, number | null, number | null]>([
    ["keeps the place of a large picture", { width: 2000, height: 1000 }, 180, 90],
    ["is not made larger", { width: 60, height: 30 }, 60, 30],
    ["of unknown size takes what comes", {}, null, null],
  ])("%s", (_, more, width, height) => {
    render(<Files files={[file(more)]} zoom={() => undefined} />);
    const img = document.querySelector("img");
    expect([img?.getAttribute("width"), img?.getAttribute("height")]).toEqual([width, height].map((n) => (n === null ? null : String(n))));
  });

  test("that is a picture is shown large when it is tapped", async () => {
    const zoom = vi.fn();
    render(<Files files={[file({})]} zoom={zoom} />);
    await fireEvent.click(screen.getByRole("button", { name: strings.zoom("f.png") }));
    expect(zoom).toHaveBeenCalledWith(file({}));
  });

  test.each([[1, "1 KB"], [1_536, "2 KB"], [3 * 1024 * 1024, "3.0 MB"]])("of %d bytes is taken as a file of %s", (size, said) => {
    render(<Files files={[file({ type: "application/pdf", name: "a.pdf", size })]} zoom={() => undefined} />);
    const link = screen.getByRole("link");
    expect([link.getAttribute("download"), link.textContent]).toEqual(["a.pdf", `a.pdf${said}`]);
  });

  test("that only calls itself a picture is none", () => {
    render(<Files files={[file({ type: "image/svg+xml" })]} zoom={() => undefined} />);
    expect(document.querySelector("img")).toBeNull();
  });
});
