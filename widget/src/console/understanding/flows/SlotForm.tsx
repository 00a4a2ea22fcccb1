import { Button, Checkbox, Input, InputNumber, Select } from "antd";
import { strings } from "../../strings";
import type { Fault } from "../api";
import { Lines } from "../Lines";
import { entityNames } from "../rules/facts";
import type { Slot, SlotKind } from "../shapes";
import { faultOf, faultsAt, faultsBy } from "../shown";
import { split, turned } from "./edit";
import { words as shared } from "../strings";
import { words } from "./strings";
import { Wordings } from "./Wordings";

const kinds: SlotKind[] = ["entity", "choice", "text", "yesno", "pattern"];

/** What stands in the lines of inputs, and what it is called. */
const parts = [
  ["label", words.label], ["name", words.slotName], ["kind", words.kind], ["entity", words.entity], ["pattern", words.pattern], ["plain", words.plain],
  ["min", words.min], ["max", words.max], ["skip", words.skip], ["example", words.example],
] as const;

interface SlotFormProps {
  place: number;
  slot: Slot;
  /** By places from the slot. */
  faults: readonly Fault[];
  first: boolean;
  last: boolean;
  change(slot: Slot): void;
  move(by: -1 | 1): void;
  /** Not there where it is the only one. */
  remove: (() => void) | undefined;
}

/** What one slot asks for, and how its answer is read. */
export function SlotForm({ place, slot, faults, first, last, change, move, remove }: SlotFormProps) {
  const set = (next: Partial<Slot>) => change({ ...slot, ...next });
  const title = words.slot(place + 1, slot.label);
  const wrong = shared.sentences(parts.flatMap(([name, said]) => {
    const fault = faultOf(faults, name);
    return fault === "" ? [] : [shared.part(said, fault)];
  }));
  return (
    <section className="und-card und-slot" aria-label={title}>
      <header>
        <strong>{title}</strong>
        <span className="und-end">
          <Button size="small" type="text" disabled={first} aria-label={shared.part(title, words.up)} onClick={() => move(-1)}>↑</Button>
          <Button size="small" type="text" disabled={last} aria-label={shared.part(title, words.down)} onClick={() => move(1)}>↓</Button>
          {remove && <Button size="small" type="text" danger aria-label={shared.part(title, words.removeSlot)} onClick={remove}>{words.removeSlot}</Button>}
        </span>
      </header>
      {wrong !== "" && <p className="und-wrong" role="alert">{wrong}</p>}
      <div className="und-line-form">
        <label>{words.label} <Input size="small" value={slot.label} maxLength={30} placeholder={words.labelHint} aria-label={shared.part(title, words.label)} onChange={(e) => set({ label: e.target.value })} /></label>
        <label title={words.slotNameHint}>{words.slotName} <Input size="small" className="mono" value={slot.name} maxLength={64} title={words.slotNameHint} aria-label={shared.part(title, words.slotName)} onChange={(e) => set({ name: e.target.value.trim() })} /></label>
        <label>{words.kind} <Select size="small" className="und-slot-kind" value={slot.kind} aria-label={shared.part(title, words.kind)} options={kinds.map((value) => ({ value, label: words.kinds[value] }))} onChange={(kind: SlotKind) => change(turned(slot, kind))} /></label>
        {slot.kind === "entity" && (
          <Select
            size="small" className="und-slot-kind" value={slot.entity ?? null} aria-label={shared.part(title, words.entity)} options={entityNames.map((value) => ({ value, label: strings.entities[value] ?? value }))}
            onChange={(entity: string) => set({ entity })}
          />
        )}
      </div>
      <Wordings label={words.ask} value={slot.ask} faults={faultsAt(faults, "ask")} change={(ask) => set({ ask })} />
      {slot.kind === "choice" && <Options slot={slot} faults={faults} set={set} />}
      {slot.kind === "text" && (
        <div className="und-line-form">
          <label>{words.min} <InputNumber size="small" precision={0} min={0} max={500} value={slot.min ?? 0} aria-label={words.min} onChange={(n) => set({ min: n ?? 0 })} /></label>
          <label>{words.max} <InputNumber size="small" precision={0} min={0} max={500} value={slot.max ?? 0} aria-label={words.max} onChange={(n) => set({ max: n ?? 0 })} /></label>
        </div>
      )}
      {slot.kind === "pattern" && (
        <div className="und-stack">
          <Input className="mono" value={slot.pattern ?? ""} maxLength={1000} placeholder={shared.part(words.pattern, words.patternHint)} aria-label={shared.part(title, words.pattern)} onChange={(e) => set({ pattern: e.target.value })} />
          <Checkbox checked={slot.plain === true} title={words.plainHint} onChange={(e) => set({ plain: e.target.checked })}>{words.plain} <span className="soft">{words.plainHint}</span></Checkbox>
        </div>
      )}
      <div className="und-line-form">
        <Checkbox checked={slot.optional === true} onChange={(e) => set({ optional: e.target.checked, skip: [] })}>{words.optional}</Checkbox>
        <label>{words.example} <Input size="small" value={slot.example ?? ""} maxLength={100} placeholder={words.exampleHint} aria-label={shared.part(title, words.example)} onChange={(e) => set({ example: e.target.value })} /></label>
      </div>
      {slot.optional && (
        <div className="und-field">
          <h3>{words.skip} <span className="soft">{words.skipHint}</span></h3>
          <Lines label={words.skip} value={slot.skip ?? []} faults={faultsBy(faults, slot.skip ?? [], "skip")} most={30} change={(skip) => set({ skip })} />
        </div>
      )}
      <Wordings label={words.retry} hint={words.retryHint} value={slot.retry} faults={faultsAt(faults, "retry")} change={(retry) => set({ retry })} />
    </section>
  );
}

/** The values of a choice, each with the other words for it. */
function Options({ slot, faults, set }: { slot: Slot; faults: readonly Fault[]; set(next: Partial<Slot>): void }) {
  const options = slot.options ?? [];
  const put = (i: number, next: { label?: string; words?: string[] }) => set({ options: options.map((o, k) => (k === i ? { ...o, ...next } : o)) });
  const wrong = faultOf(faults, "options");
  return (
    <div className="und-field" role="group" aria-label={words.options}>
      <h3>{words.options}</h3>
      {wrong !== "" && <p className="und-wrong" role="alert">{wrong}</p>}
      {options.map((o, i) => {
        const here = shared.sentences(faultsAt(faults, "options", i).map((f) => f.message));
        return (
          <div key={i} className="und-wording">
            <Input size="small" value={o.label} maxLength={30} placeholder={words.option} aria-label={`${words.option} ${i + 1}`} status={here === "" ? "" : "error"} onChange={(e) => put(i, { label: e.target.value })} />
            <Input
              key={(o.words ?? []).join(" ")} size="small" defaultValue={(o.words ?? []).join(" ")} maxLength={500} placeholder={words.optionWords} aria-label={shared.part(`${words.option} ${i + 1}`, words.optionWords)}
              onBlur={(e) => split(e.target.value).join(" ") !== (o.words ?? []).join(" ") && put(i, { words: split(e.target.value) })}
            />
            <Button size="small" type="text" danger aria-label={words.removeOption(o.label)} onClick={() => set({ options: options.filter((_, k) => k !== i) })}>×</Button>
            {here !== "" && <span className="und-wrong">{here}</span>}
          </div>
        );
      })}
      <Button size="small" type="dashed" onClick={() => set({ options: [...options, { label: "" }] })}>{words.addOption}</Button>
    </div>
  );
}
