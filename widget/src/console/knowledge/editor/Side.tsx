import { Alert } from "antd";
import { pathOf } from "../../places";
import { useQuestions } from "../queries";
import { placeIn } from "../rooms";
import { words } from "../words";
import { Preview } from "./Preview";
import type { Check } from "./useCheck";
import type { EntryForm } from "./useEntryForm";

const w = words.twins;

/** Beside the fields: what customers see, and which other entries are in the way. */
export function Side({ form, check }: { form: EntryForm; check: Check }) {
  const { question, answer, related } = form.value;
  const choices = useQuestions(related ?? []);
  const whole = check.of("");
  return (
    <aside className="entry-side">
      <h2>{words.preview}</h2>
      <Preview question={question} answer={answer} choices={choices} />
      {whole && <Alert type="warning" showIcon title={whole.message} />}
      {check.twins.length > 0 && (
        <section className="twins" aria-label={w.title}>
          <h2>{w.title}</h2>
          <ul>
            {check.twins.map((t) => (
              <li key={`${t.text}/${t.other}`}>
                {w.says(t.kind, t.text, t.other_text ?? t.other_question)}{" "}
                <a href={pathOf("knowledge", placeIn("entries", encodeURIComponent(t.other)))} target="_blank" rel="noopener">{w.open(t.other_question)}</a>
              </li>
            ))}
          </ul>
        </section>
      )}
    </aside>
  );
}
