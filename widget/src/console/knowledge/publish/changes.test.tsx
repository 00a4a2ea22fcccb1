// The changes that are not live yet, over an API that is this test.
import { cleanup, configure, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import type { Staff } from "../../api";
import { HttpProvider } from "../../queries";
import { serveApi } from "../../testing/api";
import { Theme } from "../../Theme";
import { kindName } from "../shared/names";
import { Changes } from "./Changes";

vi.setConfig({ testTimeout: 60_000 });
configure({ asyncUtilTimeout: 15_000 });
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const staff: Staff = { id: "wu", name: "小吴", role: "editor", rights: ["knowledge"] };
const before = { name: "星卡", limits: { answer: 0, mood: 0.6 }, sites: [{ id: "default", name: "网页" }] };

test.each<[string, object, unknown[]]>([
  ["limits alone lead to the limits", { limits: { answer: 0.6, mood: 0.5 } }, ["limits", undefined]],
  ["the name leads to the settings", { name: "星卡商城" }, ["understanding", "settings"]],
  ["limits and sites lead to the settings", { limits: { answer: 0.6 }, sites: [] }, ["understanding", "settings"]],
])("of the settings %s", async (_, part, place) => {
  serveApi({
    "GET /api/changes": {
      items: [{ kind: "settings", id: "settings", title: "", rev: 1, state: "draft", what: "changed", by: "wu", by_name: "小吴", at: 1 }],
      total: 1, size: 50, counts: { draft: 1, review: 0, approved: 0 },
    },
    "GET /api/changes/settings/settings": { before, after: { ...before, ...part } },
    "GET /api/content/settings": { items: [{ body: before }] },
  });
  const to = vi.fn();
  render(<Theme><HttpProvider recheck={vi.fn()}><Changes staff={staff} to={to} /></HttpProvider></Theme>);
  const title = await screen.findByRole("button", { name: kindName("settings") });
  await vi.waitFor(() => {
    fireEvent.click(title);
    expect(to).toHaveBeenLastCalledWith(...place);
  });
});
