import { Button, Empty, Input, Spin } from "antd";
import { useMemo, useState } from "react";
import { Mark } from "../../context/Mark";
import { Trouble } from "../../pages/Trouble";
import type { Piece } from "../api";
import { StateMark } from "../Head";
import { NameDialog } from "../NameDialog";
import type { UnderstandingProps } from "../pages";
import { usePieces } from "../queries";
import type { Rule } from "../shapes";
import { words as shared } from "../strings";
import { RuleForm } from "./RuleForm";
import { words } from "./strings";

const nothing: never[] = [];
const priorityOf = (p: Piece<Rule>): number => (p.body ?? p.live)?.priority ?? 0;

/** The pinned decisions (规则): the list in the order in which they are asked, and the form of one. */
export default function Rules({ staff, rest, go }: UnderstandingProps) {
  const asked = usePieces("rule");
  const [q, setQ] = useState("");
  const [naming, setNaming] = useState(false);
  const [fresh, setFresh] = useState<string>();
  const items = asked.data ?? (nothing as Piece<Rule>[]);
  const id = decodeURIComponent(rest);
  const wanted = q.trim().toLowerCase();
  const shown = useMemo(
    () => items
      .filter((p) => wanted === "" || JSON.stringify(p.body ?? p.live).toLowerCase().includes(wanted))
      .sort((a, b) => priorityOf(b) - priorityOf(a) || a.position - b.position),
    [items, wanted],
  );
  const known = items.some((p) => p.id === id) || id === fresh;
  return (
    <section className="und-body und-split" data-open={id !== ""} aria-label={shared.pages.rules}>
      <div className="und-list">
        <h1>{shared.pages.rules}</h1>
        <Input.Search allowClear size="small" placeholder={words.search} aria-label={words.search} value={q} onChange={(e) => setQ(e.target.value)} />
        <Button size="small" type="primary" onClick={() => setNaming(true)}>{words.add}</Button>
        <Trouble asked={asked} />
        {asked.isPending && <Spin className="shell-wait" />}
        {asked.data && shown.length === 0 && <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={items.length === 0 ? words.none : shared.list.noneFound} />}
        <ul>{shown.map((p) => <Item key={p.id} piece={p} open={id === p.id} show={() => go(encodeURIComponent(p.id))} />)}</ul>
      </div>
      {id === "" || (!known && asked.data) ? (
        <div className="und-detail">
          <p className="und-intro soft">{words.intro}</p>
          <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={id === "" ? words.pick : words.gone} />
        </div>
      ) : asked.data && <RuleForm key={id} id={id} staff={staff} back={() => go("")} />}
      {naming && (
        <NameDialog
          title={words.add} ok={words.create}
          taken={items.map((p) => p.id)} close={() => setNaming(false)}
          create={(next) => {
            setFresh(next);
            setNaming(false);
            go(encodeURIComponent(next));
          }}
        />
      )}
    </section>
  );
}

function Item({ piece, open, show }: { piece: Piece<Rule>; open: boolean; show(): void }) {
  const rule = piece.body ?? piece.live;
  if (!rule) return null;
  const said = [...(rule.all ?? []), ...(rule.any ?? []), ...(rule.regex ?? []), ...(rule.entities ?? []), ...(rule.when ? [rule.when] : [])];
  return (
    <li>
      <button type="button" aria-current={open} data-off={rule.off === true} onClick={show}>
        <span className="und-item-top">
          <Mark tone={rule.action === "handoff" ? "warn" : rule.action === "answer" ? "blue" : "plain"}>{words.actions[rule.action]}</Mark>
          <strong>{rule.id}</strong>
          <span className="und-end soft" title={words.priority}>{rule.priority ?? 0}</span>
        </span>
        <span className="soft und-cut">{said[0] ?? ""}</span>
        <span className="und-item-top">
          {rule.off && <Mark>{words.off}</Mark>}
          {piece.change && <StateMark piece={piece} />}
        </span>
      </button>
    </li>
  );
}
