import { useEffect, useRef, useState } from "preact/hooks";
import { useDialog } from "./dialog";
import { Icon } from "./icons";
import type { Model } from "./model";
import { record, stamp } from "./record";
import { screen } from "./screen";
import { rare, strings } from "./strings";
import { whole } from "./whole";
import "./buttons.css";
import "./form.css";
import "./TicketPanel.css";

/** Browsers inside of other programs keep no files: there the text is copied. */
const keepsFiles = !/MicroMessenger|QQ\/|Weibo|DingTalk|AlipayClient/i.test(navigator.userAgent);

/** The whole conversation as a text, to be downloaded or copied. */
export function Transcript({ model, close }: { model: Model; close(): void }) {
  const { ref, shut } = useDialog();
  const area = useRef<HTMLTextAreaElement>(null);
  const [text, setText] = useState("");
  const [state, setState] = useState<"loading" | "failed" | "ready" | "copied">("loading");
  const { session } = model;
  const here = useRef(true);

  const make = async () => {
    setState("loading");
    try {
      const log = await whole({ thread: session.thread, past: (before) => session.past(before) }, () => !here.current);
      const items = screen(log, session.outbox.list(""), session.state);
      setText(record(model.greeting.value?.name || strings.shop, items, Date.now(), location.origin));
      setState("ready");
    } catch {
      if (here.current) setState("failed"); // shown, with a button that tries again
    }
  };
  useEffect(() => {
    void make();
    return () => {
      here.current = false;
    };
  }, []);

  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      area.current?.select(); // and by hand, where the old way is forbidden too
      if (!document.execCommand("copy")) return;
    }
    setState("copied");
  };
  return (
    <dialog class="panel" ref={ref} aria-label={rare.transcript} onClose={close}>
      <header>
        <h2>{rare.transcript}</h2>
        <button type="button" class="close" aria-label={strings.back} onClick={shut}><Icon name="cross" /></button>
      </header>
      {state === "loading" && <p class="hint" role="status">{rare.transcriptLoading}</p>}
      {state === "failed" && (
        <div class="acts">
          <p class="error" role="alert">{strings.olderFailed}</p>
          <button type="button" class="second" onClick={() => void make()}>{strings.retry}</button>
        </div>
      )}
      {text !== "" && (
        <>
          <div class="field">
            <textarea ref={area} readOnly rows={12} value={text} aria-label={rare.transcript} />
          </div>
          <div class="acts">
            {keepsFiles && <button type="button" class="primary" onClick={() => save(text)}>{rare.transcriptSave}</button>}
            <button type="button" class="second" onClick={() => void copy()}>
              <span aria-live="polite">{state === "copied" ? rare.ticketCopied : rare.transcriptCopy}</span>
            </button>
          </div>
        </>
      )}
    </dialog>
  );
}

function save(text: string): void {
  // With a byte order mark, so that old Windows programs read it as UTF-8.
  const url = URL.createObjectURL(new Blob(["\ufeff", text], { type: "text/plain;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = rare.transcriptFile(stamp(Date.now()).slice(0, 10));
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
