// The words of the chat, in three languages.
//
// How to add words: put them into the part that they belong to in all three of
// locales/zh-CN/, locales/zh-TW/ and locales/en/ (talk.ts, cards.ts, shell.ts,
// greeting.ts, ...), with the same keys; a new part is also named in
// locales/zh-CN.ts, zh-TW.ts and en.ts. The compiler stops on a key that one of
// them lacks, strings.test.ts on an empty text, on one key in two parts, on
// simplified characters in zh-TW and on Chinese in English. Words go straight
// into the catalogues, never into other files (../catalogue.test.ts).
//
// What only a part of parts.ts says goes into rare.ts: it costs nobody else.
//
// How to use them: `strings.key` where it is shown (`rare.key` in such a part),
// never kept in a constant of a module. What reads it while it is drawn, or in a
// computed signal, is drawn again when the language changes.
import { signal } from "@preact/signals";
import first, { type First, type Rare, type Words } from "./locales/zh-CN";

/** The languages of the chat. What the server says stays as it was said. */
export const locales = ["zh-CN", "zh-TW", "en"] as const;
export type Locale = (typeof locales)[number];

const loaders: Record<Locale, () => Promise<Words>> = {
  "zh-CN": async () => zhCN,
  "zh-TW": async () => (await import("./locales/zh-TW")).default,
  en: async () => (await import("./locales/en")).default,
};

// Without the rare ones at first.
const zhCN = { ...first } as Words;
const current = signal<{ locale: Locale; words: Words }>({ locale: "zh-CN", words: zhCN });
let wanted: Locale = "zh-CN";

const shown = new Proxy(zhCN, { get: (_, key) => current.value.words[key as keyof Words] });

/** The words of the language that is shown. */
export const strings: First = shown;

/** Those of what is loaded when it is needed, which sees to it that they are there. */
export const rare: Rare = shown;

/** Brings the rare words. Rejects where they cannot be had. */
export async function loadRare(): Promise<void> {
  Object.assign(zhCN, (await import("./locales/zh-CN/rare")).default);
}

/** The words that go over the wire, the same in every language: what staff read and reports count. */
export const canonical: Words = zhCN;

/** The language that is shown. */
export const locale = (): Locale => current.value.locale;

/** The language to mark a text with that may be of another than the page: what the server says is Chinese. */
export const tongue = (text: string): string | undefined => (locale() === "en" && /\p{Script=Han}/u.test(text) ? "zh-CN" : undefined);

/** The language for a tag as browsers and shops write it (BCP 47), or null where there is none. */
export function localeOf(tag: string): Locale | null {
  const t = tag.toLowerCase().replace(/_/g, "-");
  if (/^zh\b/.test(t)) return /-(hant|tw|hk|mo)\b/.test(t) && !/-hans\b/.test(t) ? "zh-TW" : "zh-CN";
  return /^en\b/.test(t) ? "en" : null;
}

/** The first language that there is of those, in the order of wishes; Chinese where there is none. */
export function bestLocale(tags: readonly string[]): Locale {
  return tags.map(localeOf).find((l) => l !== null) ?? "zh-CN";
}

/**
 * Changes the language, of the page too. Where its words cannot be loaded the
 * language before stays: a chat in another language is better than none.
 * The last of several calls counts.
 */
export async function speak(next: Locale): Promise<void> {
  wanted = next;
  let words: Words;
  try {
    words = await loaders[next]();
  } catch {
    return;
  }
  if (wanted !== next) return;
  current.value = { locale: next, words };
  document.documentElement.lang = next;
}
