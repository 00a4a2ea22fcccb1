// What a limit of a direct answer means, read off a curve.
import type { Curve, Point } from "../shapes";

/** Of 100 questions. */
export interface Meaning {
  /** Answered outright. */
  right: number;
  wrong: number;
  /** Not answered, but the right entry is offered. */
  offered: number;
}

/** What a point of a curve means for 100 questions of which `inside` are such as an entry answers. */
export function meaning(p: Point, inside: number): Meaning {
  const right = 100 * inside * p.coverage;
  // Where nothing is answered rightly the precision says nothing: what is known is how many were answered that nobody should.
  const wrong = p.precision > 0 ? right / p.precision - right : 100 * (1 - inside) * p.wrong;
  return { right, wrong: Math.max(0, wrong), offered: Math.max(0, 100 * inside * (p.reached - p.coverage)) };
}

/** The point of a limit: of the highest one on the curve that is not above it. Above the last nothing is answered. */
export function pointAt({ points, now }: Pick<Curve, "points" | "now">, limit: number): Point {
  if (Math.abs(limit - now.limit) < tiny) return now;
  let found: Point | undefined;
  for (const p of points) if (p.limit <= limit + tiny) found = p;
  const last = points.at(-1);
  if (!found || !last) return found ?? { ...now, limit };
  return limit > last.limit + step - tiny ? { limit, precision: 1, coverage: 0, reached: last.reached, wrong: 0 } : { ...found, limit };
}

/** How far points are apart, and what two limits may differ by and be the same. */
const [step, tiny] = [0.01, 1e-6];

/** Points that say something new: of several with the same shares the first and the last. */
export const telling = (points: readonly Point[]): Point[] =>
  points.filter((p, i) => {
    const [a, b] = [points[i - 1], points[i + 1]];
    return !a || !b || !same(a, p) || !same(p, b);
  });

const same = (a: Point, b: Point) => a.coverage === b.coverage && a.precision === b.precision;
