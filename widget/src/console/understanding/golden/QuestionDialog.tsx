import { Alert, App, Input, Modal, Radio } from "antd";
import { useState } from "react";
import { useAct } from "../../knowledge/queries";
import { faultsOf, type Piece, savePiece, theirsOf } from "../api";
import { EntryPick } from "../EntryPick";
import type { Golden } from "../shapes";
import { expectationOf, expectations, type Expectation, expecting, longest, newId, wantsEntry } from "./expect";
import { words as shared } from "../strings";
import { words } from "./strings";
import "../understanding.css";

interface QuestionDialogProps {
  edited: Piece<Golden> | "new";
  /** What a new one begins as; its id does not matter. */
  begin?: Golden;
  close(): void;
}

/** Writes a golden question, or changes one. */
export function QuestionDialog({ edited, begin, close }: QuestionDialogProps) {
  const { message } = App.useApp();
  const before = edited === "new" ? begin : (edited.body ?? undefined);
  const [id] = useState(() => (edited === "new" ? newId(Date.now(), 0) : edited.id));
  const [rev, setRev] = useState(edited === "new" ? 0 : edited.rev);
  const [text, setText] = useState(before?.text ?? "");
  const [expectation, setExpectation] = useState<Expectation>(before ? expectationOf(before) : "answer");
  const [entry, setEntry] = useState(before?.entry ?? "");
  const [note, setNote] = useState(before?.note ?? "");
  const [wrong, setWrong] = useState("");
  const save = useAct((body: Golden) => savePiece("golden", id, { body, rev }));

  const submit = () => {
    const why = text.trim() === "" ? words.needText : wantsEntry(expectation) && entry === "" ? words.needEntry : "";
    setWrong(why);
    if (why) return;
    const body: Golden = {
      id, text: text.trim(), ...expecting(expectation, entry), ...(before?.site && { site: before.site }), ...(note.trim() !== "" && { note: note.trim() }),
    };
    save.mutate(body, {
      onSuccess: () => {
        void message.success(words.saved);
        close();
      },
      onError: (error) => {
        const theirs = theirsOf<Golden>(error);
        setWrong(theirs ? words.conflict : shared.sentences(faultsOf(error).map((f) => f.message)) || error.message);
        if (!theirs) return;
        setRev(theirs.rev);
        if (!theirs.body) return;
        setText(theirs.body.text);
        setExpectation(expectationOf(theirs.body));
        setEntry(theirs.body.entry ?? "");
        setNote(theirs.body.note ?? "");
      },
    });
  };
  return (
    <Modal
      open title={edited === "new" ? words.addTitle : words.edit} okText={words.save} confirmLoading={save.isPending} onOk={submit} onCancel={close} mask={{ closable: false }}
    >
      <div className="und-stack">
        {wrong !== "" && <Alert type="error" showIcon title={wrong} role="alert" />}
        <Input.TextArea
          autoFocus autoSize={{ minRows: 1, maxRows: 5 }} maxLength={longest} value={text} placeholder={words.text} aria-label={words.text}
          onChange={(e) => setText(e.target.value)}
        />
        <Radio.Group
          vertical value={expectation} aria-label={words.expected} options={expectations.map((value) => ({ value, label: words.expectations[value] }))}
          onChange={(e) => setExpectation(e.target.value as Expectation)}
        />
        {wantsEntry(expectation) && <EntryPick value={entry} label={words.entry} change={setEntry} />}
        <Input value={note} maxLength={200} placeholder={words.note} aria-label={words.note} onChange={(e) => setNote(e.target.value)} />
      </div>
    </Modal>
  );
}
