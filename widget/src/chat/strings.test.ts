// The three languages are whole: the types see to the keys, this to what is in them.
import { effect } from "@preact/signals";
import { afterEach, describe, expect, test } from "vitest";
import en from "./locales/en";
import first from "./locales/zh-CN";
import rare from "./locales/zh-CN/rare";
import zhTW from "./locales/zh-TW";
import { bestLocale, locale, localeOf, speak, strings } from "./strings";

const zhCN = { ...first, ...rare };
const all = { "zh-CN": zhCN, "zh-TW": zhTW, en } as const;
const parts = import.meta.glob<Record<string, unknown>>("./locales/*/*.ts", { eager: true, import: "default" });

afterEach(() => speak("zh-CN"));

/** What a text with holes says for anything that may be put into them. */
function said(f: (...args: unknown[]) => unknown): string[] {
  const fills: unknown[][] = [[1, 1, 1, 1], [2, 11, 22, "12:00"], ["A", "B", "C", "D"], [""], [["A", "B"]], [[{ type: "image/png" }]], [[{ type: "x" }]]];
  return fills.flatMap((args) => {
    try {
      const text = f(...args);
      return typeof text === "string" ? [text] : [];
    } catch {
      return []; // not for this kind of filling
    }
  });
}

/** Every text with its path. */
function texts(value: unknown, path = ""): [string, string][] {
  if (typeof value === "string") return [[path, value]];
  if (typeof value === "function") return said(value as () => unknown).map((t, i) => [`${path}(${i})`, t]);
  return Object.entries(value as object).flatMap(([key, inner]) => texts(inner, `${path}.${key}`));
}

const keys = (value: unknown, path = ""): string[] =>
  typeof value === "object" && value !== null
    ? Object.entries(value).flatMap(([key, inner]) => keys(inner, `${path}.${key}`))
    : [path];

/** The characters of an old standard of 2 bytes: what is not in it is of the other script. */
function charset(name: string, first: [number, number], second: (byte: number) => boolean): Set<string> {
  const decoder = new TextDecoder(name);
  const found = new Set<string>();
  for (let a = first[0]; a <= first[1]; a++) {
    for (let b = 0x40; b < 0xff; b++) if (second(b)) found.add(decoder.decode(Uint8Array.of(a, b)));
  }
  return found;
}

const han = (text: string) => text.match(/\p{Script=Han}/gu) ?? [];
const strangers = (words: unknown, known: Set<string>) =>
  texts(words).filter(([, text]) => han(text).some((c) => !known.has(c)));

describe.each(Object.entries(all))("%s", (_, words) => {
  test("has the keys of the others", () => expect(keys(words).sort()).toEqual(keys(zhCN).sort()));
  test("says something everywhere", () => expect(texts(words).filter(([, t]) => t.trim() === "")).toEqual([]));
});

test("no key is in two parts of a language", () => {
  for (const tag of Object.keys(all)) {
    const names = Object.entries(parts).filter(([path]) => path.startsWith(`./locales/${tag}/`)).flatMap(([, part]) => Object.keys(part));
    expect(names.length).toBeGreaterThan(50);
    expect(names.filter((n, i) => names.indexOf(n) !== i)).toEqual([]);
  }
});

test("traditional Chinese has no simplified characters", () => {
  const big5 = charset("big5", [0xa4, 0xf9], (b) => b < 0x7f || b > 0xa0);
  expect(strangers({ wrong: "请稍候" }, big5)).toHaveLength(1);
  expect(strangers(zhTW, big5)).toEqual([]);
});

test("simplified Chinese has no traditional characters", () => {
  const gb2312 = charset("gbk", [0xb0, 0xf7], (b) => b > 0xa0);
  expect(strangers({ wrong: "請稍候" }, gb2312)).toHaveLength(1);
  expect(strangers(zhCN, gb2312)).toEqual([]);
});

test("English has no Chinese", () => expect(strangers(en, new Set())).toEqual([]));

test.each([
  ["zh", "zh-CN"], ["zh-CN", "zh-CN"], ["zh-Hans-HK", "zh-CN"], ["zh_TW", "zh-TW"], ["zh-HK", "zh-TW"], ["zh-Hant", "zh-TW"],
  ["ZH-MO", "zh-TW"], ["en", "en"], ["en-GB", "en"], ["fr", null], ["", null], ["enx", null], ["zhx", null],
])("the tag %j is %j", (tag, wanted) => expect(localeOf(tag)).toBe(wanted));

test("the first language that there is", () => {
  expect(bestLocale(["fr", "en-US", "zh"])).toBe("en");
  expect(bestLocale(["fr"])).toBe("zh-CN");
});

test("the language changes what is shown, and the page says so", async () => {
  const seen: string[] = [];
  const stop = effect(() => void seen.push(strings.send));
  await speak("en");
  await speak("zh-TW");
  stop();
  expect(seen).toEqual(["发送", "Send", "傳送"]);
  expect(locale()).toBe("zh-TW");
  expect(document.documentElement.lang).toBe("zh-TW");
});

test("the last wish counts, whichever words come first", async () => {
  await Promise.all([speak("en"), speak("zh-CN")]);
  expect(strings.send).toBe("发送");
});
