import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Field } from "../wire/frames";
import { maxText, runes } from "../wire/frames";
import { Icon } from "./icons";
import type { Model } from "./model";
import type { FormItem } from "./screen";
import { strings } from "./strings";
import "./form.css";

/** Longest text of a field of one line, in code points. */
const maxLine = 200;

/** So many fields that may be left empty are folded away; fewer take no room. */
const leastSpare = 3;

/** A form of the conversation: to be filled in, on its way, or what was sent. */
export function FormCard({ item, seq, model }: { item: FormItem; seq: number; model: Model }) {
  if (item.state !== "open") return <Sent item={item} />;
  return <Open item={item} seq={seq} model={model} />;
}

function Sent({ item: { form, state, values } }: { item: FormItem }) {
  return (
    <section class="form" aria-label={form.title}>
      <h2>{form.title}</h2>
      <dl>
        {form.fields.map((f) => (
          <div key={f.name}>
            <dt>{f.label}</dt>
            <dd>{values[f.name]?.trim() || strings.formNone}</dd>
          </div>
        ))}
      </dl>
      <p class="done" role="status">
        {state === "sent" && <Icon name="check" />}
        {state === "sent" ? strings.formSent : strings.formSending}
      </p>
    </section>
  );
}

function Open({ item, seq, model }: { item: FormItem; seq: number; model: Model }) {
  const { form } = item;
  const [values, setValues] = useState<Record<string, string>>(() => ({
    ...Object.fromEntries(form.fields.map((f) => [f.name, f.value ?? ""])),
    ...model.drafts.get(item, seq),
    ...item.values,
  }));
  const [errors, setErrors] = useState<Record<string, string>>({});
  const box = useRef<HTMLFormElement>(null);
  // What may be left out and can be left to colleagues does not push the words above off a phone.
  const spare = form.fields.filter((f) => !f.required && f.kind !== "phone");
  const few = spare.length < leastSpare ? form.fields : form.fields.filter((f) => !spare.includes(f));
  const [wide, setWide] = useState(false);
  // The field to go to: a new object each time, so that the same one is gone to again.
  const [fault, setFault] = useState<{ name: string }>();
  useLayoutEffect(() => {
    if (fault) box.current?.querySelector<HTMLElement>(`[name="${CSS.escape(fault.name)}"]`)?.focus();
  }, [fault]);

  const write = (name: string, value: string) => {
    const next = { ...values, [name]: value };
    setValues(next);
    model.drafts.set(item, seq, next);
    // A fault that was shown goes as soon as it is mended; new ones wait for the button.
    if (errors[name]) setErrors(check(form.fields.filter((f) => errors[f.name]), next));
  };
  const submit = () => {
    const found = check(form.fields, values);
    setErrors(found);
    const first = form.fields.find((f) => found[f.name]);
    if (first) {
      // The fold opens first where the fault is in it.
      if (!few.includes(first)) setWide(true);
      setFault({ name: first.name });
      return;
    }
    if (item.refused) model.session.outbox.remove(item.refused);
    const filled = form.fields.map((f): [string, string] => [f.name, (values[f.name] ?? "").trim()]).filter(([, v]) => v !== "");
    if (model.session.fill(seq, Object.fromEntries(filled))) model.drafts.drop(item, seq);
  };

  return (
    <form class="form" ref={box} noValidate aria-label={form.title} onSubmit={(e) => { e.preventDefault(); submit(); }}>
      <h2>{form.title}</h2>
      {(wide ? form.fields : few).map((f) => (
        <Input key={f.name} id={`f${seq}-${f.name}`} field={f} value={values[f.name] ?? ""} error={errors[f.name]} write={(v) => write(f.name, v)} />
      ))}
      {!wide && few.length < form.fields.length && (
        <button type="button" class="wider" aria-expanded="false" onClick={() => setWide(true)}>
          {strings.formMore(spare.map((f) => (values[f.name] ? `${f.label} ${values[f.name]}` : f.label)))}
        </button>
      )}
      {item.problem !== undefined && <p class="error" role="alert">{strings.refused(item.problem)}</p>}
      <button type="submit" class="primary">{strings.formSend}</button>
    </form>
  );
}

interface InputProps {
  id: string;
  field: Field;
  value: string;
  error: string | undefined;
  write(value: string): void;
}

function Input({ id, field, value, error, write }: InputProps) {
  const common = {
    id, name: field.name, value, required: field.required ?? false, "aria-invalid": error !== undefined,
    "aria-describedby": `${id}-h ${id}-e`,
    onInput: (e: { currentTarget: { value: string } }) => write(e.currentTarget.value),
  };
  return (
    <div class="field">
      <label for={id}>
        {field.label}
        {field.required && <i aria-hidden="true">*</i>}
      </label>
      {field.hint && <small id={`${id}-h`}>{field.hint}</small>}
      {field.kind === "text" ? (
        <textarea rows={3} {...common} />
      ) : field.kind === "phone" ? (
        <input type="tel" autocomplete="tel" {...common} />
      ) : (
        <input autocomplete="off" {...common} />
      )}
      {error !== undefined && <p class="error" id={`${id}-e`}>{error}</p>}
    </div>
  );
}

/** What is wrong with the values, by the names of the fields. */
export function check(fields: readonly Field[], values: Record<string, string>): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const f of fields) {
    const problem = wrong(f, (values[f.name] ?? "").trim());
    if (problem) errors[f.name] = problem;
  }
  return errors;
}

function wrong(f: Field, value: string): string {
  if (value === "") return f.required ? strings.formRequired : "";
  const most = f.kind === "text" ? maxText : maxLine;
  if (runes(value) > most) return strings.formLong(most);
  return f.kind === "phone" && !phone(value) ? strings.formPhone : "";
}

// A mobile number of the mainland, or anything that can be dialled elsewhere.
function phone(value: string): boolean {
  const digits = value.normalize("NFKC").replace(/[\s()-]/g, "").replace(/^(\+|00)86(?=1)/, "");
  return /^1\d{10}$/.test(digits) ? /^1[3-9]/.test(digits) : /^(\+\d{7,15}|0\d{9,11}|[2-9]\d{6,7}|400\d{7})$/.test(digits);
}
