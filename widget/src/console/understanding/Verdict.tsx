import { Alert } from "antd";
import type { ReactNode } from "react";
import type { PieceCheck } from "./check";
import { FaultList } from "./Head";
import { words } from "./strings";

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

interface VerdictProps extends Pick<PieceCheck, "faults" | "refused" | "checked" | "busy" | "trouble"> {
  placeOf?(path: (string | number)[]): string;
}

/** What the check of the server says about the whole. What saving was refused for stands in the head already. */
export function Verdict({ faults, refused, checked, busy, trouble, placeOf }: VerdictProps) {
  if (trouble) return <Alert type="warning" showIcon title={trouble.message} />;
  if (!checked) return busy ? <p className="soft">{words.checking.busy}</p> : null;
  const cost = checked.cost_us === undefined ? "" : words.checking.cost(checked.cost_us.toLocaleString());
  return (
    <div aria-live="polite">
      {faults.length > 0
        ? !refused && <FaultList faults={faults} {...(placeOf && { placeOf })} />
        : (busy || cost !== "" || checked.warnings.length === 0) && <p className="soft">{words.sentences([busy ? words.checking.busy : words.checking.fine, ...(cost === "" ? [] : [cost])])}</p>}
      {checked.warnings.length > 0 && (
        <Alert type="warning" showIcon className="und-alert" title={words.warnings} description={<ul>{checked.warnings.map((w, i) => <li key={i}>{w.message}</li>)}</ul>} />
      )}
    </div>
  );
}
