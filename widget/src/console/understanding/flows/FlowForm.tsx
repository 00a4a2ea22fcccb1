import { Button, Checkbox, Input, Radio, Select, Switch } from "antd";
import { useState } from "react";
import type { Staff } from "../../api";
import { useTeams } from "../../queries";
import { strings } from "../../strings";
import type { Fault } from "../api";
import { usePieceCheck } from "../check";
import { moved } from "../moved";
import { PieceForm } from "../PieceForm";
import type { Flow, FlowEnd } from "../shapes";
import { faultOf, faultsAt } from "../shown";
import { words as shared } from "../strings";
import { Field, Verdict } from "../Verdict";
import { useWork } from "../work";
import { another, blank, holes } from "./edit";
import { placeOf } from "./place";
import { SlotForm } from "./SlotForm";
import { words } from "./strings";
import { Wordings } from "./Wordings";

const ends: FlowEnd[] = ["answer", "handoff", "ticket"];

/** The form of a flow. The server looks over what is written, a moment after each change. */
export function FlowForm({ id, staff, back }: { id: string; staff: Staff; back(): void }) {
  const [fresh] = useState(() => blank(id));
  const work = useWork("flow", id, staff.id, fresh);
  const checked = usePieceCheck("flow", id, work);
  const { faults } = checked;
  const place = (path: Fault["path"]) => (work.body ? placeOf(work.body, path) : "");
  return (
    <PieceForm
      kind="flow" id={id} list={shared.pages.flows} title={work.body?.name || id} work={work} intro={words.intro} words={words} placeOf={place} back={back}
    >
      {(body) => {
        const set = (next: Partial<Flow>) => work.change({ ...body, ...next });
        return (
          <>
            <Verdict {...checked} placeOf={place} />
            <div className="und-line-form">
              <label><Switch checked={!body.off} checkedChildren={words.on} unCheckedChildren={words.off} onChange={(on) => set({ off: !on })} aria-label={words.on} /></label>
              <label>{words.name} <Input size="small" value={body.name} maxLength={30} placeholder={words.nameHint} aria-label={words.name} status={faultOf(faults, "name") === "" ? "" : "error"} onChange={(e) => set({ name: e.target.value })} /></label>
              <span className="soft mono">{id}</span>
            </div>
            <Wordings label={words.opening} hint={words.openingHint} value={body.intro} faults={faultsAt(faults, "intro")} change={(intro) => set({ intro })} />
            <Field title={words.slots} intro={words.slotsHint} wrong={faultOf(faults, "slots")}>
              {body.slots.map((slot, i) => (
                <SlotForm
                  key={i} place={i} slot={slot} faults={faultsAt(faults, "slots", i)} first={i === 0} last={i === body.slots.length - 1}
                  change={(next) => set({ slots: body.slots.map((s, k) => (k === i ? next : s)) })} move={(by) => set({ slots: moved(body.slots, i, by) })}
                  remove={body.slots.length > 1 ? () => set({ slots: body.slots.filter((_, k) => k !== i) }) : undefined}
                />
              ))}
              <Button size="small" onClick={() => set({ slots: [...body.slots, another(body.slots)] })}>{words.addSlot}</Button>
            </Field>
            <p><Checkbox checked={body.confirm === true} onChange={(e) => set({ confirm: e.target.checked })}>{words.confirm}</Checkbox></p>
            <h2>{words.end}</h2>
            <Ending flow={body} faults={faultsAt(faults, "end")} desk={staff.rights.includes("desk")} set={set} />
          </>
        );
      }}
    </PieceForm>
  );
}

/** What the flow does when it has everything. */
function Ending({ flow, faults, desk, set }: { flow: Flow; faults: readonly Fault[]; desk: boolean; set(next: Partial<Flow>): void }) {
  // Who has no desk may not ask for the teams; those of every shop have a name here.
  const known = useTeams(desk).data?.items;
  const teams = known ?? Object.entries(strings.teams).map(([id, name]) => ({ id, name }));
  const { end } = flow;
  const put = (next: Partial<Flow["end"]>) => set({ end: { ...end, ...next } });
  const wrong = shared.sentences((["do", "team"] as const).map((name) => faultOf(faults, name)).filter((t) => t !== ""));
  return (
    <section className="und-field">
      <Radio.Group value={end.do} optionType="button" options={ends.map((value) => ({ value, label: words.ends[value] }))} onChange={(e) => put({ do: e.target.value as FlowEnd, team: "" })} />
      <p className="soft">{words.endHints[end.do]}</p>
      {wrong !== "" && <p className="und-wrong" role="alert">{wrong}</p>}
      {end.do !== "answer" && (
        <Select
          className="und-wide" value={end.team ?? ""} aria-label={words.team} onChange={(team: string) => put({ team })}
          options={[{ value: "", label: words.anyTeam }, ...teams.map((t) => ({ value: t.id as string, label: t.name }))]}
        />
      )}
      <Wordings label={words.say} hint={words.sayHint(holes(flow).join(" "))} value={end.say} faults={faultsAt(faults, "say")} change={(say) => put({ say })} />
    </section>
  );
}
