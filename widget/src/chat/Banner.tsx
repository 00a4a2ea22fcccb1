import type { CustomerSession } from "../wire/customer";
import { strings } from "./strings";

/** From which failed attempt on a lost connection is worth a sentence. */
const worthTelling = 2;

/** What hinders or delays the talk: the connection, the waiting line. Nothing when all is well. */
export function Banner({ session }: { session: CustomerSession }) {
  const link = session.link.state;
  if (link.kind === "stopped") {
    return (
      <div class="banner bad" role="alert">
        <span>{session.problem || strings.stoppedFor(link.code)}</span>
        <button type="button" onClick={() => session.start()}>
          {strings.reconnect}
        </button>
      </div>
    );
  }
  if (link.kind === "waiting" && link.attempts >= worthTelling) {
    return (
      <div class="banner warn" role="status">
        <span>{strings.waitingLong}</span>
      </div>
    );
  }
  if (session.state !== "waiting") return null;
  return (
    <div class="banner" role="status">
      <span>{session.position > 0 ? strings.queue(session.position) : strings.queueUnknown}</span>
      <button type="button" onClick={() => session.cancel()}>
        {strings.cancel}
      </button>
    </div>
  );
}
