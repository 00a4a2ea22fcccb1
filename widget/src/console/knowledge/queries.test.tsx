// An act is over for its place also where it took its own button away.
import { QueryClient, QueryClientProvider, useQuery } from "@tanstack/react-query";
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import { root, useAct } from "./queries";

afterEach(cleanup);

test("the place of an act is told of its end where the change took the button away, and a double click acts once", async () => {
  let there = true;
  const act = vi.fn(async (name: string) => {
    there = false;
    return `${name} is gone`;
  });
  const told = vi.fn();
  function Keep() {
    const { mutate } = useAct(act);
    return <button type="button" onClick={() => mutate("a", { onSuccess: told })}>keep</button>;
  }
  function Page() {
    const { data } = useQuery({ queryKey: [root, "there"], queryFn: async () => there });
    return data === undefined ? null : data ? <Keep /> : <p>as it was</p>;
  }
  render(<QueryClientProvider client={new QueryClient()}><Page /></QueryClientProvider>);
  const button = await screen.findByRole("button", { name: "keep" });
  fireEvent.click(button);
  fireEvent.click(button);
  await screen.findByText("as it was");
  await vi.waitFor(() => expect(told).toHaveBeenCalledWith("a is gone"));
  expect(act).toHaveBeenCalledTimes(1);
});

test("a refusal is told too", async () => {
  const told = vi.fn();
  function Keep() {
    const { mutate } = useAct(async (name: string) => { throw new Error(`${name} stays`); });
    return <button type="button" onClick={() => mutate("a", { onError: told })}>keep</button>;
  }
  render(<QueryClientProvider client={new QueryClient()}><Keep /></QueryClientProvider>);
  fireEvent.click(screen.getByRole("button", { name: "keep" }));
  await vi.waitFor(() => expect(told).toHaveBeenCalledWith(new Error("a stays")));
});
