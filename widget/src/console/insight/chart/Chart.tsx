import { LineChart } from "echarts/charts";
import { GridComponent, LegendComponent, TooltipComponent } from "echarts/components";
import { type EChartsCoreOption, init, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import { useEffect, useRef } from "react";

use([LineChart, GridComponent, LegendComponent, TooltipComponent, SVGRenderer]);

/** The colours of the page's theme, by the names that style.css has for them. */
export type Colours = Record<"ink" | "soft" | "line" | "panel" | "blue" | "good" | "warn" | "bad", string>;
const names = ["ink", "soft", "line", "panel", "blue", "good", "warn", "bad"] as const;

interface ChartProps {
  /** What is drawn, in the colours of the theme. */
  draw(colours: Colours): EChartsCoreOption;
  /** What it shows, for who does not see it. */
  label: string;
  height: number;
}

/** A chart that follows the size of its place and the theme. The numbers stand in a table beside it. */
export default function Chart({ draw, label, height }: ChartProps) {
  const host = useRef<HTMLDivElement>(null);
  const latest = useRef(draw);
  latest.current = draw;
  const chart = useRef<ReturnType<typeof init>>(undefined);
  const paint = () => chart.current?.setOption({ animation: false, ...latest.current(colours()) }, true);
  useEffect(() => {
    const place = host.current as HTMLDivElement;
    chart.current = init(place, null, { renderer: "svg" });
    const resized = new ResizeObserver(() => chart.current?.resize());
    resized.observe(place);
    const themed = new MutationObserver(paint);
    themed.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
    return () => {
      resized.disconnect();
      themed.disconnect();
      chart.current?.dispose();
      chart.current = undefined;
    };
  }, []);
  useEffect(() => {
    paint();
  }, [draw]);
  return <div ref={host} className="chart" role="img" aria-label={label} style={{ height }} />;
}

function colours(): Colours {
  const style = getComputedStyle(document.documentElement);
  return Object.fromEntries(names.map((name) => [name, style.getPropertyValue(`--${name}`).trim()])) as Colours;
}
