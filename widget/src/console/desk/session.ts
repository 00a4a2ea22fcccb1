import { useEffect, useMemo } from "react";
import { DeskSession } from "../../wire/desk";
import { listNames } from "../../wire/frames";
import { BrowserShelf } from "../../wire/shelf";
import type { Staff } from "../api";

/** The close code of an ended sign-in. */
const signedOut = 4002;

/** The agent's session, which runs as long as he is signed in; none without a desk. */
export function useDeskSession(staff: Staff, recheck: () => void): DeskSession | undefined {
  const entitled = staff.rights.includes("desk");
  const desk = useMemo(
    () =>
      entitled
        ? new DeskSession({
            url: `${location.protocol === "https:" ? "wss:" : "ws:"}//${location.host}/desk/ws`,
            agent: staff.id,
            shelf: new BrowserShelf(),
            lists: listNames,
          })
        : undefined,
    [staff.id, entitled],
  );
  useRunning(desk, recheck);
  return desk;
}

/** Starts a session and ends it with the component. */
export function useRunning(desk: DeskSession | undefined, recheck: () => void): void {
  useEffect(() => {
    if (!desk) return;
    desk.start();
    const wake = () => {
      if (document.visibilityState === "visible") void desk.wake();
    };
    document.addEventListener("visibilitychange", wake);
    window.addEventListener("online", wake);
    // A handshake that is refused for want of a sign-in looks to a page like any
    // other failure: so after each one the server is asked.
    let doubted = 0;
    const doubt = () => {
      const link = desk.link.state;
      const now = link.kind === "waiting" ? link.attempts : link.kind === "stopped" && link.code === signedOut ? -1 : 0;
      if (now !== 0 && now !== doubted) recheck();
      doubted = now;
    };
    const stop = desk.link.subscribe(doubt);
    return () => {
      stop();
      document.removeEventListener("visibilitychange", wake);
      window.removeEventListener("online", wake);
      desk.close();
    };
  }, [desk, recheck]);
}
