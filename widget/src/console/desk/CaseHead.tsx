import { CloseOutlined, EyeOutlined } from "@ant-design/icons";
import { App, Button } from "antd";
import type { DeskSession } from "../../wire/desk";
import type { Colleague, Row } from "../../wire/frames";
import type { Thread } from "../../wire/thread";
import type { Staff } from "../api";
import { clock } from "../format";
import { strings } from "../strings";
import { Actions } from "./Actions";
import { LeftMark, MoodTag, SeverityMark, VipMark } from "./lists/Marks";
import { nameOf } from "./lists/view";
import { powers } from "./powers";
import { words } from "./words";

interface CaseHeadProps {
  desk: DeskSession;
  row: Row;
  staff: Staff;
  thread: Thread;
  accept(): void;
  /** The reader has given the case to others. */
  leave(): void;
}

/** The head of the open conversation: whose it is, who else looks, and what can be done with it. */
export function CaseHead({ desk, row, staff, thread, accept, leave }: CaseHeadProps) {
  const over = thread.ended || desk.lists.get(row.conversation) === undefined;
  const can = powers(row, staff);
  const mentioned = !over && row.mentioned?.includes(staff.id);
  return (
    <header className="talk-top">
      <h2 title={nameOf(row)}>{nameOf(row)}</h2>
      <span className="talk-who">
        <VipMark row={row} />
        <SeverityMark row={row} />
        <LeftMark row={row} />
        <MoodTag mood={row.mood} />
        {!over && row.state === "snoozed" && row.snoozed_until && (
          <span className="mark" data-tone="blue">{words.snoozedUntil(clock(row.snoozed_until, Date.now()))}</span>
        )}
        {!over && can.watches && <span className="mark" data-tone="warn">{words.watching}</span>}
        {!over && can.leave && <span className="mark" data-tone="blue">{words.helping}</span>}
        {!over && !can.own && row.agent && <span>{strings.owner(row.agent)}</span>}
        {!over && <Helpers desk={desk} row={row} me={staff.id} mayEnd={can.own || staff.rights.includes("cases")} />}
        {thread.viewers.length > 0 && (
          <span className="seat" role="status"><EyeOutlined />{words.viewers(thread.viewers.map((v) => v.name).join("、"))}</span>
        )}
      </span>
      {mentioned && <Attend desk={desk} conversation={row.conversation} />}
      {!over && <Actions desk={desk} row={row} staff={staff} accept={accept} leave={leave} />}
    </header>
  );
}

/** Who was invited; whoever may do so ends it here. */
function Helpers({ desk, row, me, mayEnd }: { desk: DeskSession; row: Row; me: string; mayEnd: boolean }) {
  const { message } = App.useApp();
  const helpers = (row.helpers ?? []).filter((h) => h.id !== me);
  if (helpers.length === 0) return null;
  const end = (h: Colleague) =>
    void desk.act({ type: "leave", agent: h.id }, row.conversation).catch((error: Error) => message.error(error.message));
  return (
    <span className="seat">
      {words.helpers}
      {helpers.map((h) => (
        <span key={h.id} className="mark">
          {h.name}
          {mayEnd && (
            <button type="button" aria-label={words.endHelp(h.name)} title={words.endHelp(h.name)} disabled={!desk.online} onClick={() => end(h)}>
              <CloseOutlined />
            </button>
          )}
        </span>
      ))}
    </span>
  );
}

/** A colleague wants one to look: says that one has. */
function Attend({ desk, conversation }: { desk: DeskSession; conversation: string }) {
  const { message } = App.useApp();
  const attend = () =>
    void desk
      .act({ type: "attend" }, conversation)
      .then(() => message.success(words.attended))
      .catch((error: Error) => message.error(error.message));
  return (
    <>
      <span className="mark" data-tone="warn">{words.mentionedYou}</span>
      <Button size="small" disabled={!desk.online} onClick={attend}>{words.attend}</Button>
    </>
  );
}
