import { Input } from "antd";
import { useState } from "react";
import type { UnderstandingProps } from "../pages";
import type { Replies as Spec } from "../shapes";
import { faultsAt } from "../shown";
import { words as shared } from "../strings";
import { WholePage } from "../WholePage";
import { useWork } from "../work";
import { Hot } from "./Hot";
import { SentenceForm } from "./SentenceForm";
import { words } from "./strings";
import { labels, placeholders, type SentenceName, situationNames, situations, storedAs, wordingsOf } from "./table";

const blank: Spec = {};
const known = new Set<string>(["hot", ...Object.values(situations).flat()]);

/** What the bot says of its own, by situation (机器人语句). */
export default function Replies({ staff }: UnderstandingProps) {
  const work = useWork("replies", "replies", staff.id, blank);
  const [q, setQ] = useState("");
  const { body } = work;
  const was = work.piece?.live ?? work.piece?.body;
  const wanted = q.trim().toLowerCase();
  const others = Object.keys(body ?? blank).filter((name) => !known.has(name));
  const groups = [
    ...situationNames.map((s) => ({ key: s as string, title: words.situations[s], names: situations[s] as readonly string[] })),
    ...(others.length > 0 ? [{ key: "other", title: words.other, names: others }] : []),
  ];
  const finds = (name: string) =>
    wanted === "" || [name, ...(words.sentences[name as SentenceName] ?? []), ...wordingsOf(body?.[name])].some((t) => t.toLowerCase().includes(wanted));
  return (
    <WholePage kind="replies" title={shared.pages.replies} work={work} intro={words.intro} placeOf={([name]) => words.sentences[name as SentenceName]?.[0] ?? ""}>
      {(body) => (
        <>
          <div className="und-tools">
            <Input.Search allowClear className="und-search" placeholder={words.search} aria-label={words.search} value={q} onChange={(e) => setQ(e.target.value)} />
            <nav className="und-chips" aria-label={words.goto}>
              {groups.map((g) => (
                <button key={g.key} type="button" onClick={() => document.getElementById(`replies-${g.key}`)?.scrollIntoView({ block: "start" })}>{g.title}</button>
              ))}
            </nav>
          </div>
          <div className="und-scroll" tabIndex={-1}>
            {groups.map((g) => {
              const names = g.names.filter(finds);
              if (names.length === 0) return null;
              return (
                <section key={g.key}>
                  <h2 id={`replies-${g.key}`}>{g.title}</h2>
                  {g.key === "opening" && wanted === "" && (
                    <Hot ids={wordingsOf(body["hot"])} faults={faultsAt(work.faults, "hot")} change={(hot) => work.change({ ...body, hot })} />
                  )}
                  {names.map((name) => {
                    const [said, where] = words.sentences[name as SentenceName] ?? [name, ""];
                    return (
                      <SentenceForm
                        key={name} name={said} where={where} wordings={wordingsOf(body[name])} was={wordingsOf(was?.[name])} one={labels.has(name)} faults={faultsAt(work.faults, name)}
                        placeholders={placeholders[name as SentenceName] ?? []} change={(next) => work.change({ ...body, [name]: storedAs(next) })}
                      />
                    );
                  })}
                </section>
              );
            })}
          </div>
        </>
      )}
    </WholePage>
  );
}
