import { Alert, App, Button } from "antd";
import { useEffect, useRef, useState } from "react";
import { useTitle } from "../../live";
import { keeper } from "../../keeper";
import { pathOf } from "../../places";
import { clock } from "../../format";
import { strings } from "../../strings";
import * as api from "../api";
import type { EntryDetail, Theirs } from "../api";
import { useAct } from "../queries";
import { History } from "../History";
import { placeIn } from "../rooms";
import { ConflictDialog } from "../shared/ConflictDialog";
import { shown } from "../shared/names";
import type { EditorProps } from "./Editor";
import { EntryHead } from "./EntryHead";
import { Fields } from "./Fields";
import { Side } from "./Side";
import { tidied } from "./form";
import { useCheck } from "./useCheck";
import { useEntryForm } from "./useEntryForm";
import { useSaveKeys } from "./useSaveKeys";
import { useSaving } from "./useSaving";
import { words } from "../words";

interface EntryPageProps extends EditorProps {
  detail: EntryDetail | undefined;
  refetch(): void;
}

const w = words.editor;

/** The page of an entry: its fields on the left, what customers see of it on the right. */
export function EntryPage({ id, staff, to, back, saved, detail, refetch }: EntryPageProps) {
  const form = useEntryForm(staff.id, id, detail);
  const [sending, setSending] = useState(0);
  const [history, setHistory] = useState(false);
  const [conflict, setConflict] = useState<Theirs>();
  const [refusals, setRefusals] = useState(0);
  const check = useCheck(form.value, detail?.warnings);
  const { save, busy } = useSaving({ form, isNew: !detail, check, conflict: setConflict, refused: () => setRefusals((n) => n + 1), saved });
  const page = useRef<HTMLElement>(null);
  const title = form.value.question || words.create;
  useTitle(`${title} - ${strings.product}`);
  useLeaving(form.dirty, id);
  // The form is longer than the screen: the first mistake is shown.
  useEffect(() => {
    if (refusals > 0) page.current?.querySelector('[data-bad="true"], .ant-form-item-has-error')?.scrollIntoView({ block: "center" });
  }, [refusals]);

  useSaveKeys((submit) => {
    if (sending === 0 && !form.earlier) void save(submit);
  });
  return (
    <section ref={page} className="entry-page" aria-label={title}>
      <EntryHead
        {...{ form, detail, busy, to, back, refetch }} blocked={sending > 0 || form.earlier !== undefined} save={save} history={() => setHistory(true)}
      />
      <div className="entry-scroll">
        <Notices form={form} me={staff.id} look={() => setConflict(form.newer)} />
        {detail?.change?.what === "removed" && <Removed id={id} back={detail.live ? refetch : back} />}
        <div className="entry-columns" inert={form.earlier !== undefined || (busy && !detail)}>
          <Fields form={form} check={check} isNew={!detail} sending={setSending} />
          <Side form={form} check={check} />
        </div>
      </div>
      {history && detail && (
        <History piece={{ kind: "entry", id }} rev={form.rev ?? 0} unsaved={form.dirty} close={() => setHistory(false)} restored={() => { setHistory(false); refetch(); }} />
      )}
      {conflict && (
        <ConflictDialog
          kind="entry" base={form.base} mine={tidied(form.value)} theirs={conflict.entry} by={{ name: conflict.by_name, at: conflict.at }} own={conflict.by === staff.id}
          placeOf={(path) => shown("entry", path[0] ?? "")} close={() => setConflict(undefined)}
          takeTheirs={() => {
            if (conflict.entry) form.adopt({ entry: conflict.entry, rev: conflict.rev });
            setConflict(undefined);
            if (!conflict.entry) back();
          }}
          settle={(entry, now) => {
            form.rebase(entry, conflict);
            setConflict(undefined);
            if (now) void save(false, { value: entry, rev: conflict.rev });
          }}
        />
      )}
    </section>
  );
}

/** Of an entry that goes with the next publish: the way to keep it. */
function Removed({ id, back }: { id: string; back(): void }) {
  const { message } = App.useApp();
  const bulk = useAct(api.bulk);
  const keep = () =>
    bulk.mutate({ ids: [id], action: "discard" }, {
      onSuccess: ({ skipped }) => {
        if (skipped[0]) return void message.warning(skipped[0].reason);
        back();
      },
      onError: (error) => void message.error(error.message),
    });
  return (
    <Alert
      type="warning" showIcon className="entry-notice" title={w.removed}
      action={<Button size="small" loading={bulk.isPending} onClick={keep}>{w.unremove}</Button>}
    />
  );
}

/** Work of before, and a save of a colleague's, or of one's own elsewhere, meanwhile. */
function Notices({ form, me, look }: { form: ReturnType<typeof useEntryForm>; me: string; look(): void }) {
  const { earlier, newer } = form;
  return (
    <>
      {earlier && (
        <Alert
          type="info" showIcon className="entry-notice" title={w.earlier(clock(earlier.at, Date.now()))}
          action={
            <span className="page-do">
              <Button size="small" type="primary" onClick={form.takeUp}>{w.takeUp}</Button>
              <Button size="small" onClick={form.throwAway}>{w.throwAway}</Button>
            </span>
          }
        />
      )}
      {newer && (
        <Alert
          type="warning" showIcon className="entry-notice" title={w.newer(newer.by === me ? words.conflict.self : newer.by_name, clock(newer.at, Date.now()))}
          action={<Button size="small" onClick={look}>{w.look}</Button>}
        />
      )}
    </>
  );
}

/** Asks before unsaved work is left, and says that it is kept. */
function useLeaving(dirty: boolean, id: string): void {
  const { modal } = App.useApp();
  useEffect(() => {
    if (!dirty) return undefined;
    const here = pathOf("knowledge", placeIn("entries", encodeURIComponent(id)));
    return keeper.hold(
      (leave) => modal.confirm({ title: w.leaveTitle, content: w.leaveText, okText: w.leave, cancelText: w.stay, onOk: leave }),
      (address) => address.split("?")[0] === here,
    );
  }, [dirty, id, modal]);
}
