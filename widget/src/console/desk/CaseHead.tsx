import { Button } from "antd";
import type { DeskSession } from "../../wire/desk";
import type { Row } from "../../wire/frames";
import type { Thread } from "../../wire/thread";
import type { Staff } from "../api";
import { strings } from "../strings";
import { Actions } from "./Actions";
import { MoodTag } from "./CaseList";

interface CaseHeadProps {
  desk: DeskSession;
  row: Row;
  staff: Staff;
  thread: Thread;
  accept(): void;
}

/** The head of the open conversation: whose it is, who else looks, and what can be done with it. */
export function CaseHead({ desk, row, staff, thread, accept }: CaseHeadProps) {
  const { conversation } = row;
  const over = thread.ended || desk.lists.get(conversation) === undefined;
  const mine = !over && row.state === "assigned" && row.agent_id === staff.id;
  return (
    <header className="talk-top">
      <h2>{strings.visitor(conversation)}</h2>
      <MoodTag mood={row.mood} />
      <span className="soft">{!over && !mine && row.state === "assigned" && row.agent && strings.owner(row.agent)}</span>
      {!over && row.state === "waiting" && (
        <Button type="primary" disabled={!desk.online} onClick={accept}>
          {strings.accept}
        </Button>
      )}
      {mine && <Actions desk={desk} conversation={conversation} />}
    </header>
  );
}
