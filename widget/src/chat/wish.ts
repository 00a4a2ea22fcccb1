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

/** Takes all that somebody wishes now, and does it: what he wished before and names no more is as if he never had. */
export function wish(from: Wisher, what: object): void {
  const { colour, theme, locale } = what as Record<keyof Wishes, unknown>;
  wishes[from] = {
    colour: typeof colour === "string" && /^#[0-9a-f]{6}$/i.test(colour) ? colour : undefined,
    theme: themes.includes(theme) ? (theme as Theme) : undefined,
    locale: typeof locale === "string" && localeOf(locale) ? locale : undefined,
  };
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
