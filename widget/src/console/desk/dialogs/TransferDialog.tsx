import { Input, Modal, Radio, Segmented } from "antd";
import { useState } from "react";
import type { Row } from "../../../wire/frames";
import { maxText, runes } from "../../../wire/frames";
import { useTeams } from "../../queries";
import { strings } from "../../strings";
import { words } from "../words";
import { People } from "./People";

interface TransferDialogProps {
  row: Row;
  me: string;
  busy: boolean;
  done(target: { agent?: string; team?: string; note?: string }): void;
  close(): void;
}

/** To whom a case goes, with a word for whoever takes it. */
export function TransferDialog({ row, me, busy, done, close }: TransferDialogProps) {
  const [to, setTo] = useState<"agent" | "team">("agent");
  const [agent, setAgent] = useState("");
  const [team, setTeam] = useState("");
  const [note, setNote] = useState("");
  const { data: teams } = useTeams();
  const chosen = to === "agent" ? agent : team;
  const text = note.trim();
  return (
    <Modal
      open title={words.transferTitle} okText={words.transfer} cancelText={strings.cancel} confirmLoading={busy} onCancel={close}
      okButtonProps={{ disabled: chosen === "" || runes(text) > maxText, title: chosen === "" ? words.chooseTarget : undefined }}
      onOk={() => done({ [to]: chosen, ...(text && { note: text }) })}
    >
      <Segmented
        block value={to} onChange={setTo}
        options={[{ value: "agent" as const, label: words.toColleague }, { value: "team" as const, label: words.toTeam }]}
      />
      {to === "agent" ? (
        <People without={[me, row.agent_id ?? ""]} value={agent} change={setAgent} />
      ) : (
        <Radio.Group style={{ width: "100%" }} value={team} onChange={(e) => setTeam(e.target.value as string)}>
          <ul className="people">
            {(teams?.items ?? []).filter((t) => t.id !== row.team).map((t) => (
              <li key={t.id}>
                <Radio value={t.id}>
                  <span className="person">
                    {t.name}
                    <span className={t.open ? "soft" : "bad"}>{t.open ? words.teamOpen : words.teamClosed}</span>
                  </span>
                </Radio>
              </li>
            ))}
          </ul>
        </Radio.Group>
      )}
      <Input.TextArea
        rows={2} value={note} placeholder={words.transferNote} aria-label={words.transferNote}
        count={{ max: maxText, strategy: runes }} onChange={(e) => setNote(e.target.value)}
      />
    </Modal>
  );
}
