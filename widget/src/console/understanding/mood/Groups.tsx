import { Button, Popconfirm, Select, Slider, Switch } from "antd";
import { Mark, type Tone } from "../../context/Mark";
import { Lines } from "../Lines";
import type { CoolWords, MoodWords } from "../shapes";
import { words as shared } from "../strings";
import { type Level, levelOf, type MoodLimits } from "./levels";
import { words } from "./strings";

const tones: Record<Level, Tone> = { low: "plain", uneasy: "warn", handoff: "bad" };
const named = (classes: readonly string[]) =>
  [...new Set([...classes, ...Object.keys(words.classes)])].map((value) => ({ value, label: words.classes[value] ?? value }));

interface WordGroupProps {
  group: MoodWords;
  classes: readonly string[];
  limits: MoodLimits;
  filter: string;
  faults: ReadonlyMap<number, string>;
  change(group: MoodWords): void;
  remove(): void;
}

/** Words of one class and strength. */
export function WordGroup({ group, classes, limits, filter, faults, change, remove }: WordGroupProps) {
  const level = levelOf(group.weight, limits);
  const name = words.group(words.classes[group.class] ?? group.class, group.weight);
  return (
    <section className="und-card" aria-label={name}>
      <header>
        <Select size="small" className="und-class" value={group.class} aria-label={words.class} options={named(classes)} onChange={(c: string) => change({ ...group, class: c })} />
        <span className="und-slider">
          <Slider
            min={0.01} max={1} step={0.01} value={group.weight} ariaLabelForHandle={words.weight} onChange={(weight) => change({ ...group, weight })}
            marks={{ [limits.uneasy]: words.marks.uneasy, [limits.handoff]: words.marks.handoff }}
          />
        </span>
        <output>{group.weight.toFixed(2)}</output>
        <Mark tone={tones[level]}>{words.levels[level]}</Mark>
        <label title={words.negatableHint}>
          <Switch size="small" checked={group.negatable === true} onChange={(negatable) => change({ ...group, negatable })} /> {words.negatable}
        </label>
        <Remove count={group.words.length} remove={remove} />
      </header>
      <Lines label={`${name} ${words.words}`} value={group.words} patterns filter={filter} faults={faults} change={(next) => change({ ...group, words: next })} />
    </section>
  );
}

interface CoolGroupProps {
  group: CoolWords;
  classes: readonly string[];
  faults: ReadonlyMap<number, string>;
  change(group: CoolWords): void;
  remove(): void;
}

/** Words that take from the strength of others. */
export function CoolGroup({ group, classes, faults, change, remove }: CoolGroupProps) {
  return (
    <section className="und-card" aria-label={words.cool.words}>
      <header>
        <span className="und-slider">
          <Slider min={0} max={1} step={0.05} value={group.factor} ariaLabelForHandle={words.cool.factor} onChange={(factor) => change({ ...group, factor })} />
        </span>
        <output>{words.cool.factorText(group.factor)}</output>
        <Select
          mode="multiple" size="small" className="und-classes" value={group.classes ?? []} aria-label={words.cool.classes} placeholder={words.cool.all}
          options={named(classes)} onChange={(list: string[]) => change({ ...group, classes: list })}
        />
        <Remove count={group.words.length} remove={remove} />
      </header>
      <Lines label={words.cool.words} value={group.words} patterns faults={faults} change={(next) => change({ ...group, words: next })} />
    </section>
  );
}

function Remove({ count, remove }: { count: number; remove(): void }) {
  return (
    <Popconfirm title={words.removeGroupAsk(count)} okText={shared.list.remove} onConfirm={remove}>
      <Button size="small" type="text" danger className="und-end">{words.removeGroup}</Button>
    </Popconfirm>
  );
}
