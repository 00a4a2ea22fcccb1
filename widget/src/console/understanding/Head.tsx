import { App, Alert, Button, Dropdown, type MenuProps, Popconfirm } from "antd";
import { type ReactNode, useEffect, useState } from "react";
import { Mark, type Tone } from "../context/Mark";
import { clock } from "../format";
import { History } from "../knowledge/History";
import { useAct } from "../knowledge/queries";
import { ConflictDialog } from "../knowledge/shared/ConflictDialog";
import { kindName } from "../knowledge/shared/names";
import { type ChangeState, type Fault, type MoveStep, type Piece, stepChange, type Theirs } from "./api";
import { Differences } from "./Differences";
import { differences } from "./merge";
import type { Kind } from "./shapes";
import { placeText } from "./shown";
import { words } from "./strings";
import { TryLink } from "./TryLink";
import type { Work } from "./work";

const tones: Record<ChangeState, Tone> = { draft: "warn", review: "blue", approved: "good" };
/** What may be done with a change that has come this far. */
const ways: Record<ChangeState, MoveStep[]> = { draft: ["submit", "approve", "discard"], review: ["approve", "return", "discard"], approved: ["return", "discard"] };

interface HeadProps<B> {
  kind: Kind;
  id: string;
  title: ReactNode;
  work: Work<B>;
  /** What keeps it from being saved, counted; the server is not asked then. */
  wrong?: number;
  /** Asked where the question is tried. */
  sample?: string;
  /** What people call the place of a problem, for pages that are longer than the screen. */
  placeOf?(path: Fault["path"]): string;
  /** Tools of the page itself. */
  children?: ReactNode;
}

/** The head of a piece: how far its change has come, what is not saved, and what can be done. Ctrl+S saves. */
export function Head<B>({ kind, id, title, work, wrong = 0, sample = "", placeOf, children }: HeadProps<B>) {
  const { message } = App.useApp();
  const [history, setHistory] = useState(false);
  const { piece, unsaved, saving } = work;
  const dirty = unsaved.length > 0;
  const report = async (attempt: Promise<boolean>, done: string) => {
    try {
      if (await attempt) void message.success(done);
    } catch (error) {
      void message.error((error as Error).message || words.failed);
    }
  };
  const save = (then?: MoveStep) => {
    if (wrong > 0) void message.error(words.faults(wrong));
    else void report(work.save(then), then ? words.savedSubmitted : words.saved);
  };
  useSaveKey(() => dirty && !work.theirs && save());
  return (
    <>
      <header className="und-head">
        <h1>{title}</h1>
        <StateMark piece={piece} blank={words.notLive} />
        {children}
        <span className="und-do">
          <TryLink text={sample} />
          <Button disabled={!piece} onClick={() => setHistory(true)}>{words.history}</Button>
          <Ways kind={kind} id={id} piece={piece} dirty={dirty} saving={saving} />
          <Button disabled={!work.undo} onClick={work.undo}>{words.undo}</Button>
          <Button disabled={!dirty} loading={saving} onClick={() => save("submit")}>{words.saveSubmit}</Button>
          <Button type="primary" disabled={!dirty} loading={saving} title={words.saveKeys} onClick={() => save()}>{words.save}</Button>
        </span>
      </header>
      {dirty && (
        <div className="und-unsaved" role="status">
          <strong>{words.unsaved(unsaved.length)}</strong>
          <span>{words.kept}</span>
          <Popconfirm title={words.forgetAsk(unsaved.length)} onConfirm={work.forget}>
            <Button size="small" type="link" danger>{words.forget}</Button>
          </Popconfirm>
        </div>
      )}
      {work.faults.length > 0 && <FaultList faults={work.faults} {...(placeOf && { placeOf })} />}
      {work.theirs && work.body !== undefined && <Conflict kind={kind} work={work} body={work.body} theirs={work.theirs} report={(saving) => void report(saving, words.saved)} />}
      {history && (
        <History
          piece={{ kind, id }} rev={piece?.rev ?? 0} unsaved={dirty} close={() => setHistory(false)} restored={() => setHistory(false)}
          compare={(before, after) => <Differences of={differences(before ?? undefined, after ?? undefined)} />}
        />
      )}
    </>
  );
}

