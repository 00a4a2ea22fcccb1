import { afterEach, describe, expect, test } from "vitest";
import { contrast } from "../embed/colour";
import { colourOf, paint, palette } from "./look";

afterEach(() => paint({}));

test("black on white is 21, a colour on itself 1", () => {
  expect(contrast([0, 0, 0], [255, 255, 255])).toBeCloseTo(21);
  expect(contrast([9, 99, 199], [9, 99, 199])).toBe(1);
});

test.each(["", "#fff", "red", "#12345", "#12345g", "rgb(1,2,3)", "#1234567", "url(x)"])("%j is no colour", (text) => expect(colourOf(text)).toBeNull());

// Every eighth step of each channel, white and black: 4,913 colours.
const steps = [...Array.from({ length: 16 }, (_, i) => i * 16), 255];
describe.each([false, true])("with dark %s", (dark) => {
  test("every colour of a shop is readable, and so is what stands on it", () => {
    const paper = dark ? [[29, 34, 43], [19, 23, 29]] as const : [[255, 255, 255], [244, 246, 250]] as const;
    const soft = dark ? [163, 172, 187] as const : [91, 100, 117] as const;
    for (const r of steps) {
      for (const g of steps) {
        for (const b of steps) {
          const p = palette([r, g, b], dark);
          const pairs = [
            [p["--on-fill"], p["--fill"]], [soft, p["--blue-pale"]], [p["--blue"], p["--blue-pale"]], [p["--blue-dark"], p["--blue-pale"]],
            ...paper.flatMap((ground) => [[p["--blue"], ground], [p["--blue-dark"], ground]]),
          ] as const;
          const least = Math.min(...pairs.map(([a, c]) => (a && c ? contrast(a, c) : 0)));
          if (least < 4.5) expect.fail(`${[r, g, b].join()} ${least}: ${JSON.stringify(p)}`);
        }
      }
    }
  });
});

test("the page takes a look, and gives it back", () => {
  const { style, dataset } = document.documentElement;
  paint({ colour: "#ffd400", theme: "dark" });
  expect([dataset["theme"], style.getPropertyValue("--fill"), style.getPropertyValue("--on-fill")]).toEqual(["dark", "rgb(255,212,0)", "rgb(0,0,0)"]);
  paint({ colour: "nonsense" });
  expect([dataset["theme"], style.getPropertyValue("--fill")]).toEqual(["light", ""]);
});
