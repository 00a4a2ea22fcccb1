import { App, Button, Dropdown, type MenuProps } from "antd";
import { useState } from "react";
import type { DeskSession } from "../../wire/desk";
import type { Row } from "../../wire/frames";
import type { Staff } from "../api";
import { strings } from "../strings";
import { openTicketForm } from "./calls";
import { CloseDialog } from "./dialogs/CloseDialog";
import { PersonDialog } from "./dialogs/PersonDialog";
import { SnoozeDialog, tomorrowMorning } from "./dialogs/SnoozeDialog";
import { TransferDialog } from "./dialogs/TransferDialog";
import { useShortcut } from "./keys/shortcuts";
import { powers } from "./powers";
import { words } from "./words";

interface ActionsProps {
  desk: DeskSession;
  row: Row;
  staff: Staff;
  accept(): void;
  /** The reader has given the case to others: he does not look on, unless he opens it again. */
  leave(): void;
}

type Move = Parameters<DeskSession["act"]>[0];
type Dialog = "transfer" | "assign" | "invite" | "snooze" | "close";

const [minute, hour] = [60_000, 3_600_000];

/** What one can do with the open case. */
export function Actions({ desk, row, staff, accept, leave }: ActionsProps) {
  const { message, modal } = App.useApp();
  const [dialog, setDialog] = useState<Dialog>();
  const [busy, setBusy] = useState(false);
  const can = powers(row, staff);
  const disabled = busy || !desk.online;

  const act = async (command: Move, done: string) => {
    setBusy(true);
    try {
      await desk.act(command, row.conversation);
      message.success(done);
      setDialog(undefined);
      if (can.own && (command.type === "transfer" || command.type === "return")) leave();
    } catch (error) {
      message.error((error as Error).message);
    }
    setBusy(false);
  };
  const snooze = (until: number) => void act({ type: "snooze", until_ms: until }, words.snoozed);
  const wake = () => void act({ type: "wake" }, words.woken);
  const confirm = (content: string, command: Move, done: string) =>
    modal.confirm({ content, okText: strings.ok, cancelText: strings.cancel, onOk: () => act(command, done) });
  const takeOver = () =>
    row.agent_id || row.state === "offered"
      ? confirm(words.takeOverAsk, { type: "assign", agent: staff.id }, words.takenOver)
      : void act({ type: "assign", agent: staff.id }, words.takenOver);
  useCaseKeys({
    transfer: can.transfer && !disabled ? () => setDialog("transfer") : undefined,
    close: can.own && !disabled ? () => setDialog("close") : undefined,
    snooze: can.own && !disabled ? (row.state === "snoozed" ? wake : () => setDialog("snooze")) : undefined,
    file: can.file ? () => openTicketForm(row.conversation) : undefined,
  });

  const more: NonNullable<MenuProps["items"]> = [
    ...(can.assign ? [{ key: "assign", label: words.assign, onClick: () => setDialog("assign") }] : []),
    ...(can.invite ? [{ key: "invite", label: words.invite, onClick: () => setDialog("invite") }] : []),
    ...(can.file ? [{ key: "file", label: words.fileTicket, onClick: () => openTicketForm(row.conversation) }] : []),
    ...(can.own ? [{ key: "return", label: strings.return, onClick: () => void confirm(strings.returnAsk, { type: "return" }, strings.returned) }] : []),
  ];
  const now = Date.now();
  const naps: NonNullable<MenuProps["items"]> = [
    { key: "30", label: words.snooze30, onClick: () => snooze(now + 30 * minute) },
    { key: "2h", label: words.snooze2h, onClick: () => snooze(now + 2 * hour) },
    { key: "morning", label: words.snoozeMorning, onClick: () => snooze(tomorrowMorning(now)) },
    { key: "pick", label: words.snoozePick, onClick: () => setDialog("snooze") },
  ];
  const shut = () => setDialog(undefined);
  return (
    <span className="actions">
      {can.accept && <Button type="primary" disabled={!desk.online} onClick={accept}>{strings.accept}</Button>}
      {can.takeOver && <Button disabled={disabled} onClick={takeOver}>{words.takeOver}</Button>}
      {can.leave && <Button disabled={disabled} onClick={() => void act({ type: "leave" }, words.left2)}>{words.leave}</Button>}
      {can.transfer && <Button disabled={disabled} onClick={() => setDialog("transfer")}>{words.transfer}</Button>}
      {can.own && (row.state === "snoozed" ? (
        <Button disabled={disabled} onClick={wake}>{words.wake}</Button>
      ) : (
        <Dropdown trigger={["click"]} disabled={disabled} menu={{ items: naps }}><Button>{words.snooze}</Button></Dropdown>
      ))}
      {more.length > 0 && (
        <Dropdown trigger={["click"]} disabled={disabled} menu={{ items: more }}><Button>{words.more}</Button></Dropdown>
      )}
      {can.own && <Button danger disabled={disabled} onClick={() => setDialog("close")}>{strings.close}</Button>}

      {dialog === "transfer" && (
        <TransferDialog row={row} me={staff.id} busy={busy} close={shut} done={(to) => void act({ type: "transfer", ...to }, words.transferred)} />
      )}
      {dialog === "assign" && (
        <PersonDialog
          title={words.assignTitle} ok={words.assign} without={[row.agent_id ?? ""]} busy={busy} close={shut}
          done={(agent) => void act({ type: "assign", agent }, words.assigned)}
        />
      )}
      {dialog === "invite" && (
        <PersonDialog
          title={words.inviteTitle} hint={words.inviteHint} ok={words.invite} busy={busy} close={shut}
          without={[staff.id, row.agent_id ?? "", ...(row.helpers ?? []).map((h) => h.id)]}
          done={(agent) => void act({ type: "invite", agent }, words.invited)}
        />
      )}
      {dialog === "snooze" && <SnoozeDialog busy={busy} close={shut} done={snooze} />}
      {dialog === "close" && (
        <CloseDialog conversation={row.conversation} busy={busy} close={shut} done={(summary) => void act({ type: "close", summary }, strings.closed)} />
      )}
    </span>
  );
}

/** The keys of a case; those that cannot be used now keep their usual meaning. */
function useCaseKeys(run: Record<"transfer" | "close" | "snooze" | "file", (() => void) | undefined>): void {
  const key = (id: keyof typeof run, keys: string) =>
    ({ id, keys: [keys], label: words.keys[id], group: "case" as const, run: run[id] && (() => run[id]?.()) });
  useShortcut(key("transfer", "Alt+T"));
  useShortcut(key("close", "Alt+C"));
  useShortcut(key("snooze", "Alt+S"));
  useShortcut(key("file", "Alt+G"));
}
