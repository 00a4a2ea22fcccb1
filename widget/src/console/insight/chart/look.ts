import type { Colours } from "./Chart";

/** What all charts look like: axes, grid and tooltip in the colours of the theme. */
export const look = (c: Colours) => ({
  textStyle: { color: c.soft, fontFamily: "system-ui, sans-serif" },
  grid: { left: 52, right: 24, top: 40, bottom: 44 },
  legend: { type: "scroll", top: 4, textStyle: { color: c.ink }, icon: "roundRect", itemWidth: 12, itemHeight: 8, itemGap: 24 },
  tooltip: { backgroundColor: c.panel, borderColor: c.line, textStyle: { color: c.ink }, appendTo: "body" },
});

/** An axis in the colours of the theme. */
export const axis = (c: Colours) => ({
  axisLine: { lineStyle: { color: c.line } }, axisTick: { lineStyle: { color: c.line } }, axisLabel: { color: c.soft },
  nameTextStyle: { color: c.soft }, splitLine: { lineStyle: { color: c.line } },
});
