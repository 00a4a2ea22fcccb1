import { CloseOutlined, PaperClipOutlined } from "@ant-design/icons";
import { Button, Segmented } from "antd";
import { type DragEvent, type KeyboardEvent, useRef, useState } from "react";
import type { DeskSession, Writing } from "../../wire/desk";
import { maxText, type Row } from "../../wire/frames";
import type { Staff } from "../api";
import { useCanned } from "../queries";
import { strings } from "../strings";
import { CannedPanel } from "./canned/CannedPanel";
import { Box } from "./composer/Box";
import type { Draft } from "./composer/drafts";
import { Emoji } from "./composer/Emoji";
import { Files } from "./composer/Files";
import { useLookup } from "./composer/Lookup";
import { Suggestions } from "./composer/Suggestions";
import { useWriting, type WritingState } from "./composer/useWriting";
import { useShortcut } from "./keys/shortcuts";
import { useSettings } from "./settings";
import type { Standing } from "./standing";
import { words } from "./talk-words";
import { accepted } from "./uploads";

interface ComposerProps {
  desk: DeskSession;
  row: Row;
  staff: Staff;
  draft: Draft;
  standing: Standing;
  /** Seq of the customer's message that waits for an answer; 0 = none. */
  unanswered: number;
}

/** Where the agent writes, to the customer or to colleagues. Nothing is sent while an input method is composing. */
export function Composer({ desk, row, staff, draft, standing, unanswered }: ComposerProps) {
  const { may, why } = standing;
  const writing = useWriting({ desk, row, staff, draft, may });
  const { tab, text, length } = writing;
  const upset = tab === "say" && row.mood !== undefined && row.mood !== "calm";
  const lookup = useLookup(writing, staff.id, row.team, upset);
  const send = useSendKey(writing.send);
  const drop = useDrop(writing.add);
  const { sendKey } = useSettings();
  useKeys(writing, may);

  const onKeyDown = (e: KeyboardEvent<HTMLTextAreaElement>) => {
    if (lookup?.key(e)) return;
    if (e.key === "Escape" && draft.quote) return draft.answer(undefined);
    send(e);
  };
  return (
    <form
      className={`write ${tab}`}
      data-drop={drop.over}
      {...drop.events}
      onSubmit={(e) => {
        e.preventDefault();
        writing.send();
      }}
    >
      {/* Not beside a note: its keys must not reach the customer from there. */}
      {tab === "say" && (
        <Suggestions conversation={row.conversation} seq={unanswered} send={writing.sendText} edit={writing.insert} />
      )}
      {lookup && <div className="lookup">{lookup.element}</div>}
      {drop.over && <p className="write-drop">{words.dropHere}</p>}
      {why && <p className="write-why">{why}</p>}
      {tab === "say" && <Quoted draft={draft} />}
      {upset && text === "" && <Openers writing={writing} />}
      <Box
        key={tab}
        ref={null}
        text={text}
        label={labels[tab]}
        placeholder={hints[tab]}
        marks={writing.open}
        caret={writing.caret}
        list={lookup}
        change={writing.change}
        moved={writing.moved}
        left={writing.left}
        onKeyDown={onKeyDown}
        onPaste={(e) => {
          const files = [...e.clipboardData.files];
          if (files.length === 0) return; // text, as usual
          e.preventDefault();
          writing.add(files);
        }}
      />
      {tab === "say" && <Files files={draft.files} />}
      <Holes writing={writing} />
      <div className="write-foot">
        {may.length > 1 && (
          <Segmented
            size="small"
            value={tab}
            onChange={(value) => writing.switch(value)}
            options={may.map((value) => ({ label: labels[value], value }))}
          />
        )}
        {tab === "say" && <Attach add={writing.add} />}
        <Emoji choose={writing.insert} />
        {tab === "say" && <Canned writing={writing} upset={upset} />}
        <span className={length > maxText ? "bad count" : "soft count"}>{strings.count(length, maxText)}</span>
        <Button type="primary" htmlType="submit" disabled={writing.held !== undefined} title={writing.held || words.sendKeys[sendKey]}>
          {strings.send}
        </Button>
      </div>
    </form>
  );
}

const labels: Record<Writing, string> = { say: strings.reply, note: strings.note, whisper: words.whisper };
const hints: Record<Writing, string> = { say: words.replyHint, note: words.noteHint, whisper: words.whisperTo };

/** The message that is answered to. */
function Quoted({ draft }: { draft: Draft }) {
  const { quote } = draft;
  if (!quote) return null;
  return (
    <p className="write-quote">
      <span><strong>{strings.said(quote.name)}</strong>{quote.text}</span>
      <Button size="small" type="text" icon={<CloseOutlined />} aria-label={words.unquote} title={words.unquote} onClick={() => draft.answer(undefined)} />
    </p>
  );
}

