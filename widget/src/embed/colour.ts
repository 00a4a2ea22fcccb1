// Which text can be read on a colour, for the launcher, the chat and the console.

/** Red, green and blue, 0 to 255. */
export type RGB = readonly [number, number, number];

/** The least contrast of text (WCAG 2.2, 1.4.3). */
export const readable = 4.5;

/** Reads #rrggbb, which the text must be. */
export const rgbOf = (text: string): RGB => [channel(text, 1), channel(text, 3), channel(text, 5)];

const channel = (text: string, at: number): number => parseInt(text.slice(at, at + 2), 16);

/** The relative luminance of a colour, 0 to 1 (WCAG 2.2). No iterator and no method of arrays: shops' pages bend them. */
export const luminance = (r: number, g: number, b: number): number => 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);

const linear = (v: number): number => (v > 10 ? ((v / 255 + 0.055) / 1.055) ** 2.4 : v / 3294.6);

/** The contrast of two colours, 1 to 21 (WCAG 2.2). */
export function contrast(a: RGB, b: RGB): number {
  const [x, y] = [luminance(...a), luminance(...b)];
  return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
}

/** The colour of text on #rrggbb: white where that is readable, else black, which is readable then. */
export const textOn = (colour: string): string =>
  1.05 / (luminance(channel(colour, 1), channel(colour, 3), channel(colour, 5)) + 0.05) < readable ? "#000" : "#fff";
