import { Input } from "antd";
import { useState } from "react";
import type { UnderstandingProps } from "../pages";
import type { Homophone } from "../shapes";
import { words as shared } from "../strings";
import { homophones } from "./codecs";
import { RowForm } from "./Form";
import { type FormProps, ListPage } from "./ListPage";
import { words } from "./strings";

const w = words.homophones;

/** What is typed for what is meant (同音错字). */
export default function Homophones({ staff }: UnderstandingProps) {
  return <ListPage codec={homophones} who={staff.id} title={shared.pages.homophones} {...w} columns={[w.typed, w.meant]} Cells={Cells} Form={Form} />;
}

const Cells = ({ row }: { row: Homophone }) => (
  <>
    <span className="und-main"><del>{row.typed}</del></span>
    <span className="und-main">{row.meant}</span>
  </>
);

function Form({ row, done, cancel }: FormProps<Homophone>) {
  const [typed, setTyped] = useState(row?.typed ?? "");
  const [meant, setMeant] = useState(row?.meant ?? "");
  const [wrong, setWrong] = useState("");
  const submit = () => {
    const next = { typed: typed.trim(), meant: meant.trim() };
    const why = homophones.wrong(next) || done(next);
    setWrong(why);
    if (why) return;
    setTyped("");
    setMeant("");
  };
  return (
    <RowForm edits={row !== undefined} wrong={wrong} submit={submit} cancel={cancel}>
      <Input size="small" className="und-main" autoFocus={row !== undefined} maxLength={40} value={typed} placeholder={w.typed} aria-label={w.typed} onChange={(e) => setTyped(e.target.value)} />
      <Input size="small" className="und-main" maxLength={40} value={meant} placeholder={w.meant} aria-label={w.meant} onChange={(e) => setMeant(e.target.value)} />
    </RowForm>
  );
}
