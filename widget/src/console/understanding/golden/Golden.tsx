import { App, Button, Checkbox, Empty, Input, Popconfirm, Spin } from "antd";
import { useDeferredValue, useMemo, useState } from "react";
import { Virtualizer } from "virtua";
import { Mark, type Tone } from "../../context/Mark";
import type { GoldenFailure } from "../../knowledge/shapes";
import { useAct } from "../../knowledge/queries";
import { Trouble } from "../../pages/Trouble";
import { type Piece, removePiece } from "../api";
import type { UnderstandingProps } from "../pages";
import { Unremove } from "../PieceForm";
import { useEntryName, usePieces } from "../queries";
import type { Golden as Question } from "../shapes";
import { words as shared } from "../strings";
import { TryLink } from "../TryLink";
import { CheckBar, useGoldenCheck } from "./CheckBar";
import { type Expectation, expectationOf } from "./expect";
import { PasteQuestions } from "./PasteQuestions";
import { QuestionDialog } from "./QuestionDialog";
import { words } from "./strings";

const nothing: never[] = [];
const tones: Record<Expectation, Tone> = { answer: "blue", offer: "blue", none: "plain", handoff: "warn" };
/** Height of a row in pixels before it is measured. */
const height = 40;

/** The questions that every publish is checked against (黄金问题). Each is saved by itself, at once. */
export default function Golden(_: UnderstandingProps) {
  const asked = usePieces("golden");
  const [q, setQ] = useState("");
  const [edited, setEdited] = useState<Piece<Question> | "new">();
  const [pasting, setPasting] = useState(false);
  const [onlyFailed, setOnlyFailed] = useState(false);
  const check = useGoldenCheck();
  const failed = useMemo(() => new Map((check.result?.failed ?? nothing).map((f: GoldenFailure) => [f.id, f])), [check.result]);
  const all = useMemo(() => (asked.data ?? (nothing as Piece<Question>[])).flatMap((p) => {
    const question = p.body ?? p.live;
    return question ? [{ piece: p, question }] : [];
  }), [asked.data]);
  const items = useMemo(() => all.flatMap(({ piece: { body } }) => body ?? nothing), [all]);
  const wanted = useDeferredValue(q.trim().toLowerCase());
  const shown = all.filter(({ piece, question: { text, entry = "" } }) =>
    (wanted === "" || text.toLowerCase().includes(wanted) || entry.includes(wanted)) && (!onlyFailed || failed.size === 0 || failed.has(piece.id)));
  return (
    <section className="und-body" aria-label={shared.pages.golden}>
      <header className="und-head">
        <h1>{shared.pages.golden}</h1>
        <span className="soft">{asked.data && words.total(items.length)}</span>
        <span className="und-do">
          <TryLink />
          <Button disabled={items.length === 0 || check.running} onClick={() => check.start("live")}>{words.checkLive}</Button>
          <Button type="primary" disabled={items.length === 0 || check.running} onClick={() => check.start("draft")}>{words.check}</Button>
        </span>
      </header>
      <p className="und-intro soft">{words.intro}</p>
      <Trouble asked={asked} />
      <CheckBar check={check} />
      <div className="und-tools">
        <Input.Search allowClear className="und-search" placeholder={words.search} aria-label={words.search} value={q} onChange={(e) => setQ(e.target.value)} />
        <Button onClick={() => setEdited("new")}>{words.add}</Button>
        <Button onClick={() => setPasting(true)}>{words.paste}</Button>
        {failed.size > 0 && <Checkbox checked={onlyFailed} onChange={(e) => setOnlyFailed(e.target.checked)}>{words.onlyFailed(failed.size)}</Checkbox>}
      </div>
      {asked.isPending ? <Spin className="shell-wait" /> : shown.length === 0 ? (
        <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={all.length === 0 ? words.none : shared.list.noneFound} />
      ) : (
        <div className="und-rows" tabIndex={0} role="region" aria-label={shared.pages.golden}>
          <Virtualizer as="ul" item="li" data={shown} itemSize={height}>
            {({ piece, question }: (typeof shown)[number]) => <Row key={piece.id} piece={piece} question={question} failure={failed.get(piece.id)} edit={() => setEdited(piece)} />}
          </Virtualizer>
        </div>
      )}
      {edited && <QuestionDialog edited={edited} close={() => setEdited(undefined)} />}
      {pasting && <PasteQuestions have={items} close={() => setPasting(false)} />}
    </section>
  );
}

interface RowProps {
  piece: Piece<Question>;
  question: Question;
  failure: GoldenFailure | undefined;
  edit(): void;
}

function Row({ piece, question, failure, edit }: RowProps) {
  const { message } = App.useApp();
  const remove = useAct(() => removePiece("golden", piece.id, piece.rev));
  const expectation = expectationOf(question);
  if (!piece.body) {
    return (
      <div className="und-row">
        <span className="und-main"><del>{question.text}</del></span>
        <span className="soft">{shared.toRemove}</span>
        <span className="und-row-do"><Unremove kind="golden" piece={piece} /></span>
      </div>
    );
  }
  return (
    <div className="und-row" data-wrong={failure !== undefined} onDoubleClick={edit}>
      <span className="und-main">{question.text}</span>
      <span className="und-main"><Mark tone={tones[expectation]}>{words.short[expectation]}</Mark> {question.entry && <EntryName id={question.entry} />}</span>
      <span className="soft">{question.note}</span>
      <span className="und-row-do">
        <Button size="small" type="text" onClick={edit} aria-label={`${words.edit}「${question.text}」`}>{words.edit}</Button>
        <Popconfirm
          title={words.removeAsk}
          onConfirm={() => remove.mutate(undefined, { onSuccess: () => void message.success(words.removed), onError: (e) => void message.error(e.message) })}
        >
          <Button size="small" type="text" danger loading={remove.isPending} aria-label={`${words.remove}「${question.text}」`}>{words.remove}</Button>
        </Popconfirm>
      </span>
      {failure && <Failure of={failure} />}
    </div>
  );
}

/** What came of it instead. */
function Failure({ of: { got, text } }: { of: GoldenFailure }) {
  return (
    <span className="und-wrong">
      {shared.part(words.got, words.outcomes[got.outcome] ?? got.outcome)}
      {got.entry && <> 「{got.question || got.entry}」</>}
      {got.score !== undefined && got.score > 0 && <span className="soft"> {words.score(got.score)}</span>} <TryLink text={text} />
    </span>
  );
}

function EntryName({ id }: { id: string }) {
  const name = useEntryName(id);
  return <span className={name.data === null ? "bad" : ""} title={id}>{name.data === null ? shared.entry.missing(id) : (name.data ?? id)}</span>;
}
