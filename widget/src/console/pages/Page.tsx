import type { ReactNode } from "react";
import { useTitle } from "../live";
import { strings } from "../strings";
import "./pages.css";

/** The frame of a page beside the desk: its name, its tools, its content. */
export function Page({ title, tools, children }: { title: string; tools?: ReactNode; children: ReactNode }) {
  useTitle(`${title} - ${strings.product}`);
  return (
    <section className="page" aria-label={title}>
      <header className="page-top">
        <h1>{title}</h1>
        {tools}
      </header>
      {children}
    </section>
  );
}
