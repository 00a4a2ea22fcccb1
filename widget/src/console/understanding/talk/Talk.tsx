import { Button, Input } from "antd";
import { Lines } from "../Lines";
import type { UnderstandingProps } from "../pages";
import type { Aspect, Talk as Spec } from "../shapes";
import { faultOf, faultsBy } from "../shown";
import { words as shared } from "../strings";
import { WholePage } from "../WholePage";
import { useWork, type Work } from "../work";
import { words } from "./strings";

const blank: Spec = {};
const nothing: never[] = [];
const names = ["asks", "complains", "unclear", "denies", "retries", "also", "leads"] as const;

/** How customers refer to what was said before (参照词). */
export default function Talk({ staff }: UnderstandingProps) {
  const work = useWork("talk", "talk", staff.id, blank);
  const was = work.piece?.live ?? work.piece?.body;
  return (
    <WholePage kind="talk" title={shared.pages.talk} work={work} intro={words.intro} patterns>
      {(body) => (
        <div className="und-scroll" tabIndex={-1}>
          {names.map((name) => (
            <section key={name}>
              <h2>{words.lists[name].title} <span className="soft">{shared.lines.count(body[name]?.length ?? 0)}</span></h2>
              <p className="und-intro soft">{words.lists[name].intro}</p>
              <Wrong text={faultOf(work.faults, name)} />
              <Lines
                label={words.lists[name].title} value={body[name] ?? nothing} was={was?.[name]} patterns faults={faultsBy(work.faults, body[name] ?? nothing, name)}
                change={(next) => work.change({ ...body, [name]: next })}
              />
            </section>
          ))}
          <section>
            <h2>{words.fillers.title}</h2>
            <p className="und-intro soft">{words.fillers.intro}</p>
            <Wrong text={faultOf(work.faults, "fillers")} />
            <Input value={body.fillers ?? ""} maxLength={500} aria-label={words.fillers.title} onChange={(e) => work.change({ ...body, fillers: e.target.value })} />
          </section>
          <Aspects work={work} body={body} />
        </div>
      )}
    </WholePage>
  );
}

function Aspects({ work, body }: { work: Work<Spec>; body: Spec }) {
  const w = words.aspects;
  const list = body.aspects ?? nothing;
  const change = (next: Aspect[]) => work.change({ ...body, aspects: next });
  const set = (i: number, next: Partial<Aspect>) => change(list.map((a, k) => (k === i ? { ...a, ...next } : a)));
  return (
    <section>
      <h2>{w.title}</h2>
      <p className="und-intro soft">{w.intro}</p>
      {list.map((aspect: Aspect, i) => (
        <section key={i} className="und-card" aria-label={aspect.name}>
          <header>
            <Input size="small" className="und-class" maxLength={60} value={aspect.name} placeholder={w.name} aria-label={w.name} onChange={(e) => set(i, { name: e.target.value })} />
            <Input size="small" className="und-grow" maxLength={200} value={aspect.means ?? ""} placeholder={w.means} aria-label={w.means} onChange={(e) => set(i, { means: e.target.value })} />
            <Button size="small" type="text" danger onClick={() => change(list.filter((_, k) => k !== i))}>{w.remove}</Button>
          </header>
          <Wrong text={faultOf(work.faults, "aspects", i, "name") || faultOf(work.faults, "aspects", i, "asks") || faultOf(work.faults, "aspects", i)} />
          <div className="und-two">
            {(["asks", "shows"] as const).map((name) => (
              <div key={name}>
                <h3>{w[name]}</h3>
                <Lines
                  label={`${aspect.name} ${w[name]}`} value={aspect[name] ?? nothing} patterns faults={faultsBy(work.faults, aspect[name] ?? nothing, "aspects", i, name)}
                  change={(next) => set(i, { [name]: next })}
                />
              </div>
            ))}
          </div>
        </section>
      ))}
      <Button onClick={() => change([...list, { name: "", asks: [] }])}>{w.add}</Button>
    </section>
  );
}

const Wrong = ({ text }: { text: string }) => (text === "" ? null : <p className="und-wrong" role="alert">{text}</p>);
