import { App } from "antd";
import { useEffect, useRef, useState } from "react";
import type { DeskSession, Writing } from "../../../wire/desk";
import { maxText, runes, type Attachment, type Colleague, type Row } from "../../../wire/frames";
import type { Staff } from "../../api";
import { fill, open, type Stretch } from "../canned/fill";
import type { Canned } from "../../http";
import { useTyped } from "../../live";
import { useUsedCanned } from "../../queries";
import { strings } from "../../strings";
import { onInsert } from "../insert";
import { words } from "../talk-words";
import type { Draft } from "./drafts";
import { findTrigger, replace, type Trigger } from "./trigger";

/** How often an agent who types on tells so, in milliseconds. */
const typingEvery = 3_000;

/** Where the caret is to be put; a new object each time, so that the same place can be asked for again. */
export interface Caret {
  at: number;
  to: number;
}

/** What is being written, and all that can happen to it. */
export interface WritingState {
  tab: Writing;
  text: string;
  length: number;
  caret: Caret | undefined;
  /** What is looked for while it is typed. */
  trigger: Trigger | null;
  /** Variables that must be filled in before the message can go. */
  open: readonly Stretch[];
  /** Why it cannot be sent now; "" where it is only empty, undefined where it can. */
  held: string | undefined;
  change(text: string, caret: number): void;
  moved(caret: number): void;
  /** Closes the list for what is being typed, until something else is. */
  dismiss(): void;
  switch(tab: Writing): void;
  /** Puts a text in the place of what is being typed, else at the caret. */
  insert(text: string): void;
  insertCanned(reply: Canned): void;
  mention(colleague: Colleague): void;
  /** Marks a stretch, to be written over. */
  select(stretch: Stretch): void;
  focus(): void;
  add(files: readonly File[]): void;
  send(): void;
  /** Sends a text as it is, past what is being written. */
  sendText(text: string): void;
  /** Nobody is typing any more. */
  left(): void;
}

interface Options {
  desk: DeskSession;
  row: Row;
  staff: Staff;
  draft: Draft;
  may: readonly Writing[];
}