/** So many ways to meet an upset customer are shown. */
const openers = 4;

/** What meets an upset customer, at hand as long as nothing is written. */
function Openers({ writing }: { writing: WritingState }) {
  const replies = (useCanned().data?.items ?? []).filter((r) => r.opener).sort((a, b) => b.uses - a.uses).slice(0, openers);
  if (replies.length === 0) return null;
  return (
    <p className="openers">
      <span>{words.openers}</span>
      {replies.map((r) => (
        <Button key={r.id} size="small" shape="round" title={r.text} onClick={() => writing.insertCanned(r)}>{r.title}</Button>
      ))}
    </p>
  );
}

/** What is still to be filled in; a press marks it in the text. */
function Holes({ writing }: { writing: WritingState }) {
  if (writing.open.length === 0) return null;
  return (
    <p className="holes" role="status">
      {words.open(writing.open.length)}
      {writing.open.map((h) => (
        <Button key={h.from} size="small" title={words.openHint} onClick={() => writing.select(h)}>{writing.text.slice(h.from, h.to)}</Button>
      ))}
    </p>
  );
}

function Attach({ add }: { add(files: readonly File[]): void }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={input} type="file" multiple hidden accept={accepted} aria-label={words.attach}
        onChange={(e) => {
          add([...(e.target.files ?? [])]);
          e.target.value = ""; // the same file may be chosen again
        }}
      />
      <Button size="small" type="text" icon={<PaperClipOutlined />} aria-label={words.attach} title={words.attach} onClick={() => input.current?.click()} />
    </>
  );
}

function Canned({ writing, upset }: { writing: WritingState; upset: boolean }) {
  const [open, setOpen] = useState(false);
  useShortcut({ id: "write.canned", keys: ["Alt+/"], label: words.keys.canned, group: "write", run: () => setOpen(true) });
  return (
    <CannedPanel
      open={open}
      upset={upset}
      show={setOpen}
      choose={(reply) => {
        setOpen(false);
        writing.insertCanned(reply);
      }}
    />
  );
}

/** Which Enter sends is the reader's choice. */
function useSendKey(send: () => void): (e: KeyboardEvent) => void {
  const { sendKey } = useSettings();
  return (e) => {
    // 229: Safari ends a composition before it reports the Enter that did it.
    if (e.key !== "Enter" || e.nativeEvent.isComposing || e.keyCode === 229) return;
    if (e.shiftKey || e.altKey) return;
    if (sendKey === "ctrl-enter" && !e.ctrlKey && !e.metaKey) return;
    e.preventDefault();
    send();
  };
}

/** Files that are dropped on the composer. */
function useDrop(add: (files: readonly File[]) => void) {
  const [over, setOver] = useState(false);
  const holdsFiles = (e: DragEvent) => e.dataTransfer.types.includes("Files");
  const drag = (e: DragEvent) => {
    if (!holdsFiles(e)) return;
    e.preventDefault();
    setOver(true);
  };
  return {
    over,
    events: {
      onDragEnter: drag,
      onDragOver: drag,
      onDragLeave: (e: DragEvent<HTMLElement>) => {
        if (!(e.relatedTarget instanceof Node && e.currentTarget.contains(e.relatedTarget))) setOver(false);
      },
      onDrop: (e: DragEvent) => {
        if (!holdsFiles(e)) return;
        e.preventDefault();
        setOver(false);
        add([...e.dataTransfer.files]);
      },
    },
  };
}

/** The keys of the composer; those of the text box itself are only written on the sheet. */
function useKeys(writing: WritingState, may: readonly Writing[]): void {
  const { sendKey } = useSettings();
  const to = (tab: Writing) => () => (may.includes(tab) ? writing.switch(tab) : false);
  useShortcut({ id: "write.send", keys: [sendKey === "enter" ? "Enter" : "Ctrl+Enter"], label: words.keys.send, group: "write" });
  useShortcut({ id: "write.search", keys: ["/", "#"], label: words.keys.search, group: "write" });
  useShortcut({ id: "write.mention", keys: ["@"], label: words.keys.mention, group: "write" });
  const other = writing.tab === "note" ? may.find((tab) => tab !== "note") : "note";
  useShortcut({ id: "write.note", keys: ["Alt+I"], label: words.keys.note, group: "write", run: other ? to(other) : undefined });
  useShortcut({ id: "write.whisper", keys: ["Alt+W"], label: words.keys.whisper, group: "write", run: to("whisper") });
}
