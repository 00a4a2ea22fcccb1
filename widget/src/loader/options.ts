/** What a shop may set; what it does not set is absent. All are texts: numbers and yes-or-no become theirs. */
export interface Options {
  /** Where the chat server is: the script's own, unless it says otherwise. */
  origin?: string;
  site?: string;
  entry?: string;
  team?: string;
  /** What the shop signed about its customer; "" = nobody is signed in. */
  identity?: string;
  locale?: string;
  side?: string;
  /** Pixels from the side, and from the lower edge. */
  offsetX?: string;
  offsetY?: string;
  zIndex?: string;
  colour?: string;
  theme?: string;
  launcherText?: string;
  launcherIcon?: string;
  hideOnMobile?: string;
  /** Unsigned, by name. */
  attributes?: Record<string, string>;
  /** Seconds after the launcher has come, and how often for one visitor. */
  autoOpen?: { delay?: string; times?: string };
  page?: { url?: string; title?: string };
}

type Rule = RegExp | Record<string, RegExp>;

const address = /^[^]{0,1000}$/;
const count = /^\d{1,4}$/;

// Under "*", any name has its rule. A regular expression a word keeps what runs on every page of every shop small.
export const rules: Record<string, Rule> = {
  origin: /^https?:\/\/[^/?#]+$/,
  site: /^.{1,64}$/,
  entry: /^.{1,200}$/,
  team: /^.{1,64}$/,
  identity: /^.{0,4096}$/,
  locale: /^(zh-CN|zh-TW|en)$/,
  side: /^(left|right)$/,
  offsetX: count,
  offsetY: count,
  zIndex: /^\d{1,10}$/,
  colour: /^#[\da-f]{6}$/i,
  theme: /^(light|dark|auto)$/,
  launcherText: /^.{0,20}$/,
  launcherIcon: /^(https:\/)?\/[^/\\]/,
  hideOnMobile: /^(true|false)$/,
  attributes: { "*": /^.{1,200}$/ },
  autoOpen: { delay: /^\d{1,4}(\.\d+)?$/, times: count },
  page: { url: address, title: address },
};

export const warn = (what: unknown, more: unknown = ""): void => console.warn("yiwen:", what, more);

/** Calls f with each own name of o, or place in it, and its value. No method of arrays and no iterator: pages bend them. */
export function each<T>(o: Readonly<Record<string, T>> | ArrayLike<T>, f: (name: string, value: T) => void): void {
  const names = Object.keys(Object(o));
  for (let i = 0; i < names.length; i++) f(names[i] as string, (o as Record<string, T>)[names[i] as string] as T);
}

/**
 * Adds what is usable of `given` to the options in `into`. What is not is named
 * on the console; the rest works. null takes an option back.
 */
export function take(into: object, given: unknown, under: Rule = rules as never, path = ""): void {
  const o = into as Record<string, unknown>;
  each(given as Record<string, unknown>, (name, value) => {
    const rule = (under as Record<string, Rule>)[name] || (under as Record<string, Rule>)["*"];
    const fits = rule instanceof RegExp && typeof value !== "object" && rule.test(`${value}`);
    if (value == null) delete o[name];
    else if (fits) o[name] = `${value}`;
    else if (rule && !(rule instanceof RegExp) && typeof value === "object") take((o[name] = {}), value, rule, `${name}.`);
    else warn(`bad option ${path}${name}`, value);
  });
}
