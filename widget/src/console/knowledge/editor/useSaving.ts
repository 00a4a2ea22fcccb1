import { useQueryClient } from "@tanstack/react-query";
import { App } from "antd";
import { useState } from "react";
import type { Entry, Theirs } from "../api";
import * as api from "../api";
import { touch } from "../queries";
import { words } from "../words";
import { tidied } from "./form";
import type { Check } from "./useCheck";
import type { EntryForm } from "./useEntryForm";

interface SavingProps {
  form: EntryForm;
  isNew: boolean;
  check: Check;
  /** A colleague was quicker. */
  conflict(theirs: Theirs): void;
  /** The server found mistakes, which stand at their fields now. */
  refused(): void;
  saved(id: string): void;
}

const w = words.editor;

/** Saves an entry as a draft, and hands it in where that is wanted. What is refused stays in the form. */
export function useSaving({ form, isNew, check, conflict, refused, saved }: SavingProps) {
  const { message } = App.useApp();
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);

  const run = async (submit: boolean, over?: { value: Entry; rev: number }) => {
    const sent = over?.value ?? form.value;
    const detail = await api.saveEntry(tidied(sent), isNew ? undefined : (over?.rev ?? form.rev ?? 0));
    form.adopt(detail, sent);
    if (submit) {
      const moved = await api.moveChanges({ refs: [{ kind: "entry", id: detail.entry.id, rev: detail.rev }] }, "submit");
      const reason = moved.skipped[0]?.reason;
      if (reason) message.warning(reason);
      else message.success(w.submitted);
    } else message.success(detail.change ? w.saved : w.unchanged);
    await touch(client);
    if (isNew) saved(detail.entry.id);
  };
  const save = async (submit: boolean, over?: { value: Entry; rev: number }) => {
    if (busy) return;
    setBusy(true);
    try {
      await run(submit, over);
    } catch (error) {
      const theirs = api.theirsOf(error);
      const remarks = api.remarksOf(error);
      if (theirs) conflict(theirs);
      else {
        if (remarks.length > 0) {
          check.refused(remarks);
          refused();
        }
        message.error(remarks.length > 0 ? w.refused(remarks.length) : (error as Error).message);
      }
    } finally {
      setBusy(false);
    }
  };
  return { save, busy };
}
