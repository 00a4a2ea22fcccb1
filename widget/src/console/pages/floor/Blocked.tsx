import { App, Button } from "antd";
import { words as context } from "../../context/strings";
import { clock } from "../../format";
import { useBlocks, useUnblock } from "../../queries";
import { strings } from "../../strings";
import { words } from "../strings";
import { Trouble } from "../Trouble";

/** Who is kept out now, and the way to let him in again. */
export function Blocked({ open }: { open(conversation: string): void }) {
  const { message } = App.useApp();
  const asked = useBlocks();
  const lift = useUnblock();
  const w = words.floor;
  const now = Date.now();
  return (
    <section aria-labelledby="floor-blocked">
      <h2 id="floor-blocked">{w.blocked}</h2>
      <Trouble asked={asked} />
      {asked.data?.items.length === 0 && <p className="soft">{w.noBlocked}</p>}
      <ul className="floor-people">
        {asked.data?.items.map((b) => (
          <li key={b.conversation}>
            <span>
              <Button type="link" size="small" onClick={() => open(b.conversation)}>{b.customer || strings.visitor(b.conversation)}</Button>
              <span className="soft"> {b.until === undefined ? context.block.ever : context.block.till(clock(b.until, now))}</span>
            </span>
            <Button
              size="small" loading={lift.isPending && lift.variables === b.conversation}
              onClick={() =>
                lift.mutate(b.conversation, {
                  onSuccess: () => void message.success(context.block.lifted), onError: (error) => void message.error(error.message),
                })
              }
            >
              {context.block.lift}
            </Button>
            <span className="floor-teams">{b.reason} <span className="soft">{context.block.by(b.name, clock(b.at, now))}</span></span>
          </li>
        ))}
      </ul>
    </section>
  );
}
