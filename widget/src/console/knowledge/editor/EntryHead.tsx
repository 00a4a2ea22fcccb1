import { ArrowLeftOutlined } from "@ant-design/icons";
import { App, Button, Dropdown, type MenuProps, Modal } from "antd";
import { useState } from "react";
import { useNow } from "../../live";
import { minuteIn } from "../../moments";
import type { EntryDetail, MoveStep } from "../api";
import * as api from "../api";
import { useAct, useShop } from "../queries";
import { type RoomName, rooms } from "../rooms";
import { Comparison } from "../shared/Comparison";
import { LiveBar } from "../shared/LiveBar";
import { ChangeMark, StatusMark } from "../shared/Marks";
import { words } from "../words";
import type { EntryForm } from "./useEntryForm";
import { Mark } from "../../context/Mark";
import { query } from "../api";
import { statusOf } from "./when";

interface EntryHeadProps {
  form: EntryForm;
  detail: EntryDetail | undefined;
  busy: boolean;
  /** Nothing can be saved now: a picture is on its way, or work of before waits. */
  blocked: boolean;
  save(submit: boolean): Promise<void>;
  history(): void;
  to(room: RoomName, rest?: string): void;
  back(): void;
  refetch(): void;
}

const w = words.editor;

/** What an entry is, how far its change has come, and what can be done with it. */
export function EntryHead({ form, detail, busy, blocked, save, history, to, back, refetch }: EntryHeadProps) {
  const { change } = detail ?? {};
  const now = minuteIn(useShop().data?.timezone, useNow(30_000));
  const status = statusOf(form.value, now);
  return (
    <header className="entry-head">
      <Button type="text" icon={<ArrowLeftOutlined />} aria-label={w.back} title={w.back} onClick={back} />
      <h1 title={form.value.question}>{form.value.question || words.create}</h1>
      <span className="marks">
        {change && <ChangeMark state={change.state} what={change.what} />}
        {detail && !change && status === "on" && <Mark tone="good">{words.entryStates.live}</Mark>}
        <StatusMark status={status} />
        {form.dirty && <Mark tone="warn">{w.dirty}</Mark>}
      </span>
      <LiveBar pending={() => to("publish")} />
      <span className="entry-do">
        {detail && <Steps form={form} detail={detail} refetch={refetch} />}
        <Button disabled={blocked || !form.dirty} loading={busy} title={w.saveKeys} onClick={() => void save(false)}>{w.save}</Button>
        <Button type="primary" disabled={blocked || busy || !form.dirty} title={w.submitKeys} onClick={() => void save(true)}>{w.submit}</Button>
        {detail && <More form={form} detail={detail} history={history} to={to} back={back} refetch={refetch} />}
      </span>
    </header>
  );
}

type StepsProps = { form: EntryForm; detail: EntryDetail; refetch(): void };

/** The next step of a change that is saved. */
function Steps({ form, detail: { change, entry, rev }, refetch }: StepsProps) {
  const { message } = App.useApp();
  const step = useAct((next: MoveStep) => api.moveChanges({ refs: [{ kind: "entry", id: entry.id, rev }] }, next));
  if (!change || form.dirty) return null;
  const go = (next: MoveStep) =>
    step.mutate(next, {
      onSuccess: ({ skipped }) => {
        if (skipped[0]) message.warning(skipped[0].reason);
        refetch();
      },
      onError: (error) => void message.error(error.message),
    });
  const next: Record<typeof change.state, MoveStep[]> = { draft: ["submit", "approve"], review: ["approve", "return"], approved: ["return"] };
  return next[change.state].map((s) => <Button key={s} disabled={step.isPending} onClick={() => go(s)}>{words.steps[s]}</Button>);
}

type MoreProps = Pick<EntryHeadProps, "form" | "history" | "to" | "back" | "refetch"> & { detail: EntryDetail };

function More({ form, detail, history, to, back, refetch }: MoreProps) {
  const { message, modal } = App.useApp();
  const [live, setLive] = useState(false);
  const bulk = useAct(api.bulk);
  const { id, question } = detail.entry;
  const act = (action: "remove" | "discard") => async () => {
    try {
      const { skipped } = await bulk.mutateAsync({ ids: [id], action });
      if (skipped[0]) return void message.warning(skipped[0].reason);
      message.success(words.bulk.done(1));
      if (action === "remove" || !detail.live) back();
      else refetch();
    } catch (error) {
      message.error((error as Error).message);
    }
  };
  const grave = (action: "remove" | "discard") =>
    modal.confirm({
      title: words.bulk.ask[action](1), content: words.bulk.asked[action], okText: words.bulk.actions[action], okButtonProps: { danger: true }, onOk: act(action),
    });
  const items: MenuProps["items"] = [
    { key: "history", label: words.history.title, onClick: history },
    ...(detail.live && detail.change ? [{ key: "live", label: w.againstLive, onClick: () => setLive(true) }] : []),
    ...(rooms.has("ask") ? [{ key: "ask", label: w.tryOut, onClick: () => to("ask", query({ against: "draft", q: question })) }] : []),
    { type: "divider" },
    ...(detail.change ? [{ key: "discard", label: words.bulk.actions.discard, danger: true, onClick: () => grave("discard") }] : []),
    ...(detail.change?.what === "removed" ? [] : [{ key: "remove", label: words.bulk.actions.remove, danger: true, onClick: () => grave("remove") }]),
  ];
  return (
    <>
      <Dropdown trigger={["click"]} menu={{ items }}><Button aria-label={w.more}>…</Button></Dropdown>
      <Modal open={live} width={860} title={w.againstLive} footer={null} onCancel={() => setLive(false)}>
        <Comparison kind="entry" before={detail.live} after={form.value} names={[words.entryStates.live, words.states.draft]} />
      </Modal>
    </>
  );
}