/** The composer without its looks: what it knows and does. */
export function useWriting({ desk, row, staff, draft, may }: Options): WritingState {
  useTyped(draft);
  const { message } = App.useApp();
  const { conversation } = row;
  const used = useUsedCanned();
  const [at, setAt] = useState(0);
  const [caret, setCaret] = useState<Caret>();
  const [closed, setClosed] = useState("");
  const tell = useTyping(desk, conversation);

  const tab = may.includes(draft.tab) ? draft.tab : (may[0] ?? "note");
  const text = draft.text(tab);
  const length = runes(text);
  const holes = tab === "say" ? open(text) : [];
  const trigger = findTrigger(text, Math.min(at, text.length), { canned: tab === "say", mention: tab === "note" });
  const held = holdsBack({ tab, text, length, holes, draft });

  const put = (next: { text: string; caret: number }, stretch?: Stretch) => {
    draft.write(tab, next.text);
    setAt(next.caret);
    setCaret(stretch ? { at: stretch.from, to: stretch.to } : { at: next.caret, to: next.caret });
  };
  const insertAt = (words: string, stretchOf?: (from: number) => Stretch | undefined) => {
    const from = trigger && closed !== keyOf(trigger) ? trigger.from : Math.min(at, text.length);
    const to = trigger && closed !== keyOf(trigger) ? trigger.to : from;
    put(replace(text, from, to, words), stretchOf?.(from));
  };
  const sendText = (words: string, files: readonly Attachment[] = []): boolean => {
    const ok = desk.write("say", conversation, words, { attachments: files });
    if (!ok) message.warning(strings.full);
    return ok;
  };
  const send = () => {
    if (held !== undefined) {
      if (held !== "") message.warning(held);
      if (holes[0]) setCaret({ at: holes[0].from, to: holes[0].to });
      return;
    }
    const mentions = draft.mentions.filter((m) => text.includes(`@${m.name}`)).map((m) => m.id);
    const re = draft.quote?.seq;
    const files = tab === "say" ? draft.files.uploaded : [];
    if (!desk.write(tab, conversation, text, { attachments: files, mentions, ...(re !== undefined && { re }) })) {
      message.warning(strings.full);
      return;
    }
    // A count that is lost is not worth a word.
    if (tab === "say") for (const id of draft.canned) used.mutate(id);
    draft.sent(tab);
    setAt(0);
    tell(false);
  };

  useEffect(
    () =>
      onInsert(conversation, (insertion) => {
        if (!may.includes("say")) return false;
        if (insertion.send) return sendText(insertion.text, insertion.attachments);
        draft.set({ tab: "say" });
        for (const file of insertion.attachments) draft.files.attach(file);
        const before = draft.text("say");
        const from = tab === "say" ? Math.min(at, before.length) : before.length;
        const next = replace(before, from, from, insertion.text);
        draft.write("say", next.text);
        setAt(next.caret);
        setCaret({ at: next.caret, to: next.caret });
        return true;
      }),
  );

  return {
    tab, text, length, caret, open: holes, held,
    trigger: trigger && closed !== keyOf(trigger) ? trigger : null,
    change(next, to) {
      draft.write(tab, next);
      setAt(to);
      if (tab === "say") tell(next !== "");
    },
    moved: setAt,
    dismiss: () => trigger && setClosed(keyOf(trigger)),
    switch(next) {
      draft.set({ tab: next });
      const end = draft.text(next).length;
      setAt(end);
      setCaret({ at: end, to: end });
      tell(false);
    },
    insert: insertAt,
    insertCanned(reply) {
      const order = row.entities?.findLast((e) => e.name === "order_no")?.value ?? "";
      const filled = fill(reply.text, { customer: row.profile?.name ?? "", order, agent: staff.name });
      draft.set({ canned: [...new Set([...draft.canned, reply.id])] });
      if (reply.picture) draft.files.attach(reply.picture);
      insertAt(filled, (from) => {
        const hole = open(filled)[0];
        return hole && { from: from + hole.from, to: from + hole.to };
      });
    },
    mention(colleague) {
      draft.set({ mentions: [...draft.mentions.filter((m) => m.id !== colleague.id), colleague] });
      insertAt(`@${colleague.name} `);
    },
    select: (stretch) => setCaret({ at: stretch.from, to: stretch.to }),
    focus: () => setCaret({ at, to: at }),
    add(files) {
      if (files.length === 0) return;
      if (!may.includes("say")) return void message.warning(words.files.onlyReply);
      draft.set({ tab: "say" });
      for (const problem of draft.files.add(files)) message.warning(problem);
    },
    send,
    sendText: (words) => void sendText(words),
    left: () => tell(false),
  };
}

const keyOf = (t: Trigger): string => `${t.kind} ${t.from}`;

interface Held {
  tab: Writing;
  text: string;
  length: number;
  holes: readonly Stretch[];
  draft: Draft;
}

/** Why a text cannot be sent: "" = there is none, undefined = it can. */
function holdsBack({ tab, text, length, holes, draft }: Held): string | undefined {
  const files = tab === "say" ? draft.files : undefined;
  if (text.trim() === "" && (files?.items.length ?? 0) === 0) return "";
  if (length > maxText) return strings.count(length, maxText);
  if (holes.length > 0) return words.open(holes.length) + holes.map((h) => text.slice(h.from, h.to)).join(words.comma);
  return files?.unready ? words.files.wait : undefined;
}

/** Tells the customer that one is typing, not more often than needed. */
function useTyping(desk: DeskSession, conversation: string): (on: boolean) => void {
  const told = useRef(0);
  return (on) => {
    if (on ? Date.now() - told.current < typingEvery : told.current === 0) return;
    told.current = on ? Date.now() : 0;
    desk.remark({ type: "typing", on }, conversation);
  };
}
