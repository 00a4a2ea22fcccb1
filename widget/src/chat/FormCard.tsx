import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Attachment } from "../wire/frames";
import { check, readable, send } from "./check";
import { Files } from "./Files";
import { FormField, roomFor } from "./FormFields";
import { Icon } from "./icons";
import type { Model } from "./model";
import type { FormItem } from "./screen";
import { rare, strings } from "./strings";
import "./buttons.css";
import "./form.css";

/** So many fields that may be left empty are folded away; fewer take no room. */
const leastSpare = 3;

/** A form of the conversation: to be filled in, on its way, or what was sent. */
export function FormCard({ item, seq, model }: { item: FormItem; seq: number; model: Model }) {
  if (item.state !== "open") return <Sent item={item} zoom={(a) => (model.zoomed.value = a)} />;
  return <Open item={item} seq={seq} model={model} />;
}

function Sent({ item: { form, state, values, files = [] }, zoom }: { item: FormItem; zoom(a: Attachment): void }) {
  // What was left out says nothing.
  const filled = form.fields.filter((f) => (f.kind === "files" ? files.length > 0 : values[f.name]?.trim()));
  return (
    <section class="form" aria-label={form.title}>
      <h2>{form.title}</h2>
      <dl>
        {filled.map((f) => (
          <div key={f.name}>
            <dt>{f.label}</dt>
            <dd>
              {f.kind === "files" ? (
                <Files files={files} zoom={zoom} />
              ) : (
                `${f.kind === "amount" ? "¥" : ""}${readable(values[f.name]?.trim() ?? "")}`
              )}
            </dd>
          </div>
        ))}
      </dl>
      <p class="done" role="status">
        {state === "sent" && <Icon name="check" />}
        {state === "sent" ? rare.formSent : rare.formSending}
      </p>
    </section>
  );
}

function Open({ item, seq, model }: { item: FormItem; seq: number; model: Model }) {
  const { form } = item;
  const uploads = model.filesOf(`${item.conversation}/${seq}`);
  const kept = (): Record<string, string> => ({
    ...Object.fromEntries(form.fields.map((f) => [f.name, f.value ?? ""])),
    ...item.values,
    ...model.drafts.get(item, seq), // written after what was refused
  });
  const [values, setValues] = useState(kept);
  const [errors, setErrors] = useState<Record<string, string>>({});
  const box = useRef<HTMLFormElement>(null);
  // What may be left out and can be left to colleagues does not push the words above off a phone.
  const spare = form.fields.filter((f) => !f.required && f.kind !== "phone");
  const few = spare.length < leastSpare ? form.fields : form.fields.filter((f) => !spare.includes(f));
  // Who opened the info pack wants all of it, and who wrote into the rest looks for that.
  const [wide, setWide] = useState(() => form.id === "info" || spare.some((f) => (values[f.name] ?? "") !== (f.value ?? "")));
  // The field to go to: a new object each time, so that the same one is gone to again.
  const [fault, setFault] = useState<{ name: string }>();
  useLayoutEffect(() => {
    if (fault) box.current?.querySelector<HTMLElement>(`[name="${CSS.escape(fault.name)}"]`)?.focus();
  }, [fault]);

  const latest = useRef(values); // an upload may end between two drawings
  useEffect(() => {
    // Another tab writes into the same form; who writes here goes on here.
    const look = () => box.current?.contains(document.activeElement) || setValues((latest.current = kept()));
    window.addEventListener("storage", look);
    return () => window.removeEventListener("storage", look);
  }, []);
  const write = (name: string, value: string) => {
    const next = (latest.current = { ...latest.current, [name]: value });
    setValues(next);
    // What stands as it was given is not kept: the page may know better the next time.
    model.drafts.set(item, seq, Object.fromEntries(form.fields.flatMap((f) => {
      const value = next[f.name] ?? "";
      return value === (f.value ?? "") ? [] : [[f.name, value]];
    })));
    // A fault that was shown goes as soon as it is mended; new ones wait for the button.
    if (errors[name]) setErrors(check(form.fields.filter((f) => errors[f.name]), next));
  };
  // Empty is no longer as it was given.
  const given = form.fields.filter((f) => f.value && values[f.name] === f.value).map((f) => f.label);
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
    if (uploads.pending) return; // the button says so
    if (item.refused) model.session.outbox.remove(item.refused);
    const { values: filled, files } = send(form.fields, values);
    if (model.session.fill(seq, filled, files)) model.drafts.drop(item, seq);
  };

  // A screenshot is pasted wherever the caret stands.
  const paste = (e: ClipboardEvent) => {
    const pasted = [...(e.clipboardData?.files ?? [])];
    const shots = form.fields.find((f) => f.kind === "files");
    if (pasted.length === 0 || !shots) return;
    e.preventDefault(); // text that comes with a picture is its name or its address
    if (!few.includes(shots)) setWide(true);
    uploads.add(pasted, roomFor(values[shots.name] ?? "", uploads));
  };

  return (
    <form class="form" ref={box} noValidate aria-label={form.title} onPaste={paste} onSubmit={(e) => { e.preventDefault(); submit(); }}>
      <h2>{form.title}</h2>
      {given.length > 0 && <p class="given">{(form.id === "info" ? rare.formPage : rare.formKnown)(given)}</p>}
      {(wide ? form.fields : few).map((f) => (
        <FormField key={f.name} id={`f${seq}-${f.name}`} field={f} value={values[f.name] ?? ""} error={errors[f.name]} write={(v) => write(f.name, v)} uploads={uploads} />
      ))}
      {!wide && few.length < form.fields.length && (
        <button type="button" class="wider" aria-expanded="false" onClick={() => setWide(true)}>
          {rare.formMore(spare.map((f) => (values[f.name] && f.kind !== "files" ? `${f.label} ${readable(values[f.name] ?? "")}` : f.label)))}
        </button>
      )}
      {item.problem !== undefined && <p class="error" role="alert">{strings.refused(item.problem)}</p>}
      <button type="submit" class="primary" disabled={uploads.pending}>{rare.formSend}</button>
    </form>
  );
}
