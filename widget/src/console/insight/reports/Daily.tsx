import { lazy, Suspense, useMemo } from "react";
import type { Colours } from "../chart/Chart";
import { axis, look } from "../chart/look";
import type { Day } from "../shapes";
import { words as shared } from "../words";
import { words } from "./words";

const Chart = lazy(() => import("../chart/Chart"));

const height = 240;
const lines = ["asked", "answered", "offered", "fallback", "handoff"] as const;

/** What was asked on each day and how it ended, as lines and as a table. */
export function Daily({ days }: { days: readonly Day[] }) {
  const draw = useMemo(() => option(days), [days]);
  return (
    <section className="card" aria-label={words.daily}>
      <h2>{words.daily}</h2>
      <Suspense fallback={<div style={{ height }} />}><Chart draw={draw} height={height} label={words.daily} /></Suspense>
      <details className="chart-table">
        <summary>{shared.table}</summary>
        <div tabIndex={0} role="region" aria-label={shared.table}>
          <table className="plain-table">
            <thead><tr><th scope="col">{words.day}</th>{lines.map((l) => <th key={l} scope="col" className="num">{words.lines[l]}</th>)}</tr></thead>
            <tbody>{days.toReversed().map((d) => <tr key={d.day}><th scope="row">{d.day}</th>{lines.map((l) => <td key={l} className="num">{d[l]}</td>)}</tr>)}</tbody>
          </table>
        </div>
      </details>
    </section>
  );
}

const option = (days: readonly Day[]) => (c: Colours) => {
  const colours = { asked: c.ink, answered: c.good, offered: c.blue, fallback: c.bad, handoff: c.warn };
  return {
    ...look(c),
    grid: { left: 40, right: 16, top: 36, bottom: 28 },
    tooltip: { ...look(c).tooltip, trigger: "axis" },
    xAxis: { ...axis(c), type: "category", boundaryGap: false, data: days.map((d) => d.day.slice(5)) },
    yAxis: { ...axis(c), type: "value", minInterval: 1 },
    series: lines.map((l) => ({
      name: words.lines[l], type: "line", data: days.map((d) => d[l]), symbol: "circle", symbolSize: 5, showSymbol: days.length < 40,
      lineStyle: { color: colours[l], width: 2, type: l === "handoff" || l === "fallback" ? "dashed" : "solid" }, itemStyle: { color: colours[l] },
    })),
  };
};
