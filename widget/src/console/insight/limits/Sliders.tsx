import { InputNumber, Slider, Switch } from "antd";
import type { AllLimits, Learned, Limits } from "../shapes";
import { words } from "./words";

type Name = keyof Limits;
const isLearned = (name: Name): name is keyof Learned => name === "answer" || name === "suggest" || name === "gap";

/** The range of each, as the slider has it. */
const ranges: Record<Name, { min: number; max: number; step: number }> = {
  answer: { min: 0.05, max: 0.99, step: 0.01 },
  suggest: { min: 0.01, max: 0.99, step: 0.01 },
  gap: { min: 0.01, max: 0.5, step: 0.01 },
  uneasy: { min: 0.05, max: 1, step: 0.01 },
  mood: { min: 0.05, max: 1, step: 0.01 },
  unresolved: { min: 1, max: 10, step: 1 },
  choices: { min: 1, max: 5, step: 1 },
};
const groups: Record<keyof typeof words.groups, Name[]> = { answering: ["answer", "suggest", "gap", "choices"], feeling: ["uneasy", "mood"], patience: ["unresolved"] };

interface SlidersProps {
  value: Partial<Limits>;
  known: AllLimits;
  change(next: Partial<Limits>): void;
}

/** The limits, each with what it means. */
export function Sliders({ value, known, change }: SlidersProps) {
  return (
    <>
      {(Object.keys(groups) as (keyof typeof groups)[]).map((group) => (
        <section key={group} className="card" aria-label={words.groups[group]}>
          <h2>{words.groups[group]}</h2>
          {groups[group].map((name) => <One key={name} name={name} value={value[name] ?? 0} known={known} change={(n) => change({ ...value, [name]: n })} />)}
        </section>
      ))}
    </>
  );
}

function One({ name, value, known, change }: { name: Name; value: number; known: AllLimits; change(n: number): void }) {
  const learned = isLearned(name) ? known.learned[name] : undefined;
  const auto = learned !== undefined && value === 0;
  const now = auto ? learned : value || known.draft[name] || known.live[name];
  const { min, max, step } = ranges[name];
  const text = (n: number) => (step < 1 ? n.toFixed(2) : name === "unresolved" ? words.times(n) : words.pieces(n));
  const put = (n: number | null) => n !== null && change(step < 1 ? Math.round(100 * n) / 100 : n);
  return (
    <div className="limit">
      <div className="limit-head">
        <strong>{words.names[name]}</strong>
        <span className="soft">{words.now(text(known.live[name]))}</span>
        {learned !== undefined && (
          <label>
            <Switch size="small" checked={auto} aria-label={`${words.names[name]} ${words.auto(learned.toFixed(2))}`} onChange={(on) => change(on ? 0 : Math.round(100 * (learned || known.live[name])) / 100)} />{" "}
            {learned > 0 ? words.auto(learned.toFixed(2)) : words.unlearned}
          </label>
        )}
      </div>
      <div className="limit-set">
        <Slider min={min} max={max} step={step} value={now} disabled={auto} ariaLabelForHandle={words.names[name]} tooltip={{ formatter: (n) => text(n ?? 0) }} onChange={put} />
        <InputNumber size="small" min={min} max={max} step={step} precision={step < 1 ? 2 : 0} value={now} disabled={auto} aria-label={words.names[name]} onChange={put} />
      </div>
      <p className="soft">{words.says[name]}</p>
    </div>
  );
}
