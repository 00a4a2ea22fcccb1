import type { Model } from "./model";
import { strings } from "./strings";

/** From which failed attempt on a lost connection is worth a sentence. */
const worthTelling = 2;

/** What hinders the talk: the connection, or that the visitor is blocked. Nothing when all is well. */
export function Banner({ model }: { model: Model }) {
  model.version.value; // reads the session itself
  const { session } = model;
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
  if (session.blocked) {
    return <div class="banner bad" role="alert"><span>{session.blocked}</span></div>;
  }
  if (link.kind === "waiting" && link.attempts >= worthTelling) {
    return (
      <div class="banner warn" role="status">
        <span>{session.gone ? strings.waitingLeave : strings.waitingLong}</span>
      </div>
    );
  }
  return null;
}
