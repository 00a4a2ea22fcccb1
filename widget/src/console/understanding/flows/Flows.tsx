import { Button, Empty, Input, Spin } from "antd";
import { useMemo, useState } from "react";
import { Mark } from "../../context/Mark";
import { Trouble } from "../../pages/Trouble";
import type { Piece } from "../api";
import { StateMark } from "../Head";
import { NameDialog } from "../NameDialog";
import type { UnderstandingProps } from "../pages";
import { usePieces } from "../queries";
import type { Flow } from "../shapes";
import { words as shared } from "../strings";
import { FlowForm } from "./FlowForm";
import { words } from "./strings";

const nothing: never[] = [];

/** The dialogues that gather details (流程): their list, and the form of one. */
export default function Flows({ staff, rest, go }: UnderstandingProps) {
  const asked = usePieces("flow");
  const [q, setQ] = useState("");
  const [naming, setNaming] = useState(false);
  const [fresh, setFresh] = useState<string>();
  const items = asked.data ?? (nothing as Piece<Flow>[]);
  const id = decodeURIComponent(rest);
  const wanted = q.trim().toLowerCase();
  const shown = useMemo(
    () => items.filter((p) => wanted === "" || JSON.stringify(p.body ?? p.live).toLowerCase().includes(wanted)).sort((a, b) => a.position - b.position),
    [items, wanted],
  );
  const known = items.some((p) => p.id === id) || id === fresh;
  return (
    <section className="und-body und-split" data-open={id !== ""} aria-label={shared.pages.flows}>
      <div className="und-list">
        <h1>{shared.pages.flows}</h1>
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
      ) : asked.data && <FlowForm key={id} id={id} staff={staff} back={() => go("")} />}
      {naming && (
        <NameDialog
          title={words.add} ok={words.create} taken={items.map((p) => p.id)} close={() => setNaming(false)}
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

function Item({ piece, open, show }: { piece: Piece<Flow>; open: boolean; show(): void }) {
  const flow = piece.body ?? piece.live;
  if (!flow) return null;
  return (
    <li>
      <button type="button" aria-current={open} data-off={flow.off === true} onClick={show}>
        <span className="und-item-top">
          <Mark tone={flow.end.do === "answer" ? "blue" : "warn"}>{words.ends[flow.end.do]}</Mark>
          <strong>{flow.name}</strong>
        </span>
        <span className="soft und-cut">{flow.slots.map((s) => s.label).join(" → ")}</span>
        <span className="und-item-top">
          {flow.off && <Mark>{words.off}</Mark>}
          {piece.change && <StateMark piece={piece} />}
        </span>
      </button>
    </li>
  );
}
