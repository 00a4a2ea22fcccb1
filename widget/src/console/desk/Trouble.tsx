import { Alert, Button } from "antd";
import type { DeskSession } from "../../wire/desk";
import { ghostReason } from "./presence/ghost";
import { strings } from "../strings";
import { words } from "./words";
import { usePresence } from "./presence/usePresence";

/** What keeps cases away from this desk: a lost connection, or that the agent is not there for new ones. Nothing when all is well. */
export function Trouble({ desk }: { desk: DeskSession }) {
  const link = desk.link.state;
  const { own, busy, set } = usePresence(desk);
  if (link.kind === "stopped") {
    return (
      <Alert
        className="desk-notes" banner type="error" title={strings.stopped(link.code)}
        action={<Button size="small" onClick={() => desk.start()}>{strings.reconnect}</Button>}
      />
    );
  }
  if (link.kind === "waiting") {
    const queued = desk.outbox.lanes().flatMap((lane) => desk.outbox.list(lane)).filter((e) => e.state === "pending").length;
    return (
      <Alert
        className="desk-notes" banner type="warning" role="status"
        title={queued > 0 ? `${strings.offline} ${words.queued(queued)}` : strings.offline}
      />
    );
  }
  if (!own || own.state === "online") return null;
  const ghost = own.state === "break" && own.reason === ghostReason;
  return (
    <Alert
      className="desk-notes" banner type={ghost ? "error" : "info"} title={ghost ? words.ghost : words.notGiven[own.state]}
      action={
        <Button size="small" type="primary" loading={busy} disabled={!desk.online} onClick={() => set("online")}>
          {own.state === "offline" ? words.goOnline : words.backOnline}
        </Button>
      }
    />
  );
}
