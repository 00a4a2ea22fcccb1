// A part that comes when it is needed, or does not.
import { cleanup, fireEvent, render, screen } from "@testing-library/preact";
import { afterEach, expect, test, vi } from "vitest";
import { later } from "./later";
import { strings } from "./strings";

const Part = ({ name }: { name: string }) => <p>{`您好，${name}`}</p>;

/** A part whose file arrives, or fails, when the test says so. */
function part() {
  const asked: { come(): void; fail(): void }[] = [];
  const Later = later(() => new Promise<typeof Part>((done, fail) => asked.push({ come: () => done(Part), fail: () => fail(new Error("no")) })));
  return { Later, asked };
}

const settle = () => vi.waitFor(() => new Promise((done) => setTimeout(done)));

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

test("says that it loads, and then is there", async () => {
  const { Later, asked } = part();
  render(<Later name="一" />);
  expect(screen.getByRole("status").textContent).toBe(strings.partLoading);
  asked[0]?.come();
  await screen.findByText("您好，一");
  expect(asked).toHaveLength(1);
});

test("is there at once when it has been here before, however often it is shown", async () => {
  const { Later, asked } = part();
  const loaded = Later.load();
  asked[0]?.come();
  await loaded;
  render(<div><Later name="一" /><Later name="二" /></div>);
  expect([screen.getByText("您好，一"), screen.getByText("您好，二")]).toHaveLength(2);
  expect(asked).toHaveLength(1);
});

test("says that it did not come, tries again, and then loads the page anew", async () => {
  const reload = vi.spyOn(location, "reload").mockImplementation(() => undefined);
  const { Later, asked } = part();
  render(<Later name="一" />);
  asked[0]?.fail();
  expect((await screen.findByRole("alert")).textContent).toContain(strings.partFailed);
  await fireEvent.click(screen.getByRole("button", { name: strings.partAgain }));
  await vi.waitFor(() => expect(asked).toHaveLength(2));
  expect(reload).not.toHaveBeenCalled();
  asked[1]?.fail();
  await vi.waitFor(() => expect(reload).toHaveBeenCalledTimes(1));
});

test("comes at the second try", async () => {
  const { Later, asked } = part();
  render(<Later name="一" />);
  asked[0]?.fail();
  await fireEvent.click(await screen.findByRole("button", { name: strings.partAgain }));
  await vi.waitFor(() => expect(asked).toHaveLength(2));
  asked[1]?.come();
  await screen.findByText("您好，一");
});

test("that is put away before it came does nothing", async () => {
  const reload = vi.spyOn(location, "reload").mockImplementation(() => undefined);
  const { Later, asked } = part();
  render(<Later name="一" />);
  cleanup();
  asked[0]?.fail();
  await settle();
  expect(reload).not.toHaveBeenCalled();
});
