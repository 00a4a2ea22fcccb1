import { Alert, App, Button, Empty } from "antd";
import { useEffect, useMemo, useRef, useState } from "react";
import { DeskSession } from "../../wire/desk";
import type { Row } from "../../wire/frames";
import { BrowserShelf } from "../../wire/shelf";
import type { Staff } from "../api";
import { Context } from "../context/Context";
import { useLive } from "../live";
import { strings } from "../strings";
import { CaseList } from "./CaseList";
import { Talk } from "./Talk";
import { useUnread } from "./unread";

interface DeskProps {
  staff: Staff;
  /** Asks anew who is signed in. */
  recheck(): void;
}

/** The close code of an ended sign-in. */
const signedOut = 4002;

/** The desk: who waits, one's own cases, and the one that is open. */
export default function Desk({ staff, recheck }: DeskProps) {
  const desk = useMemo(
    () =>
      new DeskSession({
        url: `${location.protocol === "https:" ? "wss:" : "ws:"}//${location.host}/desk/ws`,
        agent: staff.id,
        shelf: new BrowserShelf(),
      }),
    [staff.id],
  );
  return <DeskPage desk={desk} staff={staff} recheck={recheck} />;
}

/** The desk over a session, which it starts and ends. */
export function DeskPage({ desk, staff, recheck }: DeskProps & { desk: DeskSession }) {
  useLive(desk);
  useRunning(desk, recheck);
  const [open, setOpen] = useState("");
  const [shown, setShown] = useState<Row>(); // as last seen: a case that is over leaves the lists
  const row = desk.lists.get(open) ?? (shown?.conversation === open ? shown : undefined);
  if (row && row !== shown) setShown(row);
  const unread = useUnread(desk, open);
  const drafts = useRef(new Map<string, string>()).current;
  const { message } = App.useApp();

  const select = (conversation: string) => {
    if (open && open !== conversation) desk.unfollow(open);
    setOpen(conversation);
  };
  const accept = async (conversation: string) => {
    select(conversation);
    try {
      await desk.act({ type: "accept" }, conversation);
      message.success(strings.accepted);
    } catch (error) {
      message.warning((error as Error).message);
    }
  };

  return (
    <div className="desk">
      <Trouble desk={desk} />
      <CaseList desk={desk} open={open} unread={unread} select={select} accept={(c) => void accept(c)} />
      {row ? (
        <>
          <Talk key={open} desk={desk} row={row} staff={staff} drafts={drafts} accept={() => void accept(open)} />
          <Context desk={desk} row={row} staff={staff} />
        </>
      ) : (
        <Empty className="desk-none" description={strings.pick} />
      )}
    </div>
  );
}

/** Runs the session while the desk is on the screen, and tells when the sign-in may have ended. */
function useRunning(desk: DeskSession, recheck: () => void): void {
  useEffect(() => {
    desk.start();
    const wake = () => {
      if (document.visibilityState === "visible") void desk.wake();
    };
    document.addEventListener("visibilitychange", wake);
    window.addEventListener("online", wake);
    return () => {
      document.removeEventListener("visibilitychange", wake);
      window.removeEventListener("online", wake);
      desk.close();
    };
  }, [desk]);

  // A handshake that is refused for want of a sign-in looks to a page like any
  // other failure: so after each one the server is asked.
  const link = desk.link.state;
  const doubt = link.kind === "waiting" ? link.attempts : link.kind === "stopped" && link.code === signedOut ? -1 : 0;
  useEffect(() => {
    if (doubt !== 0) recheck();
  }, [doubt, recheck]);
}

/** What is wrong with the connection; nothing when all is well. */
function Trouble({ desk }: { desk: DeskSession }) {
  const link = desk.link.state;
  if (link.kind === "stopped") {
    return (
      <Alert
        banner
        type="error"
        title={strings.stopped(link.code)}
        action={<Button size="small" onClick={() => desk.start()}>{strings.reconnect}</Button>}
      />
    );
  }
  return link.kind === "waiting" ? <Alert banner type="warning" title={strings.offline} role="status" /> : null;
}
