import { Button, Popover } from "antd";
import { words } from "./strings";

const w = words.legend;

/** How patterns are written. */
export function Legend() {
  const rows = (["word", "group", "gap", "clause"] as const).map((name) => [w.examples[name], w[name]] as const);
  return (
    <Popover
      trigger="click" title={w.title}
      content={<dl className="und-legend">{rows.map(([example, means]) => <div key={example}><dt><code>{example}</code></dt><dd>{means}</dd></div>)}</dl>}
    >
      <Button size="small" type="link">{w.title}</Button>
    </Popover>
  );
}
