import { Segmented, Spin } from "antd";
import { lazy, Suspense, useMemo, useState } from "react";
import { Nothing } from "../../knowledge/shared/Trouble";
import type { Colours } from "../chart/Chart";
import { axis, look } from "../chart/look";
import { useCurve } from "../queries";
import type { Against, Curve, Point } from "../shapes";
import { words as shared } from "../words";
import { meaning, pointAt, telling } from "./curve";
import { words } from "./words";

const Chart = lazy(() => import("../chart/Chart"));

const height = 300;
const one = (n: number) => Math.round(10 * n) / 10;

/** What the limit of a direct answer does, as a curve, in numbers, and as a table. */
export function CurvePart({ limit }: { /** As the slider has it, 0 = learned. */ limit: number }) {
  const [of, setOf] = useState<Against>("draft");
  const asked = useCurve(of);
  const curve = asked.data;
  return (
    <section className="card limits-curve" aria-label={words.curve}>
      <header>
        <h2>{words.curve}</h2>
        <Segmented<Against>
          size="small" value={of} aria-label={words.of} onChange={setOf} options={[{ value: "draft", label: words.ofs.draft }, { value: "live", label: words.ofs.live }]}
        />
      </header>
      <p className="soft">{words.curveSays}</p>
      {asked.isPending && <div className="limits-wait"><Spin /> <span>{words.drawing}</span></div>}
      {!curve && <Nothing asked={asked} />}
      {curve && (curve.asked === 0 ? <p>{words.none}</p> : <Drawn curve={curve} limit={limit || curve.learned.answer} />)}
    </section>
  );
}

function Drawn({ curve, limit }: { curve: Curve; limit: number }) {
  const moved = pointAt(curve, limit);
  const draw = useMemo(() => option(curve, moved), [curve, moved.limit]);
  const [now, then] = [meaning(curve.now, curve.inside), meaning(moved, curve.inside)];
  const [right, wrong] = [one(then.right - now.right), one(then.wrong - now.wrong)];
  return (
    <>
      <Suspense fallback={<div style={{ height }} />}>
        <Chart draw={draw} height={height} label={[words.curve, words.present, tell(curve.now), words.moved, tell(moved)].join(" ")} />
      </Suspense>
      <table className="plain-table limits-means">
        <thead>
          <tr><th scope="col">{words.of100}</th><th scope="col" className="num">{words.limit}</th>{(["right", "wrong", "offered"] as const).map((k) => <th key={k} scope="col" className="num">{words.points[k]}</th>)}
            <th scope="col" className="num" title={words.coverageHint}>{words.coverage}</th><th scope="col" className="num" title={words.precisionHint}>{words.precision}</th></tr>
        </thead>
        <tbody>
          {([[words.present, curve.now, now], [words.moved, moved, then]] as const).map(([name, p, m]) => (
            <tr key={name}>
              <th scope="row">{name}</th><td className="num">{p.limit.toFixed(2)}</td><td className="num">{one(m.right)}</td><td className="num">{one(m.wrong)}</td><td className="num">{one(m.offered)}</td>
              <td className="num">{shared.percent(p.coverage)}</td><td className="num">{shared.percent(p.precision)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p role="status" className="limits-sum">{right === 0 && wrong === 0 ? words.same : words.more(right, wrong)}</p>
      <p className="soft">
        {words.from(curve.judged, curve.golden, curve.made)} {words.steps} {words.mix(Math.round(100 * curve.inside))} {words.onlyAnswer}
      </p>
      <details className="chart-table">
        <summary>{shared.table}</summary>
        <div tabIndex={0} role="region" aria-label={shared.table}>
          <table className="plain-table">
            <thead><tr><th scope="col" className="num">{words.limit}</th><th scope="col" className="num">{words.coverage}</th><th scope="col" className="num">{words.precision}</th></tr></thead>
            <tbody>
              {telling(curve.points).map((p) => (
                <tr key={p.limit}><td className="num">{p.limit.toFixed(2)}</td><td className="num">{shared.percent(p.coverage)}</td><td className="num">{shared.percent(p.precision)}</td></tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </>
  );
}

const tell = (p: Point) => `${words.limit} ${p.limit.toFixed(2)}, ${words.coverage} ${shared.percent(p.coverage)}, ${words.precision} ${shared.percent(p.precision)}`;

/** The curve with the point that is and the one that would be. */
const option = ({ points, now }: Curve, moved: Point) => (c: Colours) => {
  const at = (p: Point) => ({ value: [100 * p.coverage, 100 * p.precision, p.limit] });
  const least = Math.min(90, ...points.map((p) => 100 * p.precision));
  const share = (name: string) => ({ ...axis(c), name, type: "value", max: 100, nameLocation: "middle", axisLabel: { color: c.soft, formatter: "{value}%" } });
  const spot = (name: string, p: Point, colour: string, size: number) =>
    ({ name, type: "line", data: [at(p)], symbol: "circle", symbolSize: size, lineStyle: { width: 0 }, itemStyle: { color: colour, borderColor: c.panel, borderWidth: 2 }, z: 5 });
  return {
    ...look(c),
    xAxis: { ...share(words.coverage), min: 0, nameGap: 26 },
    yAxis: { ...share(words.precision), min: Math.floor(least / 10) * 10, nameGap: 40 },
    tooltip: {
      ...look(c).tooltip, trigger: "item",
      formatter: ({ value: [coverage = 0, precision = 0, limit = 0] }: { value: number[] }) =>
        `${words.limit} ${limit.toFixed(2)}<br>${words.coverage} ${coverage.toFixed(1)}%<br>${words.precision} ${precision.toFixed(1)}%`,
    },
    series: [
      { name: words.curve, type: "line", data: points.map(at), symbol: "circle", symbolSize: 4, lineStyle: { color: c.blue, width: 2 }, itemStyle: { color: c.blue } },
      spot(words.present, now, c.ink, 14),
      spot(words.moved, moved, c.warn, 12),
    ],
  };
};
