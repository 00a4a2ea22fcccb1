import { App, Empty } from "antd";
import { useContext, useEffect, useState } from "react";
import type { DeskSession } from "../../wire/desk";
import type { Row } from "../../wire/frames";
import type { Staff } from "../api";
import { Context } from "../context/Context";
import { useLive, useVisible } from "../live";
import { caseOf, placeOfCase } from "../places";
import { strings } from "../strings";
import { opened, pending, unreadOf } from "./alerts/pending";
import { SeenContext } from "./alerts/seen";
import { jumpTo } from "./calls";
import { CaseList } from "./CaseList";
import { useShortcut } from "./keys/shortcuts";
import { useStored } from "./stored";
import { Talk } from "./Talk";
import { Trouble } from "./Trouble";
import { type TabName, words } from "./words";
import "./frame.css";

interface DeskProps {
  desk: DeskSession;
  staff: Staff;
  /** The place in the address: "c/" and a conversation, or "". */
  rest: string;
  move(rest: string): void;
}

/** The desk: the lists, the open conversation, and what is known of it. The address names the one that is open. */
export default function Desk({ desk, staff, rest, move }: DeskProps) {
  useLive(desk);
  const open = caseOf(rest);
  const row = useOpenRow(desk, open);
  const [tab, show] = useStored<TabName>("yiwen.tab", "waiting", Object.keys(words.tabs) as TabName[]);
  const unread = useUnread(desk, staff, open);
  const { message } = App.useApp();
  useFollowing(desk, open);
  const mine = desk.lists.listsOf(open).includes("mine");
  useEffect(() => {
    // As when a case was taken out of the line: the list goes along with it, once.
    if (mine && tab !== "closed" && !desk.lists.listsOf(open).includes(tab)) show("mine");
  }, [open, mine]);

  const select = (to: Row) => {
    row.keep(to);
    move(placeOfCase(to.conversation));
  };
  const accept = async (conversation: string) => {
    const known = desk.lists.get(conversation);
    if (known) select(known);
    try {
      await desk.act({ type: "accept" }, conversation);
      message.success(strings.accepted);
    } catch (error) {
      message.warning((error as Error).message);
    }
  };
  // An offer has less time than the line: the key takes it first.
  const offered = desk.lists.list("mine").some((r) => r.state === "offered" && r.offer?.agent === staff.id);
  const takeable = !offered && row.now?.state === "waiting" && desk.online && desk.lists.get(open) !== undefined;
  useShortcut({
    id: "accept", keys: ["Alt+A"], label: words.keys.accept, group: "case", run: () => (takeable ? void accept(open) : false),
  });

  return (
    <div className="desk">
      <Trouble desk={desk} />
      <CaseList {...{ desk, tab, show, open, unread, select }} me={staff.id} accept={(c) => void accept(c)} />
      {row.now ? (
        <>
          <Talk key={open} desk={desk} row={row.now} staff={staff} accept={() => void accept(open)} leave={() => move("")} />
          <Context key={`about ${open}`} desk={desk} row={row.now} staff={staff} jump={(seq) => jumpTo({ conversation: open, seq })} />
        </>
      ) : (
        <Empty className="desk-none" description={strings.pick} />
      )}
    </div>
  );
}

/** The open case as it is or as it was last seen: one that is over leaves the lists. One that is only named by the address is shown too. */
function useOpenRow(desk: DeskSession, open: string): { now: Row | undefined; keep(row: Row): void } {
  const [last, keep] = useState<Row>();
  const listed = desk.lists.get(open);
  useEffect(() => {
    if (listed) keep(listed);
  }, [listed]);
  const known = last?.conversation === open ? last : undefined;
  const bare: Row | undefined = open && desk.online ? { conversation: open, number: 0, state: "", seq: 0 } : undefined;
  return { now: listed ?? known ?? bare, keep };
}

/** Follows only what is open: colleagues are shown who looks at a conversation. */
function useFollowing(desk: DeskSession, open: string): void {
  useEffect(() => {
    if (!open) return;
    return () => desk.unfollow(open);
  }, [desk, open]);
}

/** Conversations with something new; what is open in front of the reader is seen at once. */
function useUnread(desk: DeskSession, staff: Staff, open: string): ReadonlySet<string> {
  const seen = useContext(SeenContext);
  useLive(seen);
  const visible = useVisible();
  const alerts = pending(desk.lists, { id: staff.id, supervisor: staff.rights.includes("cases") }, Date.now());
  const here = visible ? alerts.filter((a) => a.conversation === open && opened(a)).map((a) => a.key) : [];
  const keys = here.join(" ");
  useEffect(() => {
    if (keys) seen.add(keys.split(" "));
  }, [seen, keys]);
  return unreadOf(alerts, seen);
}
