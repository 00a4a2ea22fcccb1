import type { ReactNode } from "react";

/** A row of a form, and what is wrong with it. Its name is the control's own besides (aria-label). */
export function Row({ name, hint = "", wrong = "", children }: { name: string; hint?: string; wrong?: string; children: ReactNode }) {
  return (
    <div className="shop-row">
      <span className="shop-name" title={hint}>{name}</span>
      <div>
        {children}
        {hint !== "" && <span className="soft shop-hint">{hint}</span>}
        {wrong !== "" && <p className="und-wrong" role="alert">{wrong}</p>}
      </div>
    </div>
  );
}
