import { announced } from "../wire/decode";
import { form } from "../wire/events";
import { count, object } from "../wire/fields";
import type { Announced, Form, Page } from "../wire/frames";

/** What the chat shows before anything is said. */
export interface Greeting {
  name: string;
  welcome: string;
  hot: { id: string; question: string }[];
  /** How the site looks; absent = the product's own, light, in the browser's language. */
  colour?: string;
  theme?: "light" | "dark" | "auto";
  locale?: string;
  /** Nobody is there now. */
  away?: boolean;
  /** When people are there again, Unix milliseconds; absent = nobody knows. */
  opens_ms?: number;
  /** What may be filled in before the first word. */
  form?: Form;
  announcement?: Announced;
}

/** Asks the server for a site's greeting. Rejects when there is none to be had: the chat works without. */
export async function fetchGreeting(site: string, page: Page | undefined): Promise<Greeting> {
  const { entry, team } = page ?? {};
  const query = new URLSearchParams({ site, ...(entry && { entry }), ...(team && { team }) });
  const answer = await fetch(`/api/widget?${query}`);
  if (!answer.ok) throw new Error(`greeting: HTTP ${answer.status}`);
  return read(await answer.json());
}

/** Takes what is usable of an answer. */
export function read(value: unknown): Greeting {
  const o = object(value) ?? {};
  const text = (key: string) => (typeof o[key] === "string" ? o[key] : "");
  const hot = Array.isArray(o["hot"]) ? (o["hot"] as unknown[]) : [];
  const [colour, theme, locale, said] = [text("colour"), text("theme"), text("locale"), announced(o["announcement"])];
  return {
    name: text("name"),
    welcome: text("welcome"),
    hot: hot.flatMap((h) => {
      const { id, question } = object(h) ?? {};
      return typeof id === "string" && typeof question === "string" ? [{ id, question }] : [];
    }),
    ...(colour && { colour }),
    ...((theme === "light" || theme === "dark" || theme === "auto") && { theme }),
    ...(locale && { locale }),
    ...(o["staffed"] === false && { away: true, ...count(o, "opens_ms") }),
    ...form(o["form"]),
    ...(said?.text && { announcement: said }),
  };
}
