import { Button, Input } from "antd";
import type { Fault } from "../api";
import type { Sentence } from "../shapes";
import { faultsAt } from "../shown";
import { sentence, wordings } from "./edit";
import { words as shared } from "../strings";
import { words } from "./strings";

interface WordingsProps {
  label: string;
  hint?: string;
  value: Sentence | undefined;
  /** What is wrong with the sentence, by places from its own. */
  faults: readonly Fault[];
  change(value: Sentence): void;
}

/** A sentence of the bot in one wording or several. */
export function Wordings({ label, hint = "", value, faults, change }: WordingsProps) {
  const list = wordings(value);
  const shown = list.length === 0 ? [""] : list;
  const wrong = shared.sentences(faultsAt(faults).map((f) => f.message));
  return (
    <div className="und-field" role="group" aria-label={label}>
      <h3>{label} {hint !== "" && <span className="soft">{hint}</span>}</h3>
      {wrong !== "" && <p className="und-wrong" role="alert">{wrong}</p>}
      {shown.map((text, i) => (
        <div key={i} className="und-wording">
          <Input.TextArea
            value={text} maxLength={2000} autoSize={{ minRows: 1, maxRows: 8 }} aria-label={shared.part(label, words.variant(i + 1))}
            onChange={(e) => change(sentence(shown.map((w, k) => (k === i ? e.target.value : w))))}
          />
          {shown.length > 1 && (
            <Button size="small" type="text" danger aria-label={words.removeVariant(i + 1)} title={words.removeVariant(i + 1)} onClick={() => change(sentence(shown.filter((_, k) => k !== i)))}>×</Button>
          )}
        </div>
      ))}
      <Button size="small" type="dashed" disabled={shown.some((w) => w.trim() === "")} onClick={() => change([...shown, ""])}>{words.addVariant}</Button>
    </div>
  );
}
