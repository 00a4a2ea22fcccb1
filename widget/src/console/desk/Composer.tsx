import { App, Button, Input, Segmented } from "antd";
import { useRef, useState } from "react";
import type { DeskSession } from "../../wire/desk";
import { maxText, runes } from "../../wire/frames";
import { strings } from "../strings";

/** How often an agent who types on tells so, in milliseconds. */
const typingEvery = 3_000;

interface ComposerProps {
  desk: DeskSession;
  conversation: string;
  /** Whether the agent owns the case: only then he talks to the customer. */
  mine: boolean;
  drafts: Map<string, string>;
}

/** Where the agent writes, to the customer or to colleagues. Enter sends, but not while an input method is composing. */
export function Composer({ desk, conversation, mine, drafts }: ComposerProps) {
  const { message } = App.useApp();
  const [wanted, setWanted] = useState<"say" | "note">("say");
  const [text, setText] = useState(drafts.get(conversation) ?? "");
  const told = useRef(0);
  const type = mine ? wanted : "note";
  const length = runes(text);

  const change = (next: string) => {
    setText(next);
    drafts.set(conversation, next);
  };
  const tell = (on: boolean) => {
    if (on ? Date.now() - told.current < typingEvery : told.current === 0) return;
    told.current = on ? Date.now() : 0;
    desk.remark({ type: "typing", on }, conversation);
  };
  const send = () => {
    if (text.trim() === "" || length > maxText) return;
    if (desk.write(type, conversation, text)) change("");
    else message.warning(strings.full);
    tell(false);
  };

  return (
    <form className={`write ${type}`} onSubmit={(e) => { e.preventDefault(); send(); }}>
      <Input.TextArea
        autoSize={{ minRows: 2, maxRows: 8 }}
        variant="borderless"
        value={text}
        placeholder={type === "say" ? strings.replyHint : strings.noteHint}
        aria-label={type === "say" ? strings.reply : strings.note}
        onChange={(e) => {
          change(e.target.value);
          if (type === "say") tell(e.target.value !== "");
        }}
        onBlur={() => tell(false)}
        onKeyDown={(e) => {
          // 229: Safari ends a composition before it reports the Enter that did it.
          if (e.key !== "Enter" || e.shiftKey || e.nativeEvent.isComposing || e.keyCode === 229) return;
          e.preventDefault();
          send();
        }}
      />
      <div className="write-foot">
        <Segmented
          size="small"
          value={type}
          onChange={(value) => setWanted(value)}
          options={[
            { label: strings.reply, value: "say" as const, disabled: !mine },
            { label: strings.note, value: "note" as const },
          ]}
        />
        <span className="soft">{!mine && strings.acceptFirst}</span>
        <span className={length > maxText ? "bad count" : "soft count"}>{strings.count(length, maxText)}</span>
        <Button type="primary" htmlType="submit" disabled={text.trim() === "" || length > maxText}>
          {strings.send}
        </Button>
      </div>
    </form>
  );
}
