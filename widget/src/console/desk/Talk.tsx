import { useEffect, useMemo } from "react";
import type { DeskSession } from "../../wire/desk";
import type { Row } from "../../wire/frames";
import type { Staff } from "../api";
import { useLive, useVisible } from "../live";
import { strings } from "../strings";
import { CaseHead } from "./CaseHead";
import { Composer } from "./Composer";
import { useReader } from "./reader";
import { TalkLog } from "./TalkLog";

interface TalkProps {
  desk: DeskSession;
  row: Row;
  staff: Staff;
  /** Words that are not sent yet, by conversation: they stay when another one is opened. */
  drafts: Map<string, string>;
  accept(): void;
}

/** One conversation: what was said, what can be done, where to write. */
export function Talk({ desk, row, staff, drafts, accept }: TalkProps) {
  const { conversation } = row;
  const thread = useMemo(() => desk.follow(conversation), [desk, conversation]);
  useLive(thread);
  useLooking(desk, conversation, thread.last);

  const listed = desk.lists.get(conversation) !== undefined;
  const over = thread.ended || !listed;
  const mine = !over && row.state === "assigned" && row.agent_id === staff.id;
  return (
    <section className="talk" aria-label={strings.visitor(conversation)}>
      <CaseHead desk={desk} row={row} staff={staff} thread={thread} accept={accept} />
      <TalkLog desk={desk} thread={thread} conversation={conversation} reader={useReader(staff, row)} />
      {over ? (
        <p className="talk-over">{strings.ended}</p>
      ) : (
        <Composer desk={desk} conversation={conversation} mine={mine} drafts={drafts} />
      )}
    </section>
  );
}

/** Tells the server how far was looked while the page is in front. */
function useLooking(desk: DeskSession, conversation: string, seq: number): void {
  const visible = useVisible();
  useEffect(() => {
    if (seq > 0 && visible) desk.remark({ type: "read", seq }, conversation);
  }, [desk, conversation, seq, visible]);
}
