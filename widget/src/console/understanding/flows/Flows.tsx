import { Mark } from "../../context/Mark";
import { NewPiece } from "../NameDialog";
import type { UnderstandingProps } from "../pages";
import type { Flow } from "../shapes";
import { Split } from "../Split";
import { words as shared } from "../strings";
import { FlowForm } from "./FlowForm";
import { words } from "./strings";

/** The dialogues that gather details (流程): their list, and the form of one. */
export default function Flows({ staff, rest, go }: UnderstandingProps) {
  return (
    <Split
      kind="flow" title={shared.pages.flows} words={words} rest={rest} go={go}
      adding={(items, create) => <NewPiece title={words.add} ok={words.create} taken={items.map((p) => p.id)} create={create} />}
      line={(p) => <Line flow={p.shown} />} form={(id, back) => <FlowForm key={id} id={id} staff={staff} back={back} />}
    />
  );
}

function Line({ flow }: { flow: Flow }) {
  return (
    <>
      <span className="und-item-top">
        <Mark tone={flow.end.do === "answer" ? "blue" : "warn"}>{words.ends[flow.end.do]}</Mark>
        <strong>{flow.name}</strong>
      </span>
      <span className="soft und-cut">{flow.slots.map((s) => s.label).join(" → ")}</span>
      {flow.off && <span className="und-item-top"><Mark>{words.off}</Mark></span>}
    </>
  );
}
