import { CopyOutlined, EnterOutlined, RollbackOutlined } from "@ant-design/icons";
import { App } from "antd";
import { type ReactNode, useState } from "react";
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
        <Tool name={words.quote} press={() => quote({ seq, name, text: text || item.card?.title || item.attachments.map((a) => a.name).join(" ") })}>
          <EnterOutlined />
        </Tool>
      )}
      {text !== "" && <Tool name={words.copy} press={() => void copy()}><CopyOutlined /></Tool>}
    </span>
  );
}

interface ToolProps {
  name: string;
  title?: string;
  disabled?: boolean;
  press(): void;
  children: ReactNode;
}

/** A bare button: there are hundreds of them in a long log. */
function Tool({ name, title = name, disabled = false, press, children }: ToolProps) {
  return <button type="button" className="tool" aria-label={name} title={title} disabled={disabled} onClick={press}>{children}</button>;
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
    <Tool name={words.recall} title={words.recallIn(left)} disabled={busy} press={() => void press()}>
      <RollbackOutlined /> {left}s
    </Tool>
  );
}
