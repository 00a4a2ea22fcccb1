import { Input } from "antd";
import { useState } from "react";
import { Lines } from "../Lines";
import type { UnderstandingProps } from "../pages";
import type { Mood } from "../shapes";
import { faultsBy } from "../shown";
import { words as shared } from "../strings";
import { WholePage } from "../WholePage";
import { useWork } from "../work";
import { words } from "./strings";

const w = words.human;
const blank: Mood = {};
const nothing: never[] = [];

/** How customers ask for a person (转人工词). A part of the same piece as the mood. */
export default function Human({ staff }: UnderstandingProps) {
  const work = useWork("mood", "mood", staff.id, blank);
  const [q, setQ] = useState("");
  const was = (work.piece?.live ?? work.piece?.body)?.human;
  return (
    <WholePage kind="mood" title={shared.pages.human} work={work} intro={w.intro} patterns>
      {(body) => (
        <>
          <div className="und-tools">
            <Input.Search allowClear className="und-search" placeholder={w.search} aria-label={w.search} value={q} onChange={(e) => setQ(e.target.value)} />
          </div>
          <div className="und-scroll" tabIndex={-1}>
            {(["ask", "guard", "cancel"] as const).map((name) => (
              <section key={name}>
                <h2>{w[name].title} <span className="soft">{shared.lines.count(body.human?.[name]?.length ?? 0)}</span></h2>
                <p className="und-intro soft">{w[name].intro}</p>
                <Lines
                  label={w[name].title} value={body.human?.[name] ?? nothing} was={was?.[name]} patterns filter={q} faults={faultsBy(work.faults, body.human?.[name] ?? nothing, "human", name)}
                  change={(next) => work.change({ ...body, human: { ...body.human, [name]: next } })}
                />
              </section>
            ))}
          </div>
        </>
      )}
    </WholePage>
  );
}
