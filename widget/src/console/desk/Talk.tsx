import { useCallback, useEffect, useMemo } from "react";
import type { DeskSession } from "../../wire/desk";
import type { LogEvent, Row } from "../../wire/frames";
import type { Thread } from "../../wire/thread";
import type { Staff } from "../api";
import { Clocks } from "../context/Clocks";
import { useLive, useVisible } from "../live";
import { strings } from "../strings";
import { CaseHead } from "./CaseHead";
import { Composer } from "./Composer";
import { type Draft, draftsOf } from "./composer/drafts";
import { useShortcut } from "./keys/shortcuts";
import { useReader } from "./reader";
import { standing } from "./standing";
import { quote, type Quote } from "./talk";
import "./talk.css";
import { TalkLog } from "./TalkLog";
import { words } from "./talk-words";

interface TalkProps {
  desk: DeskSession;
  row: Row;
  staff: Staff;
  accept(): void;
  /** The reader has given the case to others: it goes from his screen. */
  leave?(): void;
}

/** One conversation: what was said, what can be done, where to write. */
export function Talk({ desk, row, staff, accept, leave = () => undefined }: TalkProps) {
  const { conversation } = row;
  const thread = useMemo(() => desk.follow(conversation), [desk, conversation]);
  useLive(thread);
  useLooking(desk, conversation, thread.last);
  const reader = useReader(staff, row);
  const draft = useMemo(() => draftsOf(desk, staff.id).of(conversation), [desk, staff.id, conversation]);

  const over = thread.ended || desk.lists.get(conversation) === undefined;
  const rights = standing(row, staff, over ? ending(thread) : undefined);
  const take = useCallback((q: Quote) => draft.answer(q), [draft]);
  const answer = rights.may.includes("say") ? take : undefined;
  const last = lastWords(thread);
  useShortcut({
    id: "talk.quote", keys: ["Alt+R"], label: words.keys.quote, group: "write",
    run: () => (answer && last.customer ? answer(quote(last.customer, reader)) : false),
  });
  const clocks = row.clocks?.filter((c) => c.state !== "met" && c.state !== "late") ?? [];
  return (
    <section className="talk" aria-label={strings.visitor(conversation)}>
      <CaseHead desk={desk} row={row} staff={staff} thread={thread} accept={accept} leave={leave} />
      {rights.may.length > 0 && clocks.length > 0 && <div className="talk-clocks"><Clocks clocks={clocks} /></div>}
      <TalkLog desk={desk} thread={thread} conversation={conversation} reader={reader} quote={answer} />
      <Typing thread={thread} />
      {!rights.may.includes("say") && <Unsent draft={draft} />}
      {rights.may.length === 0 ? (
        <p className="talk-over" role="status">{rights.why}</p>
      ) : (
        <Composer desk={desk} row={row} staff={staff} draft={draft} standing={rights} unanswered={last.unanswered} />
      )}
    </section>
  );
}

/** What somebody had begun to write to the customer when it was no longer his to send: to be read and copied. */
function Unsent({ draft }: { draft: Draft }) {
  useLive(draft);
  const text = draft.text("say");
  if (text === "") return null;
  return (
    <section className="talk-unsent" aria-label={words.unsent}>
      <h3>{words.unsent}</h3>
      <p>{text}</p>
    </section>
  );
}

/** What the customer is typing, before he sends it, and that a colleague is. */
function Typing({ thread }: { thread: Thread }) {
  return (
    <div className="talk-typing" aria-live="off">
      {thread.typists.map((t) => (
        <p key={t.kind}>
          {t.kind !== "customer" ? words.agentTyping(t.name ?? strings.from[t.kind]) : t.text ? words.typingNow(t.text) : words.typingOnly}
        </p>
      ))}
    </div>
  );
}

/** The customer's newest message, and its seq while nobody of ours has answered it. */
function lastWords(thread: Thread): { customer?: LogEvent & { kind: "message" }; unanswered: number } {
  const said = thread.list().filter((e): e is LogEvent & { kind: "message" } => e.kind === "message" && !e.recalled);
  const customer = said.findLast((e) => e.from.kind === "customer");
  const agent = said.findLast((e) => e.from.kind === "agent");
  const waits = customer && customer.text !== "" && (!agent || agent.seq < customer.seq);
  return { ...(customer && { customer }), unanswered: waits ? customer.seq : 0 };
}

/** How it ended for this reader: the case was closed, or it went to others. */
function ending(thread: Thread): "closed" | "gone" {
  const moves = new Set(["handoff", "assigned", "transferred", "returned", "closed"]);
  return thread.list().findLast((e) => moves.has(e.kind))?.kind === "closed" ? "closed" : "gone";
}

/** Tells the server how far was looked while the page is in front. */
function useLooking(desk: DeskSession, conversation: string, seq: number): void {
  const visible = useVisible();
  useEffect(() => {
    if (seq > 0 && visible) desk.remark({ type: "read", seq }, conversation);
  }, [desk, conversation, seq, visible]);
}
