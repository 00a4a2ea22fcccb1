import { expect, test } from "vitest";
import { colours, parts } from "./Theme";

/** The contrast of two colours as #rrggbb, 1 to 21. */
function contrast(a: string, b: string): number {
  const light = (colour: string) => {
    const [r, g, blue] = [1, 3, 5].map((i) => {
      const c = parseInt(colour.slice(i, i + 2), 16) / 255;
      return c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
    }) as [number, number, number];
    return 0.2126 * r + 0.7152 * g + 0.0722 * blue;
  };
  const [x, y] = [light(a), light(b)];
  return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
}

test("what is written on a hovered button can be read", () => {
  expect(contrast(colours.light.colorPrimaryHover, "#ffffff")).toBeGreaterThan(4.5);
  expect(contrast(parts.dark.Button.colorPrimaryHover, "#ffffff")).toBeGreaterThan(4.5);
  expect(contrast(parts.dark.Button.defaultHoverColor, colours.dark.colorBgContainer)).toBeGreaterThan(4.5);
});
