import { Input, InputNumber, Radio, Select, Switch } from "antd";
import { useEffect, useState } from "react";
import type { Staff } from "../../api";
import { useTeams } from "../../queries";
import { strings } from "../../strings";
import type { Fault } from "../api";
import { usePieceCheck } from "../check";
import { EntryPick } from "../EntryPick";
import { Lines } from "../Lines";
import { PieceForm } from "../PieceForm";
import { usePieces } from "../queries";
import type { Rule, RuleAction } from "../shapes";
import { faultOf, faultsAt, faultsBy } from "../shown";
import { words as shared } from "../strings";
import { Field, Verdict } from "../Verdict";
import { useWork } from "../work";
import { entityNames } from "./facts";
import { words } from "./strings";
import { TryRule } from "./TryRule";
import { When } from "./When";

const nothing: never[] = [];
const actions: RuleAction[] = ["answer", "handoff", "flow", "tag"];

/** The form of a rule. The server looks over what is written, a moment after each change. */
export function RuleForm({ id, staff, back }: { id: string; staff: Staff; back(): void }) {
  const [blank] = useState<Rule>(() => ({ id, action: "handoff" }));
  const work = useWork("rule", id, staff.id, blank);
  const checked = usePieceCheck("rule", id, work);
  const { faults } = checked;
  return (
    <PieceForm kind="rule" id={id} list={shared.pages.rules} title={id} work={work} patterns words={words} back={back}>
      {(body) => {
        const set = (next: Partial<Rule>) => work.change({ ...body, ...next });
        return (
          <>
            <Verdict {...checked} />
            <div className="und-line-form">
              <label><Switch checked={!body.off} checkedChildren={words.on} unCheckedChildren={words.off} onChange={(on) => set({ off: !on })} aria-label={words.on} /></label>
              <label title={words.priorityHint}>{words.priority} <InputNumber size="small" precision={0} min={-1000} max={1000} value={body.priority ?? 0} onChange={(p) => set({ priority: p ?? 0 })} aria-label={words.priority} /></label>
              <span className="soft">{words.priorityHint}</span>
            </div>
            <Conditions rule={body} was={work.piece?.live ?? work.piece?.body ?? undefined} faults={faults} set={set} />
            <h2>{words.action}</h2>
            <Outcome rule={body} faults={faults} desk={staff.rights.includes("desk")} set={set} />
          </>
        );
      }}
    </PieceForm>
  );
}

/** When the rule matches. */
function Conditions({ rule: body, was, faults, set }: { rule: Rule; was: Rule | undefined; faults: readonly Fault[]; set(next: Partial<Rule>): void }) {
  return (
    <>
      <h2>{words.conditions}</h2>
      <p className="und-intro soft">{words.conditionsHint}</p>
      <TryRule rule={body} />
      {([["all", words.all], ["any", words.any], ["none", words.noneOf]] as const).map(([name, w]) => (
        <Field key={name} title={w.title} intro={w.intro} wrong={faultOf(faults, name)}>
          <Lines label={w.title} value={body[name] ?? nothing} was={was?.[name]} patterns faults={faultsBy(faults, body[name] ?? nothing, name)} change={(next) => set({ [name]: next })} />
        </Field>
      ))}
      <Field title={words.entities.title} intro={words.entities.intro} wrong={faultOf(faults, "entities")}>
        <Select
          mode="multiple" className="und-wide" value={body.entities ?? []} aria-label={words.entities.title} placeholder={words.entities.pick}
          options={entityNames.map((value) => ({ value, label: strings.entities[value] ?? value }))} onChange={(entities: string[]) => set({ entities })}
        />
      </Field>
      <Field title={words.regex.title} intro={words.regex.intro} wrong={faultOf(faults, "regex")}>
        <Lines label={words.regex.title} value={body.regex ?? nothing} was={was?.regex} faults={faultsBy(faults, body.regex ?? nothing, "regex")} most={1000} change={(regex) => set({ regex })} />
      </Field>
      <Field title={words.when.title} intro="" wrong={shared.sentences(faultsAt(faults, "when").map((f) => f.message))}>
        <When value={body.when ?? ""} change={(when) => set({ when })} />
      </Field>
    </>
  );
}

/** What the rule does. What belongs to another action is not kept: the server refuses it. */
function Outcome({ rule, faults, desk, set }: { rule: Rule; faults: readonly Fault[]; desk: boolean; set(next: Partial<Rule>): void }) {
  // Who has no desk may not ask for the teams; those of every shop have a name here.
  const known = useTeams(desk).data?.items;
  const teams = known ?? Object.entries(strings.teams).map(([id, name]) => ({ id, name }));
  const [tag, setTag] = useState("");
  useEffect(() => setTag(""), [rule.action]);
  const wrong = shared.sentences((["action", "entry", "reply", "flow", "team", "tags"] as const).map((name) => faultOf(faults, name)).filter((t) => t !== ""));
  const turn = (action: RuleAction) => set({ action, entry: "", reply: "", flow: "", team: "", tags: [] });
  return (
    <section className="und-field">
      <Radio.Group value={rule.action} optionType="button" options={actions.map((value) => ({ value, label: words.actions[value] }))} onChange={(e) => turn(e.target.value as RuleAction)} />
      <p className="soft">{words.actionHints[rule.action]}</p>
      {wrong !== "" && <p className="und-wrong" role="alert">{wrong}</p>}
      {rule.action === "answer" && (
        <div className="und-stack">
          <EntryPick value={rule.entry ?? ""} label={words.entry} disabled={(rule.reply ?? "") !== ""} change={(entry) => set({ entry })} />
          <Input.TextArea
            value={rule.reply ?? ""} disabled={(rule.entry ?? "") !== ""} autoSize={{ minRows: 2, maxRows: 8 }} maxLength={2000} placeholder={shared.part(words.reply, words.replyHint)}
            aria-label={words.reply} onChange={(e) => set({ reply: e.target.value })}
          />
        </div>
      )}
      {rule.action === "handoff" && (
        <Select
          className="und-wide" value={rule.team ?? ""} aria-label={words.team} onChange={(team: string) => set({ team })}
          options={[{ value: "", label: words.anyTeam }, ...teams.map((t) => ({ value: t.id as string, label: t.name }))]}
        />
      )}
      {rule.action === "flow" && <FlowPick value={rule.flow ?? ""} change={(flow) => set({ flow })} />}
      {rule.action === "tag" && (
        <Select
          mode="tags" className="und-wide" value={rule.tags ?? []} aria-label={words.tags} placeholder={words.tagsHint} open={false} suffixIcon={null}
          showSearch={{ searchValue: tag, onSearch: setTag }} onChange={(tags: string[]) => set({ tags: tags.map((t) => t.trim()).filter((t) => t !== "") })}
        />
      )}
    </section>
  );
}

/** Chooses one of the flows by its name. */
function FlowPick({ value, change }: { value: string; change(id: string): void }) {
  const flows = usePieces("flow").data ?? [];
  const options = flows.flatMap(({ id, body }) => (body ? [{ value: id, label: `${body.name}　${id}` }] : []));
  return <Select className="und-wide" value={value === "" ? null : value} aria-label={words.flow} placeholder={words.flow} options={options} onChange={change} />;
}
