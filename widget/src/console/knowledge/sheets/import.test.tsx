// A checked sheet over an API that is this test.
import { act, cleanup, configure, fireEvent, render, screen } from "@testing-library/react";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { useState } from "react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Staff } from "../../api";
import { HttpProvider } from "../../queries";
import { type Asked, Refusal, serveApi } from "../../testing/api";
import { Theme } from "../../Theme";
import Sheets from "../Sheets";
import { words } from "../sheet-words";

vi.setConfig({ testTimeout: 60_000 });
configure({ asyncUtilTimeout: 15_000 });

const staff: Staff = { id: "wu", name: "小吴", role: "editor", rights: ["knowledge"] };
const job = { state: "done", step: "", done: 1, total: 1, by_name: "小吴", at: 1 };
const sheet = { import: "c1", file: "a.csv", format: "csv", product: "yiwen", rows: 3, columns: [{ header: "问题", field: "question" }], add: 2, change: 1, same: 0, bad: 0 };

let asked: Asked;
let answers: Record<string, unknown>;
let at: string;

beforeEach(() => {
  at = "c1";
  answers = {
    "GET /api/jobs/c1": { ...job, id: "c1", kind: "check", result: sheet },
    "GET /api/jobs/i1": { ...job, id: "i1", kind: "import", result: { added: 2, changed: 1, same: 0, skipped: 0 } },
    "GET /api/imports/c1/rows": { items: [], total: 0, size: 50 },
    "POST /api/imports/c1/commit": { job: "i1" },
    "GET /api/versions": { items: [], total: 0, size: 50 },
    "GET /api/changes": { items: [], total: 0, size: 50, counts: { draft: 0, review: 0, approved: 0 } },
  };
  asked = serveApi(answers);
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

function Place() {
  const [rest, setRest] = useState(at);
  const move = (next: string) => setRest((at = next));
  return <Theme><HttpProvider recheck={vi.fn()}><Sheets staff={staff} rest={rest} query="" open={vi.fn()} go={move} move={move} to={vi.fn()} /></HttpProvider></Theme>;
}
const store = async () => act(async () => fireEvent.click(await screen.findByText(words.in.commit(3))));

test("every column that the server may find is called by a word", () => {
  const header = readFileSync(resolve(import.meta.dirname, "../../../../../knowledge/sheet/header.go"), "utf8");
  const fields = [...header.matchAll(/Field = "(\w+)"/g)].map(([, field]) => field as string);
  expect(fields.length).toBeGreaterThan(20);
  expect(fields.filter((field) => !words.fields[field])).toEqual([]);
});

test("a check whose end is not known shows no figure, one whose end is known does", async () => {
  const running = { ...job, id: "c1", kind: "check", state: "running", step: "读取文件", done: 0, total: 0 };
  answers["GET /api/jobs/c1"] = running;
  const page = render(<Place />);
  await screen.findByText("读取文件");
  expect(screen.queryByRole("progressbar")).toBeNull();
  page.unmount();

  answers["GET /api/jobs/c1"] = { ...running, done: 1, total: 4 };
  render(<Place />);
  expect((await screen.findByRole("progressbar", { name: "读取文件" })).getAttribute("aria-valuenow")).toBe("25");
});

test("what is stored is not offered again after a reload", async () => {
  const page = render(<Place />);
  await store();
  await screen.findByText(words.in.done(2, 1, 0));
  page.unmount();

  render(<Place />);
  await screen.findByText(words.in.done(2, 1, 0));
  expect(screen.queryByText(words.in.commit(3))).toBeNull();
  expect(asked.filter((a) => a.startsWith("POST"))).toHaveLength(1);
});

test("what the server refuses to store again says why", async () => {
  answers["POST /api/imports/c1/commit"] = new Refusal(404, "这次检查已过期或已经导入，请重新上传文件");
  render(<Place />);
  await store();
  await screen.findByText("这次检查已过期或已经导入，请重新上传文件");
  expect(at).toBe("c1");
});
