// The lists of the report over an API that is this test.
import { act, cleanup, configure, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import { HttpProvider } from "../../queries";
import { serveApi } from "../../testing/api";
import { Theme } from "../../Theme";
import type { Stale } from "../shapes";
import { StaleList } from "./Lists";
import { words } from "./words";

vi.setConfig({ testTimeout: 60_000 });
configure({ asyncUtilTimeout: 15_000 });

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

test("a base that nobody looked after is shown by the page", async () => {
  const items = Array.from({ length: 20_000 }, (_, i): Stale => ({ id: `e${i}`, question: `问题${i}`, why: "unused", since: 0 }));
  serveApi({ "GET /api/reports/stale": { items } });
  render(<Theme><HttpProvider recheck={vi.fn()}><StaleList entry={vi.fn()} /></HttpProvider></Theme>);
  await screen.findByText("问题0");
  const shown = () => screen.getAllByText(/^问题\d+$/).map((e) => e.textContent);
  expect([shown().length, shown().at(-1)]).toEqual([50, "问题49"]);
  expect(screen.getByText(words.total(20_000))).toBeTruthy();
  await act(async () => fireEvent.click(screen.getByTitle("400")));
  expect([shown().length, shown().at(-1)]).toEqual([50, "问题19999"]);
});
