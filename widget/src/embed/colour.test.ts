import { expect, test } from "vitest";
import { luminance, readable, rgbOf, textOn } from "./colour";

test("luminance is that of WCAG 2.2", () => {
  expect(luminance(0, 0, 0)).toBe(0);
  expect(luminance(255, 255, 255)).toBeCloseTo(1);
  expect(luminance(...rgbOf("#1668DC"))).toBeCloseTo(0.1524, 4);
});

test.each([["#1f5eff", "#fff"], ["#ffd45e", "#000"], ["#000000", "#fff"], ["#ffffff", "#000"], ["#0f766e", "#fff"], ["#767676", "#fff"], ["#777777", "#000"]])(
  "on %s one writes in %s", (colour, text) => expect(textOn(colour)).toBe(text),
);

test("what is written on any grey can be read", () => {
  for (let v = 0; v < 256; v++) {
    const [ground, ink] = [luminance(v, v, v), textOn(`#${v.toString(16).padStart(2, "0").repeat(3)}`) === "#fff" ? 1 : 0];
    expect((Math.max(ground, ink) + 0.05) / (Math.min(ground, ink) + 0.05)).toBeGreaterThanOrEqual(readable);
  }
});
