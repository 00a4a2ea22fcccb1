import { Button, Empty, Input, Switch, Tabs } from "antd";
import { useState } from "react";
import { Lines } from "../Lines";
import type { UnderstandingProps } from "../pages";
import type { CoolWords, Mood as Spec, MoodWords } from "../shapes";
import { faultsBy } from "../shown";
import { words as shared } from "../strings";
import { WholePage } from "../WholePage";
import { useWork, type Work } from "../work";
import { CoolGroup, WordGroup } from "./Groups";
import { useMoodLimits } from "./levels";
import { words } from "./strings";

const blank: Spec = {};
const nothing: never[] = [];

/** How the bot hears that a customer is upset (情绪). */
export default function Mood({ staff, rest, move }: UnderstandingProps) {
  const work = useWork("mood", "mood", staff.id, blank);
  const tab = rest === "cool" || rest === "other" ? rest : "words";
  const Part = { words: Words, cool: Cool, other: Other }[tab];
  return (
    <WholePage kind="mood" title={shared.pages.mood} work={work} intro={words.intro} patterns>
      {(body) => (
        <>
          <Tabs
            activeKey={tab} onChange={(key) => move(key === "words" ? "" : key)}
            items={(["words", "cool", "other"] as const).map((key) => ({ key, label: words.tabs[key] }))}
          />
          <div className="und-scroll" tabIndex={-1}><Part work={work} body={body} /></div>
        </>
      )}
    </WholePage>
  );
}

interface PartProps {
  work: Work<Spec>;
  body: Spec;
}

function Words({ work, body }: PartProps) {
  const limits = useMoodLimits();
  const [q, setQ] = useState("");
  const groups = body.words ?? nothing;
  const classes = [...new Set(groups.map((g) => g.class))];
  const [chosen, setChosen] = useState("");
  const shownClass = classes.includes(chosen) ? chosen : (classes[0] ?? "");
  const wanted = q.trim().toLowerCase();
  const shown = groups
    .map((group, i) => ({ group, i }))
    .filter(({ group }) => (wanted === "" ? group.class === shownClass : group.words.some((w) => w.toLowerCase().includes(wanted))));
  const change = (next: MoodWords[]) => work.change({ ...body, words: next });
  return (
    <>
      <div className="und-tools">
        <Input.Search allowClear className="und-search" placeholder={words.search} aria-label={words.search} value={q} onChange={(e) => setQ(e.target.value)} />
        <Button
          onClick={() => {
            setQ("");
            change([{ class: shownClass || "anger", weight: limits.uneasy, words: [] }, ...groups]);
          }}
        >
          {words.addGroup}
        </Button>
      </div>
      {wanted === "" && (
        <div className="und-chips" role="group" aria-label={words.class}>
          {classes.map((c) => (
            <button key={c} type="button" aria-pressed={c === shownClass} onClick={() => setChosen(c)}>
              {words.classes[c] ?? c} <span className="soft">{groups.filter((g) => g.class === c).reduce((n, g) => n + g.words.length, 0)}</span>
            </button>
          ))}
        </div>
      )}
      {shown.length === 0 && <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={words.none} />}
      {shown.map(({ group, i }) => (
        <WordGroup
          key={i} group={group} classes={classes} limits={limits} filter={wanted} faults={faultsBy(work.faults, group.words, "words", i, "words")}
          change={(next) => {
            if (next.class !== group.class && wanted === "") setChosen(next.class);
            change(groups.map((g, k) => (k === i ? next : g)));
          }}
          remove={() => change(groups.filter((_, k) => k !== i))}
        />
      ))}
    </>
  );
}

function Cool({ work, body }: PartProps) {
  const groups = body.cool ?? nothing;
  const classes = [...new Set((body.words ?? nothing).map((g: MoodWords) => g.class))];
  const change = (next: CoolWords[]) => work.change({ ...body, cool: next });
  return (
    <>
      <p className="soft">{words.cool.intro}</p>
      {groups.map((group: CoolWords, i) => (
        <CoolGroup
          key={i} group={group} classes={classes} faults={faultsBy(work.faults, group.words, "cool", i, "words")}
          change={(next) => change(groups.map((g, k) => (k === i ? next : g)))} remove={() => change(groups.filter((_, k) => k !== i))}
        />
      ))}
      <Button onClick={() => change([...groups, { factor: 0.2, words: [] }])}>{words.addGroup}</Button>
    </>
  );
}

function Other({ work, body }: PartProps) {
  const was = work.piece?.live ?? work.piece?.body;
  return (
    <>
      <p>
        <label>
          <Switch checked={!body.without_model} onChange={(on) => work.change({ ...body, without_model: !on })} /> {words.model}
        </label>
        <br />
        <span className="soft">{words.modelHint}</span>
      </p>
      {(["guard", "negations", "intensifiers"] as const).map((name) => (
        <section key={name}>
          <h2>{words.lists[name].title}</h2>
          <p className="und-intro soft">{words.lists[name].intro}</p>
          <Lines
            label={words.lists[name].title} value={body[name] ?? nothing} was={was?.[name]} patterns faults={faultsBy(work.faults, body[name] ?? nothing, name)}
            change={(next) => work.change({ ...body, [name]: next })}
          />
        </section>
      ))}
    </>
  );
}