interface ConflictProps<B> {
  kind: Kind;
  work: Work<B>;
  body: B;
  theirs: Theirs<B>;
  report(saving: Promise<boolean>): void;
}

/** Another has saved the piece meanwhile. */
function Conflict<B>({ kind, work, body, theirs, report }: ConflictProps<B>) {
  return (
    <ConflictDialog
      kind={kind} base={work.base} mine={body} theirs={theirs.body ?? undefined} by={{ name: theirs.by_name ?? "", at: theirs.at }} own={work.own}
      placeOf={(path) => placeText(path) || kindName(kind)} theirsOnly={(of) => <Differences of={of} />} close={() => void work.settle()}
      takeTheirs={() => {
        if (theirs.body) void work.settle(theirs.body);
        else work.forget();
      }}
      settle={(value, now) => {
        const saving = work.settle(value, now);
        if (now) report(saving);
      }}
    />
  );
}

/** How far the change of a piece has come. */
export function StateMark({ piece, blank }: { piece: Piece<unknown> | undefined; blank?: string }) {
  const change = piece?.change;
  if (!change) return <Mark>{piece ? words.live : (blank ?? words.live)}</Mark>;
  const who = change.by_name;
  return (
    <>
      <Mark tone={tones[change.state]}>{words.states[change.state]}</Mark>
      {change.what && change.what !== "changed" && <Mark tone={change.what === "removed" ? "bad" : "plain"}>{words.what[change.what]}</Mark>}
      {who && <span className="soft" title={words.rev(piece.rev)}>{words.byAt(who, clock(change.at, Date.now()))}</span>}
    </>
  );
}

/** The steps that may be taken with a stored change; none while it is being saved. */
export function Ways({ kind, id, piece, dirty, saving }: { kind: Kind; id: string; piece: Piece<unknown> | undefined; dirty: boolean; saving: boolean }) {
  const { message, modal } = App.useApp();
  const step = useAct((s: MoveStep) => stepChange(kind, id, piece?.rev ?? 0, s));
  const state = piece?.change?.state;
  if (!state) return null;
  const take = (s: MoveStep) => {
    if (dirty) return void message.warning(words.saveFirst);
    const go = () =>
      step.mutateAsync(s).then(() => message.success(words.stepped[s]), (error: Error) => message.error(error.message || words.failed));
    if (s === "discard") modal.confirm({ title: words.steps.discard, content: words.discardAsk, okButtonProps: { danger: true }, onOk: go });
    else void go();
  };
  const items: MenuProps["items"] = ways[state].map((key) => ({ key, label: words.steps[key], danger: key === "discard" }));
  return (
    <Dropdown trigger={["click"]} disabled={saving} menu={{ items, onClick: ({ key }) => take(key as MoveStep) }}>
      <Button disabled={saving} loading={step.isPending}>{words.states[state]} ▾</Button>
    </Dropdown>
  );
}

/** As many problems are listed above a form; they stand at their places besides. */
const most = 5;

/** What is wrong with a piece, above its form. */
export function FaultList({ faults, placeOf }: { faults: readonly Fault[]; placeOf?: (path: Fault["path"]) => string }) {
  const said = (f: Fault) => [placeOf?.(f.path), f.message].filter(Boolean).join(words.colon);
  return (
    <Alert
      type="error" showIcon className="und-alert" title={words.faults(faults.length)}
      description={
        <ul>
          {faults.slice(0, most).map((f) => <li key={[...f.path, f.message].join("/")}>{said(f)}</li>)}
          {faults.length > most && <li>{words.faultsMore(faults.length - most)}</li>}
        </ul>
      }
    />
  );
}

/** Ctrl+S (or Cmd+S) anywhere on the page. */
function useSaveKey(save: () => void) {
  useEffect(() => {
    const pressed = (e: KeyboardEvent) => {
      if (e.key.toLowerCase() !== "s" || !(e.ctrlKey || e.metaKey) || e.altKey || e.shiftKey) return;
      e.preventDefault(); // the browser would save the page
      save();
    };
    document.addEventListener("keydown", pressed);
    return () => document.removeEventListener("keydown", pressed);
  });
}
