// What fetches a part and the files beside it.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { bring } from "./bring";

let links: HTMLLinkElement[];

beforeEach(() => {
  links = [];
  // Nothing is fetched here: what arrives, and when, is the test's business.
  vi.spyOn(document.head, "append").mockImplementation((link) => void links.push(link as HTMLLinkElement));
});

afterEach(() => {
  vi.restoreAllMocks();
});

test("a part waits for its style, which is fetched once for all that need it", async () => {
  const one = bring(async () => "one", ["assets/a.css"]);
  const two = bring(async () => "two", ["assets/a.css"]);
  let here = false;
  void one.then(() => (here = true));
  await new Promise((done) => setTimeout(done));
  expect(links.map((l) => l.rel)).toEqual(["stylesheet"]);
  expect(here).toBe(false);
  links[0]?.dispatchEvent(new Event("load"));
  expect(await Promise.all([one, two])).toEqual(["one", "two"]);
});

test("a style that did not come is asked for anew the next time", async () => {
  const first = bring(async () => "part", ["assets/b.css"]);
  links[0]?.dispatchEvent(new Event("error"));
  await expect(first).rejects.toThrow("assets/b.css");
  const second = bring(async () => "part", ["assets/b.css"]);
  expect(links).toHaveLength(2);
  links[1]?.dispatchEvent(new Event("load"));
  expect(await second).toBe("part");
});

test("scripts that a part needs are fetched beside it, and not waited for", async () => {
  expect(await bring(async () => "part", ["assets/c.js"])).toBe("part");
  expect(links.map((l) => l.rel)).toEqual(["modulepreload"]);
});

test("a part that cannot be had is told", async () => {
  await expect(bring(async () => { throw new Error("gone"); })).rejects.toThrow("gone");
});
