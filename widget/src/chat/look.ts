// The look of the chat: the shop's colour, light or dark.
import { contrast, readable, type RGB, rgbOf } from "../embed/colour";

/** As shops say it; auto follows the customer's device. */
export type Theme = "light" | "dark" | "auto";

/** What a shop or a site wishes; what is absent is the product's own. */
export interface Look {
  /** #rrggbb. */
  colour?: string | undefined;
  theme?: Theme | undefined;
}

const white: RGB = [255, 255, 255];
// Pure, because every colour is readable on one of the two only so.
const black: RGB = [0, 0, 0];

/** What text of the shop's colour stands on, as in style.css. */
const grounds = { light: [white, [244, 246, 250]], dark: [[29, 34, 43], [19, 23, 29]] } satisfies Record<string, RGB[]>;

/** --ink-soft of style.css, which stands on the pale colour. */
const soft = { light: [91, 100, 117], dark: [163, 172, 187] } satisfies Record<string, RGB>;

/** Reads #rrggbb; null is no colour. */
export const colourOf = (text: string): RGB | null => (/^#[0-9a-f]{6}$/i.test(text) ? rgbOf(text) : null);

const mix = (a: RGB, b: RGB, part: number): RGB => [0, 1, 2].map((i) => Math.round(a[i as 0] + (b[i as 0] - a[i as 0]) * part)) as unknown as RGB;

/** The colour itself, or as much nearer to black or white as makes it readable on all of those grounds. */
function legible(colour: RGB, towards: RGB, on: readonly RGB[]): RGB {
  for (let part = 0; part < 1; part += 0.04) {
    const tried = mix(colour, towards, part);
    if (on.every((ground) => contrast(tried, ground) >= readable)) return tried;
  }
  return towards;
}

/** The variables of style.css for a colour. Every text in them is readable on what it stands on. */
export function palette(colour: RGB, dark: boolean): Record<string, RGB> {
  const on = dark ? grounds.dark : grounds.light;
  const paper = on[0] ?? white;
  // As much of the colour as leaves soft ink readable.
  let tint = dark ? 0.22 : 0.08;
  while (contrast(dark ? soft.dark : soft.light, mix(paper, colour, tint)) < readable) tint -= 0.01;
  const pale = mix(paper, colour, tint);
  const text = legible(colour, dark ? white : black, [...on, pale]);
  return {
    "--fill": colour,
    "--on-fill": contrast(white, colour) >= readable ? white : black,
    "--blue": text,
    "--blue-dark": mix(text, dark ? white : black, 0.2),
    "--blue-pale": pale,
    "--edge": mix(paper, colour, 0.35),
  };
}

const night = typeof matchMedia === "function" ? matchMedia("(prefers-color-scheme: dark)") : undefined;
let shown: Look = {};

/** Gives the page this look, and follows the device where the theme is auto. */
export function paint(look: Look): void {
  shown = look;
  const dark = look.theme === "dark" || (look.theme === "auto" && night?.matches === true);
  const { dataset, style } = document.documentElement;
  dataset["theme"] = dark ? "dark" : "light";
  const colour = colourOf(look.colour ?? "");
  for (const [name, value] of Object.entries(palette(colour ?? black, dark))) {
    if (colour) style.setProperty(name, `rgb(${value.join()})`);
    else style.removeProperty(name);
  }
}

// addListener: Safari before 14 knows no other.
night?.addListener?.(() => paint(shown));
