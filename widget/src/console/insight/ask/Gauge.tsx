/** A line on a gauge, at a share of its width. */
export interface Line {
  at: number;
  label: string;
}

interface GaugeProps {
  /** 0 to 1; what is more is full. */
  value: number;
  label: string;
  tone?: "blue" | "good" | "warn" | "bad";
  lines?: readonly Line[];
}

const clip = (n: number) => `${100 * Math.min(1, Math.max(0, n))}%`;

/** A share as a bar, with the limits that it is held against. */
export function Gauge({ value, label, tone = "blue", lines = [] }: GaugeProps) {
  return (
    <span className="gauge" role="img" aria-label={label} title={[label, ...lines.map((l) => l.label)].join("\n")}>
      <span className="gauge-bar" data-tone={tone} style={{ width: clip(value) }} />
      {lines.map((l) => <i key={l.label} className="gauge-line" style={{ left: clip(l.at) }} />)}
    </span>
  );
}
