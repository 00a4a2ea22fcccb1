import { AutoComplete, Form, Input, Select } from "antd";
import { lazy, type ReactNode, Suspense, useState } from "react";
import { runes } from "../../../wire/frames";
import { words as context } from "../../context/strings";
import { usePieces } from "../../understanding/queries";
import { useNeedChoices, useOwnerChoices, useTeamChoices, withChosen } from "../choices";
import { useEntries } from "../queries";
import { words } from "../words";
import { Answers } from "./Answers";
import { Related } from "./Related";
import type { Check, Said } from "./useCheck";
import type { EntryForm } from "./useEntryForm";
import { Validity } from "./Validity";
import { Variants } from "./Variants";

export const MarkdownBox = lazy(() => import("./MarkdownBox"));

interface FieldsProps {
  form: EntryForm;
  check: Check;
  isNew: boolean;
  sending(count: number): void;
}

const w = words.fields;
const h = words.hints;
/** The longest question, in code points. */
const longest = 200;
const everything = {};
/** Between words that are typed or pasted at once, Chinese ones too. */
const separators = [",", ";", "\n", "\uff0c", "\u3001", "\uff1b"];

/** All fields of an entry, those that are written most first. */
export function Fields({ form, check, isNew, sending }: FieldsProps) {
  const { value: e, set } = form;
  const facets = useEntries(everything).data?.facets;
  const [teams, owners, needs] = [useTeamChoices(), useOwnerChoices(), useNeedChoices()];
  const field = (name: keyof typeof w, children: ReactNode, extra?: ReactNode) => (
    <Labelled name={name} problem={check.of(name)} extra={extra}>{children}</Labelled>
  );
  const options = (names: readonly string[]) => names.map((value) => ({ value, label: value }));
  const flows = (usePieces("flow").data ?? []).flatMap(({ id, body }) => (body ? [{ value: id, label: `${body.name}　${id}` }] : []));
  const severities = Object.entries(context.severities).map(([value, label]) => ({ value, label }));
  return (
    <Form layout="vertical" component="div" className="fields" onBlur={check.look}>
      {field("question", (
        <Input
          aria-label={w.question} autoFocus={isNew} value={e.question} count={{ max: longest, strategy: runes, show: true }}
          onChange={(x) => set({ question: x.target.value })}
        />
      ))}
      <div className="fields-row">
        {field("category", (
          <AutoComplete
            aria-label={w.category} value={e.category ?? ""} options={options(facets?.categories.map((c) => c.path) ?? [])} showSearch={{ filterOption: true }}
            placeholder={h.category} onChange={(category: string) => set({ category })}
          />
        ))}
        {field("tags", (
          <Select mode="tags" aria-label={w.tags} value={e.tags ?? []} options={options(facets?.tags.map((t) => t.tag) ?? [])} placeholder={h.tags} onChange={(tags) => set({ tags })} />
        ))}
      </div>
      {field("variants", (
        <Variants
          value={e.variants ?? []} question={e.question} remarks={check.within("variants")} change={(variants) => set({ variants })} blur={check.look} />
      ))}
      {field("answer", <Suspense fallback={<Input.TextArea rows={8} disabled value={e.answer} />}><Answers form={form} check={check} sending={sending} /></Suspense>)}
      {field("related", <Related value={e.related ?? []} own={e.id} change={(related) => set({ related })} />, h.related)}
      <div className="fields-row">
        {field("keywords", <Words name={w.keywords} value={e.keywords} change={(keywords) => set({ keywords })} />, h.keywords)}
        {field("exclude", <Words name={w.exclude} value={e.exclude} change={(exclude) => set({ exclude })} />, h.exclude)}
      </div>
      <h2>{words.editor.when}</h2>
      <Validity form={form} check={check} />
      <h2>{words.editor.handling}</h2>
      <div className="fields-row">
        {field("audience", (
          <Select
            aria-label={w.audience} value={e.audience ?? ""} onChange={(v: "" | NonNullable<typeof e.audience>) => set({ audience: v || undefined } as Partial<typeof e>)}
            options={[{ value: "", label: words.everybody }, ...Object.entries(words.audiences).map(([value, label]) => ({ value, label }))] as never}
          />
        ))}
        {field("team", (
          <Select
            allowClear showSearch={{ optionFilterProp: "label" }} aria-label={w.team} value={e.team || null} placeholder={h.team} options={withChosen(teams, [e.team])}
            onChange={(team?: string | null) => set({ team: team ?? "" })}
          />
        ))}
        {field("severity", (
          <Select
            allowClear aria-label={w.severity} value={e.severity ?? null} placeholder={context.severities.normal} options={severities}
            onChange={(v) => set({ severity: v ?? undefined } as Partial<typeof e>)}
          />
        ))}
      </div>
      {field("needs", (
        <Select
          mode="multiple" aria-label={w.needs} value={e.needs ?? []} onChange={(needs) => set({ needs })}
          options={withChosen(needs, e.needs ?? [])} showSearch={{ optionFilterProp: "label" }}
        />
      ), h.needs)}
      {field("flow", (
        <Select
          allowClear aria-label={w.flow} value={e.flow ?? null} options={flows} onChange={(v: string | null | undefined) => set({ flow: v ?? undefined } as Partial<typeof e>)}
        />
      ), h.flow)}
      <div className="fields-row">
        {field("owner", (
          <Select
            allowClear showSearch={{ optionFilterProp: "label" }} aria-label={w.owner} value={e.owner || null} placeholder={h.owner} options={withChosen(owners, [e.owner])}
            onChange={(owner?: string | null) => set({ owner: owner ?? "" })}
          />
        ))}
        {field("id", isNew
          ? <NewId value={e.id} change={(id) => set({ id })} />
          : <Input aria-label={w.id} value={e.id} readOnly className="mono" />, isNew ? h.id : undefined)}
      </div>
    </Form>
  );
}

/** A field with its name, what it is for and what is wrong with it. */
export function Labelled({ name, problem, extra, children }: { name: keyof typeof w; problem: Said | undefined; extra?: ReactNode; children: ReactNode }) {
  return (
    <Form.Item label={w[name]} extra={extra} validateStatus={problem ? (problem.warns ? "warning" : "error") : ""} help={problem?.message}>
      {children}
    </Form.Item>
  );
}

function Words({ name, value, change }: { name: string; value: string[] | undefined; change(next: string[]): void }) {
  return <Select mode="tags" open={false} suffixIcon={null} aria-label={name} tokenSeparators={separators} value={value ?? []} onChange={change} />;
}

function NewId({ value, change }: { value: string; change(next: string): void }) {
  const [own, setOwn] = useState(value);
  return <Input aria-label={w.id} className="mono" value={own} maxLength={60} onChange={(e) => setOwn(e.target.value)} onBlur={() => change(own.trim())} />;
}
