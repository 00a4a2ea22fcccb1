// What answers become on the screen.
import { cleanup, fireEvent, render, screen } from "@testing-library/preact";
import { afterEach, expect, test, vi } from "vitest";
import { Markup } from "./Markup";

afterEach(cleanup);

test("a picture of ours keeps its place, waits until it is near, and is enlarged by a tap", async () => {
  const zoom = vi.fn();
  render(<Markup text={'![入口](/files/a1 "1200x600") ![别处](/files/a2)'} rich zoom={zoom} />);
  const [known, unknown] = screen.getAllByRole("img") as HTMLImageElement[];
  expect([known?.getAttribute("width"), known?.getAttribute("height"), known?.getAttribute("loading")]).toEqual(["300", "150", "lazy"]);
  expect([unknown?.getAttribute("width"), unknown?.getAttribute("height")]).toEqual(["240", "160"]);
  // A bubble that is narrower makes it less high, too.
  expect([known?.style.height, known?.style.aspectRatio]).toEqual(["auto", "1200 / 600"]);
  await fireEvent.click(screen.getByRole("button", { name: "入口" }));
  expect(zoom).toHaveBeenCalledWith("/files/a1", "入口");
});

test("a picture of others is a link", () => {
  render(<Markup text="![入口](https://img.example/a.png)" rich />);
  expect(screen.queryByRole("img")).toBeNull();
  expect(screen.getByRole("link", { name: "入口" }).getAttribute("rel")).toBe("noopener noreferrer nofollow");
});

test("a film of ours plays here and loads nothing before; one of others is a link", () => {
  const { container } = render(<Markup text={`[▶ 教程](${location.origin}/a.mp4) [▶ 别处](https://v.example/1)`} rich />);
  expect(container.querySelector("video")?.getAttribute("preload")).toBe("none");
  expect(screen.getByRole("link", { name: "别处" })).toBeTruthy();
});

test("an uploaded film is silent until it is touched, and named where it is seen", () => {
  const { container } = render(<Markup text="![换绑手机](/files/a1.mp4) ![看](/files/b2.webm)" rich />);
  const films = [...container.querySelectorAll("video")];
  expect(films.map((f) => [f.getAttribute("src"), f.muted, f.controls, f.autoplay, f.preload])).toEqual([
    ["/files/a1.mp4", true, true, false, "none"], ["/files/b2.webm", true, true, false, "none"],
  ]);
  expect(screen.getByText("换绑手机")).toBeTruthy();
  expect(screen.queryByRole("img")).toBeNull();
});

test("a table names its columns and can be moved by key where it is wider than its bubble", () => {
  const { container } = render(<Markup text={"|面额|价|\n|-|-:|\n|100|**98**|"} rich />);
  expect(screen.getAllByRole("columnheader").map((c) => c.textContent)).toEqual(["面额", "价"]);
  expect((screen.getAllByRole("cell") as HTMLElement[]).map((c) => [c.textContent, c.style.textAlign])).toEqual([["100", ""], ["98", "right"]]);
  expect(container.querySelector<HTMLElement>(".table")?.tabIndex).toBe(0);
});

test("steps count on from where they begin", () => {
  const { container } = render(<Markup text={"3. 三\n4. 四"} rich />);
  expect(container.querySelector("ol")?.start).toBe(3);
  expect(container.querySelector("ol")?.style.getPropertyValue("--from")).toBe("2");
});

test("code, a quote, a rule and marks in a line", () => {
  const { container } = render(<Markup text={"> *一*\n\n---\n~~二~~\n```\n<b> https://a.example\n```"} rich />);
  expect(container.innerHTML).toBe("<blockquote><em>一</em></blockquote><hr><p><del>二</del></p><pre>&lt;b&gt; https://a.example</pre>");
});
