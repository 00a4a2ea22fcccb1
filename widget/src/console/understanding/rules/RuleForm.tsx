import { Alert, App, Button, Input, InputNumber, Radio, Select, Spin, Switch } from "antd";
import { type ReactNode, useDeferredValue, useEffect, useState } from "react";
import type { Staff } from "../../api";
import { useAct } from "../../knowledge/queries";
import { useTeams } from "../../queries";
import { strings } from "../../strings";
import { type Checked, type Fault, removePiece } from "../api";
import { useCheck } from "../check";
import { EntryPick } from "../EntryPick";
import { Head } from "../Head";
import { Legend } from "../Legend";
import { Lines } from "../Lines";
import { usePieces } from "../queries";
import type { Rule, RuleAction } from "../shapes";
import { faultOf, faultsAt, faultsBy } from "../shown";
import { words as shared } from "../strings";
import { useWork } from "../work";
import { entityNames } from "./facts";
import { words } from "./strings";
import { TryRule } from "./TryRule";
import { When } from "./When";

const nothing: never[] = [];
const actions: RuleAction[] = ["answer", "handoff", "flow", "tag"];

/** The form of a rule. The server looks over what is written, a moment after each change. */
export function RuleForm({ id, staff, back }: { id: string; staff: Staff; back(): void }) {
  const { message, modal } = App.useApp();
  const [blank] = useState<Rule>(() => ({ id, action: "handoff" }));
  const work = useWork("rule", id, staff.id, blank);
  const { body, piece } = work;
  const remove = useAct(() => removePiece("rule", id, piece?.rev ?? 0));
  const checked = useCheck("rule", id, useDeferredValue(body), body !== undefined && (work.unsaved.length > 0 || piece !== undefined));
  // What saving was refused for stands until the next change; then the check knows better.
  const faults = work.faults.length > 0 ? work.faults : (checked.data?.problems ?? nothing);
  if (!body) return <Spin className="und-detail" />;
  const set = (next: Partial<Rule>) => work.change({ ...body, ...next });
  const ask = () =>
    modal.confirm({
      title: words.remove, content: words.removeAsk, okButtonProps: { danger: true },
      onOk: () => remove.mutateAsync(undefined).then(
        () => {
          work.forget();
          void message.success(words.removed);
        },
        (error: Error) => message.error(error.message),
      ),
    });
  return (
    <div className="und-detail">
      <Button className="und-back" size="small" onClick={back}>‹ {shared.pages.rules}</Button>
      <Head kind="rule" id={id} title={id} work={work}>
        <Legend />
        {piece?.body && <Button size="small" type="text" danger onClick={ask}>{words.remove}</Button>}
      </Head>
      <div className="und-scroll" tabIndex={-1}>
        <Verdict checked={checked.data} faults={faults} busy={checked.isFetching} trouble={checked.error} />
        <div className="und-line-form">
          <label><Switch checked={!body.off} checkedChildren={words.on} unCheckedChildren={words.off} onChange={(on) => set({ off: !on })} aria-label={words.on} /></label>
          <label title={words.priorityHint}>{words.priority} <InputNumber size="small" precision={0} min={-1000} max={1000} value={body.priority ?? 0} onChange={(p) => set({ priority: p ?? 0 })} aria-label={words.priority} /></label>
          <span className="soft">{words.priorityHint}</span>
        </div>
        <h2>{words.conditions}</h2>
        <p className="und-intro soft">{words.conditionsHint}</p>
        <TryRule rule={body} />
        {([["all", words.all], ["any", words.any], ["none", words.noneOf]] as const).map(([name, w]) => (
          <Field key={name} title={w.title} intro={w.intro} wrong={faultOf(faults, name)}>
            <Lines label={w.title} value={body[name] ?? nothing} patterns faults={faultsBy(faults, body[name] ?? nothing, name)} change={(next) => set({ [name]: next })} />
          </Field>
        ))}
        <Field title={words.entities.title} intro={words.entities.intro} wrong={faultOf(faults, "entities")}>
          <Select
            mode="multiple" className="und-wide" value={body.entities ?? []} aria-label={words.entities.title} placeholder={words.entities.pick}
            options={entityNames.map((value) => ({ value, label: strings.entities[value] ?? value }))} onChange={(entities: string[]) => set({ entities })}
          />
        </Field>
        <Field title={words.regex.title} intro={words.regex.intro} wrong={faultOf(faults, "regex")}>
          <Lines label={words.regex.title} value={body.regex ?? nothing} faults={faultsBy(faults, body.regex ?? nothing, "regex")} most={1000} change={(regex) => set({ regex })} />
        </Field>
        <Field title={words.when.title} intro="" wrong={shared.sentences(faultsAt(faults, "when").map((f) => f.message))}>
          <When value={body.when ?? ""} change={(when) => set({ when })} />
        </Field>
        <h2>{words.action}</h2>
        <Outcome rule={body} faults={faults} desk={staff.rights.includes("desk")} set={set} />
      </div>
    </div>
  );
}

/** A part of a form, and what is wrong with it. */
export function Field({ title, intro, wrong, children }: { title: string; intro: string; wrong: string; children: ReactNode }) {
  return (
    <section className="und-field">
      <h3>{title} {intro && <span className="soft">{intro}</span>}</h3>
      {wrong !== "" && <p className="und-wrong" role="alert">{wrong}</p>}
      {children}
    </section>
  );
}

/** What the check of the server says about the whole. */
export function Verdict({ checked, faults, busy, trouble }: { checked: Checked | undefined; faults: readonly Fault[]; busy: boolean; trouble: Error | null }) {
  if (trouble) return <Alert type="warning" showIcon title={trouble.message} />;
  if (!checked) return busy ? <p className="soft">{words.checking}</p> : null;
  const cost = checked.cost_us === undefined ? "" : words.cost(checked.cost_us.toLocaleString());
  return (
    <div aria-live="polite">
      {faults.length > 0
        ? <Alert type="error" showIcon title={shared.faults(faults.length)} description={<ul>{faults.map((f, i) => <li key={i}>{f.message}</li>)}</ul>} />
        : <p className="soft">{busy ? words.checking : words.fine} {cost}</p>}
      {checked.warnings.length > 0 && (
        <Alert type="warning" showIcon title={shared.warnings} description={<ul>{checked.warnings.map((w, i) => <li key={i}>{w.message}</li>)}</ul>} />
      )}
    </div>
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
