import { Spin } from "antd";
import type { ReactNode } from "react";
import { Trouble } from "../pages/Trouble";
import type { Fault } from "./api";
import { Head } from "./Head";
import { Legend } from "./Legend";
import type { Kind } from "./shapes";
import type { Work } from "./work";

interface WholePageProps<B> {
  kind: Kind;
  title: string;
  work: Work<B>;
  intro: string;
  /** The page has patterns. */
  patterns?: boolean;
  placeOf?(path: Fault["path"]): string;
  children(body: B): ReactNode;
}

/** The page of a kind of which there is one piece. */
export function WholePage<B>({ kind, title, work, intro, patterns = false, placeOf, children }: WholePageProps<B>) {
  return (
    <section className="und-body" aria-label={title}>
      <Head kind={kind} id={kind} title={title} work={work} {...(placeOf && { placeOf })}>{patterns && <Legend />}</Head>
      <p className="und-intro soft">{intro}</p>
      <Trouble asked={work.asked} />
      {work.asked.isPending && <Spin className="shell-wait" />}
      {work.body && children(work.body)}
    </section>
  );
}
