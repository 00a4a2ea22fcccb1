import type { Model } from "./model";
import type { Pledge } from "./promises";
import { moment } from "./clock";
import { countdown, useTicking } from "./countdown";
import { Icon } from "./icons";
import { rare, strings } from "./strings";
import "./Waiting.css";

/** What the customer waits for: his place in the line, and what was promised to him. Nothing where he waits for nothing. */
export function Waiting({ model }: { model: Model }) {
  model.version.value; // reads the session itself
  const { session } = model;
  const pledges = model.pledges.value;
  const waiting = session.state === "waiting";
  if (!waiting && pledges.length === 0) return null;
  // Somebody is asked to serve him now, whoever else waits before him for others.
  const soon = session.eta === 0 && session.position > 1;
  return (
    <section class="waiting" aria-label={waiting ? rare.waitTitle : strings.serving(model.agent.value?.name ?? strings.agent)}>
      {waiting && (
        <>
          <div class="place">
            <div role="status">
              <h2>{rare.waitTitle}</h2>
              <p>
                <b>{soon ? rare.waitNow : session.position > 0 ? rare.place(session.position) : rare.placeUnknown}</b>
                {!soon && <span>{eta(session.eta)}</span>}
              </p>
            </div>
            <button type="button" onClick={() => session.cancel()}>{rare.cancel}</button>
          </div>
          <p class="hint">{rare.askOn}</p>
        </>
      )}
      {pledges.length > 0 && <Promises pledges={pledges} now={() => session.now()} />}
    </section>
  );
}

function eta(seconds: number | undefined): string {
  if (seconds === undefined) return rare.waitUnknown;
  return seconds === 0 ? rare.waitNow : rare.waitFor(Math.ceil(seconds / 60));
}

/** Both that of the shop and that of an agent say when he is answered: of two in the same words the earlier one is told. */
const once = (pledges: readonly Pledge[]): Pledge[] =>
  pledges.filter((p) => p.what === "solution" || p === pledges.find((q) => q.what !== "solution" && q.broken === p.broken));

function Promises({ pledges, now }: { pledges: readonly Pledge[]; now(): number }) {
  useTicking();
  return (
    <ul class="promises">
      {once(pledges).map(({ what, due, broken }) => (
        <li key={what} class={broken ? "broken" : ""}>
          <Icon name="clock" />
          {broken ? rare.broken[what] : rare.promised[what](moment(due, now()))}
          {!broken && <span role="timer">{rare.leftTime(countdown(due - now()))}</span>}
        </li>
      ))}
    </ul>
  );
}
