// What is copied out of the page works as it stands; e2e/setup.e2e.ts puts it on one.
import { expect, test } from "vitest";
import { rules, take } from "../../loader/options";
import { type Choices, fresh, idioms, isNear, link, optionsOf, originOf, says, snippet } from "./snippet";

const origin = "https://chat.example.com";
const all: Choices = {
  site: "merchant", entry: "recharge", side: "left", colour: "#d92d20", theme: "auto", locale: "zh-TW", launcherText: `"</script><b>&'`, hideOnMobile: true, autoOpen: { delay: 10, times: 2 },
};

test("what is as it would be anyway is not written", () => {
  expect(snippet("tag", origin, fresh)).toBe('<script async src="https://chat.example.com/yiwen.js?site=default"></script>');
  expect(snippet("settings", origin, fresh)).toContain('window.yiwenSettings = { site: "default" };');
  expect(optionsOf({ ...fresh, launcherText: "" })).toEqual({ site: "default", launcherText: "" });
  expect(optionsOf({ ...fresh, launcherText: " " })).toEqual({ site: "default" }); // about to be written
});

test("the loader takes all that is written", () => {
  const into = {};
  take(into, optionsOf(all));
  expect(into).toEqual({
    site: "merchant", entry: "recharge", side: "left", colour: "#d92d20", theme: "auto", locale: "zh-TW", launcherText: `"</script><b>&'`, hideOnMobile: "true", autoOpen: { delay: "10", times: "2" },
  });
  for (const name of Object.keys(optionsOf(all))) expect(rules).toHaveProperty(name);
});

/** The scripts of a page, as a browser reads them. */
const scripts = (html: string) => [...new DOMParser().parseFromString(`<!doctype html>${html}`, "text/html").querySelectorAll("script")];

test.each(idioms)("%s: no text ends the script, and it says what was chosen", (idiom) => {
  const found = scripts(snippet(idiom, origin, all));
  const tag = found.at(-1) as HTMLScriptElement;
  expect(found).toHaveLength(idiom === "queue" ? 2 : 1);
  if (idiom !== "settings") expect(tag.getAttribute("src")).toBe(`${origin}/yiwen.js?site=merchant`);
  if (idiom === "tag") {
    const into = {};
    take(into, { ...tag.dataset });
    expect(into).toMatchObject({ entry: "recharge", side: "left", launcherText: all.launcherText, hideOnMobile: "true" });
    expect([says(idiom, all), says(idiom, { ...all, autoOpen: undefined })]).toEqual([false, true]);
    return;
  }
  expect(says(idiom, all)).toBe(true);
  const page: { yiwenSettings?: unknown; yiwen?: { q: ArrayLike<unknown>[] } } = {};
  const added: { src: string }[] = [];
  const document = { createElement: () => ({}), head: { appendChild: (s: { src: string }) => added.push(s) } };
  const code = found[0]?.textContent?.replace(/(?<![\w./"])yiwen(?=[.(])/g, "window.yiwen") ?? "";
  new Function("window", "document", code)(page, document);
  expect(idiom === "settings" ? page.yiwenSettings : page.yiwen?.q[0]?.[1]).toEqual(optionsOf(all));
  if (idiom === "settings") expect(added[0]?.src).toBe(`${origin}/yiwen.js?site=merchant`);
});

test("the link has what a page of its own can use", () => {
  expect(link(origin, all)).toBe(`${origin}/chat/?site=merchant&entry=recharge&locale=zh-TW&theme=auto&colour=%23d92d20`);
  expect(link(origin, fresh)).toBe(`${origin}/chat/?site=default`);
});

test.each([
  ["https://www.shop.example/a?b#c", "https://www.shop.example"], [" WWW.Shop.Example ", "https://www.shop.example"], ["http://shop.example:80/", "http://shop.example"],
  ["https://m.shop.example:8443/x", "https://m.shop.example:8443"], ["https://商城.example/", "https://xn--czru2d.example"], ["", ""], ["   ", ""], ["ftp://shop.example", ""],
  ["javascript:alert(1)", ""], ["https://*.shop.example", ""], ["https://", ""], ["两个 词", ""], ["file:///x", ""],
])("the origin of %j is %j", (address, want) => expect(originOf(address)).toBe(want));

test.each([
  ["http://127.0.0.1:8080", true], ["http://localhost", true], ["https://10.1.2.3", true], ["https://172.20.0.1", true], ["https://172.40.0.1", false], ["http://chat", true],
  ["http://[::1]:80", true], ["https://chat.shop.example", false], ["https://1.2.3.4", false], ["https://chat.shop.local", true],
])("%s is near: %s", (address, near) => expect(isNear(address)).toBe(near));
