import { App, Button, Checkbox } from "antd";
import { useEffect, useState } from "react";
import { Mark } from "../../context/Mark";
import { clock } from "../../format";
import { EntryPick } from "../../understanding/EntryPick";
import { useEntryName } from "../../understanding/queries";
import type { AskedRef, Miss, MissAction, MissState } from "../shapes";
import { words as shared } from "../words";
import { CreateDrawer, GiveDialog } from "./Dialogs";
import { useKeys } from "./keys";
import { nameOf, refsOf } from "./refs";
import { words } from "./words";

interface DetailProps {
  miss: Miss;
  state: MissState;
  /** From this score on the nearest entry may be meant. */
  near: number;
  busy: boolean;
  /** Why the last action was refused. */
  error: string;
  /** Resolves to whether it was done. `entry` is the question of the entry that it goes into, "" where it goes into none. */
  act(refs: AskedRef[], action: MissAction, entry: string): Promise<boolean>;
  /** Shows a message where it was said; not there for who may not see conversations. */
  look?: ((at: AskedRef) => void) | undefined;
  /** Told of the group that somebody is in the middle of something with, which the list must not take away. */
  hold(miss?: Miss): void;
  entry(id: string): void;
  tryOut(text: string): void;
}

/** A group of questions: what was said, what agents answered, what can be made of it. */
export function Detail({ miss, state, near, busy, error, act, look, hold, entry, tryOut }: DetailProps) {
  const { message } = App.useApp();
  // What is left out, not what is chosen: a message that comes meanwhile is one of the group.
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const suggested = miss.entry && miss.entry.score >= near ? miss.entry : undefined;
  const [into, setInto] = useState(suggested?.id ?? "");
  const mend = suggested !== undefined && into === suggested.id && miss.blamed === true;
  const intoName = useEntryName(into).data ?? (into === suggested?.id ? suggested.question : into);
  const [dialog, setDialog] = useState<{ create: string } | "give">();
  const chosen = miss.texts.filter((t) => !left.has(nameOf(t))).length;
  const open = dialog !== undefined;
  useEffect(() => {
    if (open) hold(miss);
    return () => hold();
  }, [open, miss, hold]);

  const run = async (action: MissAction) => {
    if (busy) return;
    if (chosen === 0) return void message.warning(words.nothingChosen);
    const name = action.action === "variant" ? intoName : action.action === "entry" ? action.question : "";
    if (await act(refsOf(miss, left, action.action), action, name)) setDialog(undefined);
  };
  const variant = () => (into === "" ? void message.warning(words.entryFirst) : void run({ action: "variant", entry: into }));
  const create = (answer = miss.replies[0]?.text ?? "") => (chosen === 0 ? void message.warning(words.nothingChosen) : setDialog({ create: answer }));
  const ignore = () => void run({ action: "ignore" });
  const give = () => setDialog("give");
  useKeys(state === "done" ? {} : { 1: variant, 2: () => create(), 3: ignore, 4: give });

  const toggle = (t: AskedRef, on: boolean) =>
    setLeft((before) => {
      const next = new Set(before);
      if (on) next.delete(nameOf(t));
      else next.add(nameOf(t));
      return next;
    });
  return (
    <section className="miss" aria-label={miss.label}>
      <header className="miss-head">
        <h2>{miss.label}</h2>
        <Button size="small" onClick={() => tryOut(miss.label)}>{words.tryOut}</Button>
      </header>
      <div className="card miss-do">
        {state !== "done" && (
          <>
            <div className="miss-into">
              <EntryPick value={into} label={words.into} change={setInto} />
              <Button type={suggested && !mend ? "primary" : "default"} disabled={into === ""} loading={busy} onClick={variant}>{words.acts.variant} <kbd>1</kbd></Button>
              {into !== "" && <Button {...(mend ? { type: "primary" } : { type: "link", size: "small" })} onClick={() => entry(into)}>{shared.open}</Button>}
            </div>
            <p className="soft">
              {mend ? words.mend : suggested ? words.near(suggested.score.toFixed(2)) : miss.entry ? words.far(miss.entry.question, miss.entry.score.toFixed(2)) : words.suggestedNone}
            </p>
          </>
        )}
        <div className="page-do">
          {state !== "done" && <Button type={suggested ? "default" : "primary"} onClick={() => create()}>{words.acts.entry} <kbd>2</kbd></Button>}
          {state !== "done" && state !== "ignored" && <Button onClick={ignore}>{words.acts.ignore} <kbd>3</kbd></Button>}
          {state !== "done" && <Button onClick={give}>{words.acts.give} <kbd>4</kbd></Button>}
          {state !== "open" && <Button onClick={() => void run({ action: "reopen" })}>{words.acts.reopen}</Button>}
        </div>
      </div>
      <section className="card" aria-label={words.replies}>
        <h2>{words.replies}</h2>
        {miss.replies.length === 0 && <p className="soft">{words.repliesNone}</p>}
        <ul className="miss-replies">
          {miss.replies.map((r) => (
            <li key={nameOf(r)}>
              <blockquote>{r.text}</blockquote>
              <span className="soft">{r.by_name}</span>
              {state !== "done" && <Button type="link" size="small" onClick={() => create(r.text)}>{words.use}</Button>}
              {look && <Button type="link" size="small" onClick={() => look(r)}>{words.look}</Button>}
            </li>
          ))}
        </ul>
      </section>
      <section className="card" aria-label={words.texts(miss.texts.length, miss.size)}>
        <h2>{words.texts(miss.texts.length, miss.size)}</h2>
        <Checkbox
          checked={chosen === miss.texts.length} indeterminate={chosen > 0 && chosen < miss.texts.length}
          onChange={(e) => setLeft(new Set(e.target.checked ? [] : miss.texts.map(nameOf)))}
        >
          {words.all}
        </Checkbox>
        <ul className="miss-texts">
          {miss.texts.map((t) => (
            <li key={nameOf(t)}>
              <Checkbox checked={!left.has(nameOf(t))} aria-label={words.textOne(t.text)} onChange={(e) => toggle(t, e.target.checked)}>{t.text}</Checkbox>
              <span className="marks">{t.whys.map((y) => <Mark key={y}>{shared.whys[y]}</Mark>)}</span>
              <time className="soft" dateTime={new Date(t.at).toISOString()}>{clock(t.at, Date.now())}</time>
              {look && <Button type="link" size="small" onClick={() => look(t)}>{words.look}</Button>}
            </li>
          ))}
        </ul>
      </section>
      {dialog === "give" && <GiveDialog busy={busy} give={(to) => void run({ action: "give", to })} close={() => setDialog(undefined)} />}
      {typeof dialog === "object" && (
        <CreateDrawer
          question={miss.label} answer={dialog.create} count={refsOf(miss, left, "entry").length} busy={busy} error={error}
          create={(e) => void run({ action: "entry", ...e })} close={() => setDialog(undefined)}
        />
      )}
    </section>
  );
}
