import { Alert, AutoComplete, Button } from "antd";
import { useState } from "react";
import type { Piece } from "../api";
import { Lines } from "../Lines";
import type { UnderstandingProps } from "../pages";
import { PieceForm } from "../PieceForm";
import type { Small as Row } from "../shapes";
import { faultOf, faultsBy } from "../shown";
import { Split } from "../Split";
import { words as shared } from "../strings";
import { useWork } from "../work";
import { words } from "./strings";

const nothing: never[] = [];
const nameOf = (kind: string) => words.kinds[kind] ?? kind;
const blankOf = (id: string): Row => ({ kind: id.split("/")[0] ?? id, patterns: [], replies: [] });

/** What customers say without wanting anything, and what the bot replies (闲聊). */
export default function Small({ staff, rest, go }: UnderstandingProps) {
  return (
    <Split
      kind="smalltalk" title={shared.pages.smalltalk} words={words} rest={rest} go={go}
      adding={(items, create) => <New items={items} add={create} />} line={(p) => <Line row={p.shown} />}
      form={(id, back) => <Form key={id} id={id} who={staff.id} back={back} />}
    />
  );
}

/** A kind of small talk, with its first phrase: two rows may be of one kind. */
function Line({ row }: { row: Row }) {
  return (
    <>
      <strong>{nameOf(row.kind)}</strong>
      <span className="soft und-cut">{words.count(row.patterns.length, row.replies?.length ?? 0)}{row.patterns[0] && ` · ${row.patterns[0]}`}</span>
    </>
  );
}

/** A new row of a kind: its id is the kind's with the next number. */
function New({ items, add }: { items: readonly Piece<Row>[]; add(id: string): void }) {
  const [kind, setKind] = useState("");
  const right = /^[a-z0-9_-]{1,40}$/.test(kind);
  const create = () => {
    const numbers = items.filter((p) => p.id.startsWith(`${kind}/`)).map((p) => Number(p.id.slice(kind.length + 1)) || 0);
    add(`${kind}/${Math.max(0, ...numbers) + 1}`);
    setKind("");
  };
  return (
    <div className="und-new" title={words.nameHint}>
      <AutoComplete
        size="small" value={kind} onChange={setKind} placeholder={words.name} aria-label={words.name} status={kind !== "" && !right ? "error" : ""}
        options={Object.entries(words.kinds).map(([value, label]) => ({ value, label: `${label} ${value}` }))}
      />
      <Button size="small" disabled={!right} onClick={create}>{words.add}</Button>
    </div>
  );
}

function Form({ id, who, back }: { id: string; who: string; back(): void }) {
  const [blank] = useState(() => blankOf(id));
  const work = useWork("smalltalk", id, who, blank);
  const filler = (work.body ?? blank).kind === "filler";
  const was = work.piece?.live ?? work.piece?.body;
  return (
    <PieceForm
      kind="smalltalk" id={id} list={shared.pages.smalltalk} title={nameOf((work.body ?? blank).kind)} work={work} patterns intro={filler ? words.filler : words.intro}
      words={words} back={back}
    >
      {(body) => (
        <>
          {faultOf(work.faults) && <Alert type="error" showIcon title={faultOf(work.faults)} />}
          <h2>{words.patterns}</h2>
          <p className="und-intro soft">{words.patternsHint}</p>
          <Lines
            label={words.patterns} value={body.patterns} was={was?.patterns} patterns faults={faultsBy(work.faults, body.patterns, "patterns")}
            change={(patterns) => work.change({ ...body, patterns })}
          />
          {!filler && (
            <>
              <h2>{words.replies}</h2>
              <Lines
                label={words.replies} value={body.replies ?? nothing} was={was?.replies} placeholder={words.reply} most={2000}
                faults={faultsBy(work.faults, body.replies ?? nothing, "replies")} change={(replies) => work.change({ ...body, replies })}
              />
            </>
          )}
        </>
      )}
    </PieceForm>
  );
}
