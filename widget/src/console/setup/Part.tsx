import type { ReactNode } from "react";

/** A step of the page. */
export function Part({ title, hint, children }: { title: string; hint: string; children: ReactNode }) {
  return (
    <section className="setup-part" aria-label={title}>
      <h2>{title}</h2>
      {hint !== "" && <p className="soft">{hint}</p>}
      {children}
    </section>
  );
}

/** A row of a form. Its name is the control's own (aria-label): some are several. */
export function Row({ name, hint = "", children }: { name: string; hint?: string; children: ReactNode }) {
  return (
    <div className="setup-row">
      <span className="setup-name" aria-hidden>{name}</span>
      <div>
        {children}
        {hint !== "" && <p className="soft">{hint}</p>}
      </div>
    </div>
  );
}
