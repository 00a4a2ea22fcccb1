import { CopyOutlined, EnterOutlined, RollbackOutlined } from "@ant-design/icons";
import { App, Button } from "antd";
import { useState } from "react";
import { recallWithin } from "../../wire/frames";
import { useNow } from "../live";
import type { Quote, Said } from "./talk";
import { words } from "./talk-words";

interface ToolsProps {
  item: Said;
  recall(): Promise<void>;
  quote: ((quote: Quote) => void) | undefined;
}

/** What can be done with a stored message; shown while it is pointed at or has the focus. */
export function Tools({ item, recall, quote }: ToolsProps) {
  const { message } = App.useApp();
  const { seq, name, text, recalled } = item;
  const quotes = quote && !recalled && (item.from === "customer" || item.from === "agent" || item.from === "bot");
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      message.success(words.copied);
    } catch {
      // The browser forbids it; the text can still be marked and copied by hand.
    }
  };
  return (
    <span className="spoken-tools">
      {item.from === "agent" && item.own && !recalled && <Recall at={item.at} recall={recall} />}
      {quotes && (
        <Button
          size="small" type="text" icon={<EnterOutlined />} aria-label={words.quote} title={words.quote}
          onClick={() => quote({ seq, name, text: text || item.attachments.map((a) => a.name).join(" ") })}
        />
      )}
      {text !== "" && (
        <Button size="small" type="text" icon={<CopyOutlined />} aria-label={words.copy} title={words.copy} onClick={() => void copy()} />
      )}
    </span>
  );
}

/** Takes a message back, as long as that is allowed. The server has the last word: clocks differ. */
function Recall({ at, recall }: { at: number; recall(): Promise<void> }) {
  const { message } = App.useApp();
  const [busy, setBusy] = useState(false);
  const left = Math.ceil((at + recallWithin - useNow(1_000)) / 1_000);
  if (left <= 0) return null;
  const press = async () => {
    setBusy(true);
    try {
      await recall();
    } catch (error) {
      message.error((error as Error).message || words.recallFailed);
    }
    setBusy(false);
  };
  return (
    <Button
      size="small" type="text" icon={<RollbackOutlined />} loading={busy} title={words.recallIn(left)}
      aria-label={words.recall} onClick={() => void press()}
    >
      {left}s
    </Button>
  );
}
