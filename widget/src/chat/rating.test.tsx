// The card that asks how the service was.
import { cleanup, fireEvent, render, screen } from "@testing-library/preact";
import { afterEach, beforeAll, expect, test, vi } from "vitest";
import { Rating } from "./Rating";
import { canonical, loadRare, rare, speak } from "./strings";

beforeAll(loadRare);
afterEach(async () => {
  cleanup();
  await speak("zh-CN");
});

const star = (n: number) => screen.getByRole("radio", { name: rare.stars(n) });

test("a rating asks for reasons of its kind, and sends none of the other", async () => {
  const rate = vi.fn();
  render(<Rating sending={false} rate={rate} />);
  expect(screen.queryByRole("button", { name: rare.rateSend })).toBeNull();
  await fireEvent.click(star(2));
  await fireEvent.click(screen.getByRole("checkbox", { name: rare.rateLow.tags[0] as string }));
  await fireEvent.click(star(5));
  await fireEvent.click(screen.getByRole("checkbox", { name: rare.rateHigh.tags[1] as string }));
  await fireEvent.click(screen.getByRole("radio", { name: rare.yes }));
  await fireEvent.submit(screen.getByRole("form", { name: rare.rateTitle }));
  expect(rate).toHaveBeenCalledWith({ stars: 5, solved: true, reasons: [rare.rateHigh.tags[1]], text: "" });
});

test("reasons go to staff in one language", async () => {
  await speak("en");
  const rate = vi.fn();
  render(<Rating sending={false} rate={rate} />);
  await fireEvent.click(star(1));
  await fireEvent.click(screen.getByRole("checkbox", { name: rare.rateLow.tags[0] as string }));
  await fireEvent.submit(screen.getByRole("form", { name: rare.rateTitle }));
  expect(rate.mock.calls[0]?.[0]).toMatchObject({ stars: 1, reasons: [canonical.rateLow.tags[0]] });
});

test("a rating that is changed begins as it was, and can be left so", async () => {
  const [rate, keep] = [vi.fn(), vi.fn()];
  render(<Rating sending={false} rate={rate} before={{ stars: 3, solved: false, reasons: ["慢", rare.rateLow.tags[1] as string], text: "久" }} keep={keep} />);
  expect((star(3) as HTMLInputElement).checked).toBe(true);
  await fireEvent.submit(screen.getByRole("form", { name: rare.rateTitle }));
  expect(rate).toHaveBeenCalledWith({ stars: 3, solved: false, reasons: [rare.rateLow.tags[1]], text: "久" });
  await fireEvent.click(screen.getByRole("button", { name: rare.rateKeep }));
  expect(keep).toHaveBeenCalledTimes(1);
});

test("too long a word is not sent, nor one while another is on its way", async () => {
  const { rerender } = render(<Rating sending={false} rate={() => undefined} before={{ stars: 5, text: "长".repeat(2_001) }} />);
  expect((screen.getByRole("button", { name: rare.rateSend }) as HTMLButtonElement).disabled).toBe(true);
  rerender(<Rating sending rate={() => undefined} />);
  expect((screen.getByRole("button", { name: rare.rateSending }) as HTMLButtonElement).disabled).toBe(true);
});
