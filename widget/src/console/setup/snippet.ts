// What a shop puts on its pages for what was chosen: pure text.

/** What was chosen; what is "" or undefined is as the site has it. */
export interface Choices {
  site: string;
  entry: string;
  side: "left" | "right";
  /** #rrggbb. */
  colour: string;
  theme: string;
  locale: string;
  /** "" = only the picture. */
  launcherText: string | undefined;
  hideOnMobile: boolean;
  autoOpen: { delay: number; times: number } | undefined;
}

/** As the loader takes them: what is not there is as it would be anyway. */
export type Options = { site: string } & Partial<Record<string, string | boolean | { delay: number; times: number }>>;

export const fresh: Choices = {
  site: "default", entry: "", side: "right", colour: "", theme: "", locale: "", launcherText: undefined, hideOnMobile: false, autoOpen: undefined,
};

/** The ways to write it (docs/embed.md). */
export const idioms = ["settings", "queue", "tag"] as const;
export type Idiom = (typeof idioms)[number];

export function optionsOf(c: Choices): Options {
  const { site, entry, side, colour, theme, locale, launcherText, hideOnMobile, autoOpen } = c;
  return {
    site,
    ...(entry && { entry }), ...(side === "left" && { side }), ...(colour && { colour }), ...(theme && { theme }), ...(locale && { locale }),
    // Blanks alone are a text that is not written yet.
    ...(launcherText !== undefined && (launcherText === "" || launcherText.trim() !== "") && { launcherText: launcherText.trim() }), ...(hideOnMobile && { hideOnMobile }), ...(autoOpen && { autoOpen }),
  };
}

/** The code for a page, which works as it stands. */
export function snippet(idiom: Idiom, origin: string, c: Choices): string {
  const options = optionsOf(c);
  const src = `${origin}/yiwen.js?site=${encodeURIComponent(c.site)}`;
  switch (idiom) {
    case "settings":
      return `<script>
  window.yiwenSettings = ${object(options, "  ")};
  (function (d) {
    var s = d.createElement("script");
    s.async = true;
    s.src = ${text(src)};
    s.onload = function () { yiwen.run(); };
    d.head.appendChild(s);
  })(document);
</script>`;
    case "queue":
      return `<script>
  window.yiwen = window.yiwen || function () { (yiwen.q = yiwen.q || []).push(arguments); };
  yiwen("config", ${object(options, "  ")});
</script>
<script async src="${attribute(src)}"></script>`;
    case "tag":
      return `<script async src="${attribute(src)}"${marks(options)}></script>`;
  }
}

/** Whether everything that was chosen can be said in this way: a tag cannot say when the chat opens by itself. */
export const says = (idiom: Idiom, c: Choices): boolean => idiom !== "tag" || c.autoOpen === undefined;

/** The chat as a page of its own, for menus, messages and printed codes. */
export function link(origin: string, { site, entry, locale, theme, colour }: Choices): string {
  const query = Object.entries({ site, entry, locale, theme, colour }).filter(([, v]) => v !== "");
  return `${origin}/chat/?${query.map(([name, v]) => `${name}=${encodeURIComponent(v)}`).join("&")}`;
}

/** What a policy of the shop's must allow. */
export const policy = (origin: string): string => `script-src ${origin};\nframe-src ${origin};`;

/** The origin of an address as browsers name it, "" where it is none. A name alone is taken for one with https. */
export function originOf(address: string): string {
  const typed = address.trim();
  if (typed === "") return "";
  try {
    const url = new URL(/^[a-z]+:\/\//i.test(typed) ? typed : `https://${typed}`);
    return /^https?:$/.test(url.protocol) && !/[*\s]/.test(decodeURIComponent(url.hostname)) ? url.origin : "";
  } catch {
    return "";
  }
}

/** Whether only few can reach an origin: this machine, or those in the same building. */
export function isNear(origin: string): boolean {
  const host = origin.replace(/^https?:\/\//, "").replace(/:\d+$/, "");
  return /^(localhost|.*\.(local|internal|lan|localhost)|127\..*|10\..*|192\.168\..*|172\.(1[6-9]|2\d|3[01])\..*|169\.254\..*|\[.*\]|[^.]+)$/.test(host);
}

const marks = (options: Options): string =>
  Object.entries(options)
    .filter(([name, v]) => name !== "site" && typeof v !== "object")
    .map(([name, v]) => ` data-${name.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)}="${attribute(String(v))}"`)
    .join("");

/** An object as people write it, over several lines where it is long. */
function object(o: object, indent: string): string {
  const parts = Object.entries(o).map(([name, v]) => `${name}: ${typeof v === "object" ? object(v as object, indent) : text(v)}`);
  const line = `{ ${parts.join(", ")} }`;
  return line.length <= 60 ? line : `{\n${indent}  ${parts.join(`,\n${indent}  `)}\n${indent}}`;
}

/** A value in a script within HTML: "</script>" in a text would end it. */
const text = (v: unknown): string => JSON.stringify(v).replace(/</g, "\\u003c").replace(/\u2028/g, "\\u2028").replace(/\u2029/g, "\\u2029");

const attribute = (v: string): string => v.replace(/&/g, "&amp;").replace(/"/g, "&quot;").replace(/</g, "&lt;");
