// The menu: keys, the focus, what can be chosen.
import { fireEvent, screen } from "@testing-library/preact";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { desktop, sound } from "./alerts";
import { rare, strings } from "./strings";
import { staged } from "./testing/stage";

const at = staged();
const button = () => screen.getByRole("button", { name: strings.menu });
const items = () => screen.getAllByRole(/^menuitem/).map((i) => i.textContent);
const focused = () => document.activeElement?.textContent;
const press = (key: string) => fireEvent.keyDown(document.activeElement ?? document.body, { key });

async function open(): Promise<void> {
  await at().open();
  await at().click(strings.menu);
}

beforeEach(() => {
  localStorage.clear();
  sound.value = true;
  desktop.value = false;
});

test("has tickets, the transcript and the sound; notifications where the browser has them", async () => {
  vi.stubGlobal("Notification", undefined);
  await open();
  expect(items()).toEqual([strings.ticketFind, rare.transcript, rare.sound]);
  await at().click(strings.menu);
  expect(screen.queryByRole("menu")).toBeNull();
  vi.stubGlobal("Notification", class { static permission = "default"; });
  await at().click(strings.menu);
  expect(items()).toEqual([strings.ticketFind, rare.transcript, rare.sound, rare.desktop]);
});

test("arrows, Home and End go through it, round and round", async () => {
  vi.stubGlobal("Notification", undefined);
  await open();
  expect(focused()).toBe(strings.ticketFind);
  const ways: [string, string][] = [
    ["ArrowDown", rare.transcript], ["End", rare.sound], ["ArrowDown", strings.ticketFind], ["ArrowUp", rare.sound], ["Home", strings.ticketFind],
  ];
  for (const [key, want] of ways) {
    await press(key);
    expect(focused(), key).toBe(want);
  }
});

test("Escape is for the menu alone and gives the focus back; Tab and a press elsewhere close it", async () => {
  await open();
  expect(await press("Escape")).toBe(false);
  expect(screen.queryByRole("menu")).toBeNull();
  expect(document.activeElement).toBe(button());
  await at().click(strings.menu);
  await press("Tab");
  expect(screen.queryByRole("menu")).toBeNull();
  await at().click(strings.menu);
  await fireEvent.pointerDown(at().box());
  await fireEvent.mouseDown(at().box());
  expect(screen.queryByRole("menu")).toBeNull();
});

describe("what is chosen", () => {
  test("shows, and the menu stays", async () => {
    await open();
    const choice = screen.getByRole("menuitemcheckbox", { name: rare.sound });
    expect(choice.getAttribute("aria-checked")).toBe("true");
    await fireEvent.click(choice);
    expect(screen.getByRole("menuitemcheckbox", { name: rare.sound }).getAttribute("aria-checked")).toBe("false");
    expect(JSON.parse(localStorage.getItem("yiwen/alerts") ?? "")).toEqual({ sound: false, desktop: false });
  });

  test("and is not allowed is said", async () => {
    vi.stubGlobal("Notification", class {
      static permission = "default";
      static requestPermission = async () => "denied";
    });
    await open();
    expect(screen.queryByText(rare.desktopDenied)).toBeNull();
    await fireEvent.click(screen.getByRole("menuitemcheckbox", { name: rare.desktop }));
    await at().pass();
    expect(screen.getByRole("menuitemcheckbox", { name: rare.desktop }).getAttribute("aria-checked")).toBe("false");
    expect(screen.getByText(rare.desktopDenied)).toBeTruthy();
  });
});
