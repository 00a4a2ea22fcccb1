import { App, Alert, AutoComplete, Button, Empty, Spin } from "antd";
import { useState } from "react";
import { useAct } from "../../knowledge/queries";
import { Trouble } from "../../pages/Trouble";
import { type Piece, removePiece } from "../api";
import { Head, StateMark } from "../Head";
import { Legend } from "../Legend";
import { Lines } from "../Lines";
import type { UnderstandingProps } from "../pages";
import { usePieces } from "../queries";
import type { Small as Row } from "../shapes";
import { faultOf, faultsBy } from "../shown";
import { words as shared } from "../strings";
import { useWork } from "../work";
import { words } from "./strings";

const nothing: never[] = [];
const nameOf = (kind: string) => words.kinds[kind] ?? kind;
const blankOf = (id: string): Row => ({ kind: id.split("/")[0] ?? id, patterns: [], replies: [] });

/** What customers say without wanting anything, and what the bot replies (闲聊). */
export default function Small({ staff, rest, go }: UnderstandingProps) {
  const asked = usePieces("smalltalk");
  const id = decodeURIComponent(rest);
  const items = asked.data ?? nothing;
  const [fresh, setFresh] = useState<string>();
  const open = (next: string) => go(encodeURIComponent(next));
  const known = items.some((p) => p.id === id) || id === fresh;
  return (
    <section className="und-body und-split" data-open={id !== ""} aria-label={shared.pages.smalltalk}>
      <div className="und-list">
        <h1>{shared.pages.smalltalk}</h1>
        <New
          items={items}
          add={(next) => {
            setFresh(next);
            open(next);
          }}
        />
        <Trouble asked={asked} />
        {asked.isPending && <Spin className="shell-wait" />}
        <ul>
          {items.map((p) => <Item key={p.id} piece={p} open={id === p.id} show={() => open(p.id)} />)}
        </ul>
      </div>
      {id === "" || (!known && asked.data)
        ? <Empty className="und-detail" image={Empty.PRESENTED_IMAGE_SIMPLE} description={id === "" ? words.pick : words.gone} />
        : asked.data && <Detail key={id} id={id} who={staff.id} back={() => go("")} />}
    </section>
  );
}

/** A kind of small talk, with its first phrase: two rows may be of one kind. */
function Item({ piece, open, show }: { piece: Piece<Row>; open: boolean; show(): void }) {
  const row = piece.body ?? piece.live;
  return (
    <li>
      <button type="button" aria-current={open} onClick={show}>
        <strong>{nameOf(row?.kind ?? piece.id)}</strong>
        <span className="soft und-first">{words.count(row?.patterns.length ?? 0, row?.replies?.length ?? 0)}{row?.patterns[0] && ` · ${row.patterns[0]}`}</span>
        {piece.change && <StateMark piece={piece} />}
      </button>
    </li>
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

function Detail({ id, who, back }: { id: string; who: string; back(): void }) {
  const { message, modal } = App.useApp();
  const [blank] = useState(() => blankOf(id));
  const work = useWork("smalltalk", id, who, blank);
  const { body, piece } = work;
  const remove = useAct(() => removePiece("smalltalk", id, piece?.rev ?? 0));
  const ask = () =>
    modal.confirm({
      title: words.remove, content: words.removeAsk, okButtonProps: { danger: true },
      onOk: () => remove.mutateAsync(undefined).then(
        () => {
          work.forget();
          void message.success(words.removed);
        },
        (error: Error) => message.error(error.message),
      ),
    });
  if (!body) return null;
  const filler = body.kind === "filler";
  return (
    <div className="und-detail">
      <Button className="und-back" size="small" onClick={back}>‹ {shared.pages.smalltalk}</Button>
      <Head kind="smalltalk" id={id} title={nameOf(body.kind)} work={work}>
        <Legend />
        {piece?.body && <Button size="small" type="text" danger onClick={ask}>{words.remove}</Button>}
      </Head>
      <p className="und-intro soft">{filler ? words.filler : words.intro}</p>
      {faultOf(work.faults) && <Alert type="error" showIcon title={faultOf(work.faults)} />}
      <div className="und-scroll" tabIndex={-1}>
        <h2>{words.patterns}</h2>
        <p className="und-intro soft">{words.patternsHint}</p>
        <Lines label={words.patterns} value={body.patterns} patterns faults={faultsBy(work.faults, body.patterns, "patterns")} change={(patterns) => work.change({ ...body, patterns })} />
        {!filler && (
          <>
            <h2>{words.replies}</h2>
            <Lines
              label={words.replies} value={body.replies ?? nothing} placeholder={words.reply} most={2000} faults={faultsBy(work.faults, body.replies ?? nothing, "replies")}
              change={(replies) => work.change({ ...body, replies })}
            />
          </>
        )}
      </div>
    </div>
  );
}
