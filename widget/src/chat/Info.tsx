import { useEffect, useRef, useState } from "preact/hooks";
import type { Form } from "../wire/frames";
import type { Outbox } from "../wire/outbox";
import type { Thread } from "../wire/thread";
import type { Model } from "./model";
import { FormCard } from "./FormCard";
import { prefilled, shownOrder } from "./known";
import type { FormItem } from "./screen";
import "./Info.css";

/** The info pack, folded behind one button until somebody wants it. */
export function Info({ form, model }: { form: Form; model: Model }) {
  model.version.value; // reads the session itself
  const { session } = model;
  const known = prefilled(form, { url: model.page?.url ?? "", card: shownOrder(session), attributes: session.attributes });
  const item = infoItem(known, session.thread, session.outbox, session.state === "" || session.state === "closed");
  // Who has begun to write finds it open when he comes back.
  const [open, setOpen] = useState(() => Object.keys(model.drafts.get(item, 0)).length > 0);
  const tapped = useRef(false);
  const box = useRef<HTMLDivElement>(null);
  // The button is gone then: the keyboard goes on where it was.
  useEffect(() => {
    if (open && tapped.current) box.current?.focus();
  }, [open]);
  useEffect(() => {
    if (item.state !== "open") setOpen(false);
  }, [item.state]);
  if (!open && item.state === "open" && item.problem === undefined) {
    return (
      <button type="button" class="fill" aria-expanded="false" onClick={() => setOpen((tapped.current = true))}>
        {form.title}
      </button>
    );
  }
  return (
    <div class="info" ref={box} tabIndex={-1}>
      <FormCard item={item} seq={0} model={model} />
    </div>
  );
}

/** The form of the greeting as it stands: to be filled in, on its way, or filled in for the case that goes on. */
export function infoItem(form: Form, thread: Thread, outbox: Outbox, over: boolean): FormItem {
  const head = { form, conversation: "welcome" };
  const log = thread.list().filter((e) => e.kind !== "hole");
  const mine = outbox.list("").findLast((e) => e.command.type === "form" && e.command.form === "info");
  if (mine?.command.type === "form" && mine.state !== "stored") {
    const { values } = mine.command;
    return mine.state === "failed"
      ? { ...head, state: "open", values, problem: mine.problem ?? "", refused: mine.id }
      : { ...head, state: "sending", values, files: mine.files ?? [] };
  }
  const sent = log.findLast((e) => e.kind === "filled" && e.form === "info");
  return sent?.kind === "filled" && !over && sent.case === log[log.length - 1]?.case
    ? { ...head, state: "sent", values: sent.values, files: sent.attachments ?? [] }
    : { ...head, state: "open", values: {} };
}
