import type { DayCount } from "../shapes";

const [width, height] = [72, 20];

/** A count by day as a line that fits between words. */
export function Spark({ days, label }: { days: readonly DayCount[]; label: string }) {
  const most = Math.max(1, ...days.map((d) => d.count));
  const step = width / Math.max(1, days.length - 1);
  const points = days.map((d, i) => `${(i * step).toFixed(1)},${(height - 1 - (d.count / most) * (height - 2)).toFixed(1)}`);
  return <svg className="spark" role="img" aria-label={label} width={width} height={height} viewBox={`0 0 ${width} ${height}`}><polyline points={points.join(" ")} /></svg>;
}
