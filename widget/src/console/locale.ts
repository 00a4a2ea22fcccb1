/** The languages of the console. Customers' and agents' own words are shown as they are. */
export type Locale = "zh" | "en";

const key = "yiwen.locale";

/** What this browser was set to; Chinese where nothing was chosen or nothing may be read. */
function chosen(): Locale {
  try {
    return localStorage.getItem(key) === "en" ? "en" : "zh";
  } catch {
    return "zh"; // storage is forbidden here
  }
}

/** The language of this page. It is read once: another one takes a reload. */
export const locale: Locale = chosen();

/** Of two catalogues the one in the page's language. The type makes sure that both have the same entries. */
export function pick<T>(zh: T, en: T): T {
  return locale === "en" ? en : zh;
}

/** Keeps the language and loads the page again, which keeps drafts and unsent messages. */
export function speak(next: Locale): void {
  if (next === locale) return;
  try {
    localStorage.setItem(key, next);
  } catch {
    return; // it could not be remembered, so the reload would change nothing
  }
  location.reload();
}
