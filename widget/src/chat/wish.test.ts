import { afterEach, expect, test, vi } from "vitest";
import { locale } from "./strings";

const root = document.documentElement;

/** The module anew: it remembers what was wished. */
async function fresh() {
  vi.resetModules();
  const [{ wish, addressWishes }, strings] = await Promise.all([import("./wish"), import("./strings")]);
  return { wish, addressWishes, locale: strings.locale };
}

afterEach(() => {
  vi.unstubAllGlobals();
  root.removeAttribute("style");
});

const colour = () => root.style.getPropertyValue("--fill");

test("the page comes before the site, the site before the browser", async () => {
  vi.stubGlobal("navigator", { languages: ["fr", "en-GB"] });
  const { wish, locale } = await fresh();
  wish("site", {});
  await vi.waitFor(() => expect(locale()).toBe("en"));
  expect(root.dataset["theme"]).toBe("light");
  wish("site", { locale: "zh-CN", colour: "#112233", theme: "dark" });
  await vi.waitFor(() => expect(locale()).toBe("zh-CN"));
  expect([root.dataset["theme"], colour()]).toEqual(["dark", "rgb(17,34,51)"]);
  wish("page", { locale: "zh-Hant-TW", theme: "light" });
  await vi.waitFor(() => expect(locale()).toBe("zh-TW"));
  expect([root.dataset["theme"], colour()]).toEqual(["light", "rgb(17,34,51)"]);
  wish("site", { locale: "en", colour: "#445566" });
  wish("page", { locale: "zh-TW", colour: "#ffffff" });
  expect(colour()).toBe("rgb(255,255,255)");
  await vi.waitFor(() => expect(locale()).toBe("zh-TW"));
});

test("what the page wishes no more is as the site has it", async () => {
  const { wish, locale } = await fresh();
  wish("site", { locale: "en", colour: "#112233", theme: "dark" });
  wish("page", { locale: "zh-TW", colour: "#ffffff", theme: "light" });
  await vi.waitFor(() => expect(locale()).toBe("zh-TW"));
  wish("page", { locale: undefined, colour: undefined, theme: undefined }); // as the loader tells it after config({ ... null })
  await vi.waitFor(() => expect(locale()).toBe("en"));
  expect([root.dataset["theme"], colour()]).toEqual(["dark", "rgb(17,34,51)"]);
});

test("what cannot be is no wish", async () => {
  const { wish } = await fresh();
  wish("page", { locale: "xx", theme: "pink", colour: "red" });
  wish("page", { locale: 7, theme: null, colour: {} });
  expect([root.dataset["theme"], colour(), locale()]).toEqual(["light", "", "zh-CN"]);
});

test("what the address asks for", async () => {
  const { addressWishes } = await fresh();
  expect(addressWishes("?site=a&locale=en&colour=%23123456")).toEqual({ locale: "en", colour: "#123456" });
});
