import { describe, expect, test } from "vitest";
import { start } from "./start";
import { button, chat, frame, onShop, root, snippet, variable, warnings, yiwen } from "./testing/shop";

onShop();

describe("options", () => {
  const bad: [string, object][] = [
    ["side", { side: "top" }],
    ["offsetX", { offsetX: -1 }],
    ["colour", { colour: "red; background: url(//evil)" }],
    ["launcherIcon", { launcherIcon: "javascript:alert(1)" }],
    ["launcherIcon", { launcherIcon: "//evil/x.png" }],
    ["launcherIcon", { launcherIcon: "/\\evil/x.png" }], // which browsers read as //evil
    ["zIndex", { zIndex: { toString: () => "1" } }],
    ["autoOpen.delay", { autoOpen: { delay: "soon" } }],
    ["autoOpen", { autoOpen: 3 }],
    ["attributes.name", { attributes: { name: { a: 1 } } }],
    ["sied", { sied: "left" }],
    ["constructor", { constructor: "x" }],
    ["identity", { identity: "x".repeat(4097) }],
  ];
  for (const [name, options] of bad) {
    test(`a bad ${name} is named, and the rest works`, () => {
      start(snippet());
      yiwen().config({ ...options, offsetY: 40 });
      expect(warnings().map((w) => w[1])).toEqual([`bad option ${name}`]);
      expect(variable("--y")).toBe("40px");
    });
  }

  test("nonsense in place of options is nothing", () => {
    start(snippet());
    for (const o of [undefined, null, 7, true]) yiwen().config(o as never);
    expect(warnings()).toEqual([]);
  });

  test("place the launcher, colour it with text that can be read, name it", () => {
    start(snippet());
    yiwen().config({ side: "left", offsetX: 8, offsetY: "100", zIndex: 5, colour: "#ffd45e", launcherText: "问一问", launcherIcon: "https://shop.example/i.png", hideOnMobile: true });
    expect(["--x", "--y", "--z", "--c", "--t"].map(variable)).toEqual(["8px", "100px", "5", "#ffd45e", "#000"]);
    expect(button().className).toBe("left off");
    expect(button().textContent).toBe("问一问");
    expect(root().querySelector("img")?.src).toBe("https://shop.example/i.png");
    yiwen().config({ colour: "#1668dc", launcherIcon: null });
    expect(variable("--t")).toBe("#fff");
    expect(root().querySelector("img")).toBeNull();
  });

  test("of the script's address: the site, whose colour the server has put into the script", () => {
    start(snippet({ src: `${chat}/yiwen.js?site=shop-2` }));
    expect(["--c", "--t"].map(variable)).toEqual(["#1f5eff", "#fff"]); // the product's own, as it is built
    button().click();
    expect(new URL(frame().src).searchParams.get("site")).toBe("shop-2");
    expect(new URL(frame().src).searchParams.has("colour")).toBe(false); // the site's, and the chat knows that better
    yiwen().config({ site: "shop-3" });
    expect(frame().src).toContain("site=shop-3");
  });

  test("in an address that is none of ours harm nothing", () => {
    start(snippet({ src: `${chat}/yiwen.js?v=3&site=%zz` }));
    button().click();
    expect(frame().src).toContain("&site=default");
    expect(warnings()).toEqual([]);
  });

  test("of the script element count too, and others' marks on it do not", () => {
    start(snippet({ "data-offset-x": "3", "data-cfasync": "false", "data-entry": "e1" }));
    expect(variable("--x")).toBe("3px");
    button().click();
    expect(frame().src).toContain("entry=e1");
    expect(warnings()).toEqual([]);
  });

  test("of another site or entrance make another chat", () => {
    start(snippet());
    button().click();
    const first = frame();
    yiwen().config({ theme: "dark" });
    expect(frame()).toBe(first);
    yiwen().config({ entry: "cards" });
    expect(frame()).not.toBe(first);
    expect(frame().src).toContain("entry=cards");
    expect(frame().hidden).toBe(false);
  });
});
