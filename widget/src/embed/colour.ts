/** The sRGB luminance of #rrggbb, 0 to 1, as WCAG 2 defines it. */
function luminance(colour: string): number {
  // Without the straight piece below 0.04, which changes nothing that matters here.
  const part = (at: number) => ((parseInt(colour.slice(at, at + 2), 16) / 255 + 0.055) / 1.055) ** 2.4;
  return 0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5);
}

/**
 * The colour of text on #rrggbb: white where it has the contrast of 4.5 that
 * WCAG 2.2 AA asks for, else black, which has it then.
 */
export const textOn = (colour: string): string => (luminance(colour) > 1.05 / 4.5 - 0.05 ? "#000" : "#fff");
