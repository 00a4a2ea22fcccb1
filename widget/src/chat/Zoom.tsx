import type { Attachment } from "../wire/frames";
import { useDialog } from "./dialog";
import { strings } from "./strings";
import "./Zoom.css";

/** A picture as large as the chat. */
export function Zoom({ file, close }: { file: Attachment; close(): void }) {
  const { ref, shut } = useDialog();
  return (
    <dialog class="zoom" ref={ref} aria-label={file.name || strings.picture} onClose={close} onClick={shut}>
      <img src={file.url} alt={file.name || strings.picture} />
      <p>
        <a href={file.url} download={file.name} target="_blank" rel="noopener" onClick={(e) => e.stopPropagation()}>{strings.download}</a>
        <button type="button" onClick={shut}>{strings.back}</button>
      </p>
    </dialog>
  );
}
