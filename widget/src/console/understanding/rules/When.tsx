import { Input } from "antd";
import { useRef } from "react";
import { facts } from "./facts";
import { words } from "./strings";

const w = words.when;

/** A condition, with the names that it may use: a click puts one where one writes. */
export function When({ value, change }: { value: string; change(value: string): void }) {
  const box = useRef<HTMLDivElement>(null);
  const insert = (name: string) => {
    const area = box.current?.querySelector("textarea");
    const [from, to] = [area?.selectionStart ?? value.length, area?.selectionEnd ?? value.length];
    const gap = from > 0 && !/[\s(]$/.test(value.slice(0, from)) ? " " : "";
    change(value.slice(0, from) + gap + name + value.slice(to));
    area?.focus();
  };
  return (
    <div className="und-when" ref={box}>
      <p className="soft">{w.intro} <code>{w.example}</code></p>
      <Input.TextArea className="mono" value={value} maxLength={500} autoSize={{ minRows: 1, maxRows: 5 }} aria-label={w.title} spellCheck={false} onChange={(e) => change(e.target.value)} />
      <details>
        <summary>{w.table}</summary>
        <p className="soft">{w.other}</p>
        <dl className="und-facts">
          {facts.map((name) => {
            const own: string = words.names[name];
            const written = own + (name === "has" || name === "value" || name === "says" ? '("")' : "");
            return (
              <div key={name}>
                <dt><button type="button" className="und-chip mono" aria-label={w.insert(written)} onClick={() => insert(written)}>{own === name ? name : `${own} ${name}`}</button></dt>
                <dd>{words.facts[name]}</dd>
              </div>
            );
          })}
        </dl>
      </details>
    </div>
  );
}
