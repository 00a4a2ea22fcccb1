import { App, Button } from "antd";
import { useEffect, useRef } from "react";
import { Mark } from "../../context/Mark";
import { useAct } from "../../knowledge/queries";
import { savePieces } from "../api";
import { NewPiece } from "../NameDialog";
import type { UnderstandingProps } from "../pages";
import type { Rule } from "../shapes";
import { type Shown, Split } from "../Split";
import { words as shared } from "../strings";
import { inTurn, type Replaced, replaced } from "./order";
import { RuleForm } from "./RuleForm";
import { words } from "./strings";

/** The pinned decisions (规则): the list in the order in which they are asked, and the form of one. */
export default function Rules({ staff, rest, go }: UnderstandingProps) {
  return (
    <Split
      kind="rule" title={shared.pages.rules} words={words} rest={rest} go={go} sort={inTurn}
      adding={(items, create) => <NewPiece title={words.add} ok={words.create} taken={items.map((p) => p.id)} create={create} />}
      line={(p) => <Line rule={p.shown} />} tools={(p, all) => <Mover rule={p} all={all} />}
      form={(id, back) => <RuleForm key={id} id={id} staff={staff} back={back} />}
    />
  );
}

function Line({ rule }: { rule: Rule }) {
  const said = [...(rule.all ?? []), ...(rule.any ?? []), ...(rule.regex ?? []), ...(rule.entities ?? []), ...(rule.when ? [rule.when] : [])];
  return (
    <>
      <span className="und-item-top">
        <Mark tone={rule.action === "handoff" ? "warn" : rule.action === "answer" ? "blue" : "plain"}>{words.actions[rule.action]}</Mark>
        <strong>{rule.id}</strong>
        <span className="und-end soft" title={words.priority}>{rule.priority ?? 0}</span>
      </span>
      <span className="soft und-cut">{said[0] ?? ""}</span>
      {rule.off && <span className="und-item-top"><Mark>{words.off}</Mark></span>}
    </>
  );
}

/** Lets a rule have its say before or behind another of the same priority. */
function Mover({ rule, all }: { rule: Shown<Rule>; all: readonly Shown<Rule>[] }) {
  const { message } = App.useApp();
  const move = useAct((edits: readonly Replaced[]) => savePieces("rule", edits));
  const box = useRef<HTMLSpanElement>(null);
  // A line that is taken to its new place loses the focus on the way.
  const taken = useRef<-1 | 1>(undefined);
  useEffect(() => {
    const by = taken.current;
    taken.current = undefined;
    if (by) box.current?.querySelector<HTMLElement>(`[data-by="${by}"]:enabled, :enabled`)?.focus();
  }, [rule.position]);
  const ways = ([-1, 1] as const).map((by) => ({ by, edits: replaced(all, rule, by), name: by < 0 ? words.earlier : words.later }));
  if (ways.every(({ edits }) => edits.length === 0)) return null;
  const take = (edits: readonly Replaced[], by: -1 | 1) => {
    taken.current = by;
    const other = edits.find((e) => e.id !== rule.id)?.id ?? "";
    move.mutate(edits, {
      onSuccess: () => void message.success(by < 0 ? words.before(rule.id, other) : words.behind(rule.id, other)),
      onError: (error) => {
        taken.current = undefined;
        void message.error(error.message);
      },
    });
  };
  return (
    <span className="und-mover" ref={box}>
      {ways.map(({ by, edits, name }) => (
        <Button
          key={by} size="small" type="text" data-by={by} disabled={edits.length === 0} title={name} aria-label={shared.part(rule.id, name)}
          onClick={() => take(edits, by)}
        >
          {by < 0 ? "↑" : "↓"}
        </Button>
      ))}
    </span>
  );
}
