import { fireEvent, screen } from "@testing-library/preact";
import { expect, test } from "vitest";
import { groundOf } from "../face/face";
import { strings } from "./strings";
import { staged } from "./testing/stage";

const stage = staged();

const [id, older] = ["0f1e2d3c4b5a69788796a5b4c3d2e1f0", "00000000000000000000000000000000"];
const faces = () => [...document.querySelectorAll<HTMLElement>(".face")];
const sources = () => faces().map((f) => f.getAttribute("src"));

async function served(face: string | undefined): Promise<void> {
  const s = stage();
  await s.open();
  await s.say("充值没到账");
  const from = { kind: "agent", name: "小李", ...(face !== undefined && { face }) } as const;
  s.server.append(from, { kind: "assigned", agent: "小李" });
  s.server.append(from, { kind: "message", text: "您好" });
  s.server.append(from, { kind: "message", text: "我看一下" });
  await s.pass();
}

test("an agent with a picture is shown with it: beside the first of a run and in the header", async () => {
  await served(id);
  expect(screen.getByText("我看一下")).toBeTruthy();
  expect(sources()).toEqual([`/files/${id}`, `/files/${id}`]);
  expect(faces().every((f) => f.getAttribute("alt") === "")).toBe(true);
});

test("without one, or where it is gone, a letter stands on the colour of the name", async () => {
  await served(older);
  for (const f of faces()) await fireEvent.error(f);
  expect(faces().map((f) => f.textContent)).toEqual(["李", "李"]);
  expect(document.querySelector(`[style*="background"]`)).not.toBeNull();
  expect(groundOf("小李")).toMatch(/^#/);
});

test("who serves is named also where the log is longer than what is loaded", async () => {
  await served(id);
  const s = stage();
  for (let i = 0; i < s.server.keep; i++) s.server.append({ kind: "customer" }, { kind: "message", text: `第 ${i} 条` });
  s.server.append({ kind: "agent", name: "小李", face: id }, { kind: "message", text: "还在查" });
  s.server.most = s.server.keep;
  s.server.standing = "assigned";
  s.close();
  await s.open();
  expect(screen.queryByText("我看一下")).toBeNull();
  expect(screen.getByText(strings.serving("小李"))).toBeTruthy();
  expect(sources()).toEqual([`/files/${id}`, `/files/${id}`]);
});

test("who types is shown with his face", async () => {
  await served(undefined);
  const { server } = stage();
  server.sockets.last.push({ type: "typing", conversation: server.conversation, from: { kind: "agent", name: "小周", face: id }, on: true });
  await stage().pass();
  expect(sources()).toContain(`/files/${id}`);
});
