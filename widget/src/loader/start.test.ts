import { describe, expect, test, vi } from "vitest";
import { start } from "./start";
import { chat, frame, hosts, onShop, snippet, warnings, yiwen } from "./testing/shop";

onShop();

describe("both idioms", () => {
  test("settings wait for run()", () => {
    window.yiwenSettings = { site: "s1", entry: "recharge" };
    start(snippet());
    expect(hosts()).toHaveLength(0);
    yiwen().open(); // is done when there is something to open
    yiwen().run({ team: "vip" });
    expect(new URL(frame().src).search).toBe(`?&host=${encodeURIComponent(location.origin)}&site=s1&entry=recharge&team=vip`);
    yiwen().run();
    expect(hosts()).toHaveLength(1);
  });

  test("calls that were queued before the script was there are made in order", () => {
    const q: unknown[][] = [];
    window.yiwen = Object.assign((...args: unknown[]) => void q.push(args), { q }) as never;
    const opened = vi.fn();
    const stub = window.yiwen as unknown as (...args: unknown[]) => void;
    stub("config", { site: "s2" });
    stub("on", "open", opened);
    stub("open");
    stub("nonsense");
    start(snippet());
    expect(opened).toHaveBeenCalledOnce();
    expect(frame().src).toContain("site=s2");
    yiwen()("close");
    expect(frame().hidden).toBe(true);
    expect(window.Yiwen).toBe(window.yiwen);
    expect(warnings()).toEqual([["yiwen:", "there is no call nonsense", ""]]);
  });

  test("without an origin nothing starts until it is told", () => {
    start(null);
    yiwen().run();
    expect(hosts()).toHaveLength(0);
    yiwen().run({ origin: chat });
    expect(hosts()).toHaveLength(1);
  });
});
