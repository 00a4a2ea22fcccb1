// How the chat is to look and to speak: what the shop's page asks for, then what
// the site is set to, then what the customer's browser says.
import { type Look, paint, type Theme } from "./look";
import { bestLocale, localeOf, speak } from "./strings";

/** Who wishes; the page comes before the site. */
export type Wisher = "site" | "page";

/** What can be wished for. Absent or unusable is no wish. */
export interface Wishes extends Look {
  locale?: string | undefined;
}

const themes: readonly unknown[] = ["light", "dark", "auto"] satisfies Theme[];
const wishes: Record<Wisher, Wishes> = { site: {}, page: {} };

/** Takes what somebody wishes, field by field, and does it. Fields that are not there stay as they were. */
export function wish(from: Wisher, what: object): void {
  const { colour, theme, locale } = what as Record<keyof Wishes, unknown>;
  const mine = wishes[from];
  if (typeof colour === "string") mine.colour = /^#[0-9a-f]{6}$/i.test(colour) ? colour : undefined;
  if (themes.includes(theme)) mine.theme = theme as Theme;
  if (typeof locale === "string" && localeOf(locale)) mine.locale = locale;
  const { site, page } = wishes;
  paint({ colour: page.colour ?? site.colour, theme: page.theme ?? site.theme });
  const asked = page.locale ?? site.locale;
  void speak(bestLocale(asked === undefined ? navigator.languages : [asked]));
}

/** What the address of the chat page asks for: ?locale=, ?theme=, ?colour=. */
export function addressWishes(search: string): Wishes {
  const query = new URLSearchParams(search);
  return Object.fromEntries(["locale", "theme", "colour"].flatMap((key) => (query.has(key) ? [[key, query.get(key)]] : [])));
}
