import { App, Button } from "antd";
import { words } from "./words";

/** A text to be taken along: marked with one key, copied with one click. */
export function Copied({ text, label }: { text: string; label: string }) {
  const { message } = App.useApp();
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      void message.success(words.copied);
    } catch {
      void message.error(words.copyFailed); // forbidden, or a page without https
    }
  };
  return (
    <div className="setup-code" role="group" aria-label={label}>
      <pre tabIndex={0}>{text}</pre>
      <Button size="small" onClick={() => void copy()}>{words.copy}</Button>
    </div>
  );
}
