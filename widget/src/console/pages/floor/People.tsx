import { App, Badge, Button, Popconfirm, Progress } from "antd";
import type { PresenceState } from "../../../wire/frames";
import { useNames } from "../../context/names";
import { span } from "../../format";
import type { Colleague, Items } from "../../http";
import { Face } from "../../profile/Face";
import { useRemoveFace } from "../../queries";
import { words } from "../strings";
import { Trouble } from "../Trouble";

const w = words.floor;
const lights: Record<PresenceState, "success" | "error" | "warning" | "default"> = { online: "success", busy: "error", break: "warning", offline: "default" };
const order: readonly PresenceState[] = ["online", "busy", "break", "offline"];

interface PeopleProps {
  asked: { data: Items<Colleague> | undefined; error: Error | null; isFetching: boolean; refetch(): unknown };
  now: number;
}

/** Who serves, how he is, since when, and how much he has. */
export function People({ asked, now }: PeopleProps) {
  const names = useNames();
  const people = (asked.data?.items ?? []).toSorted((a, b) => order.indexOf(a.state) - order.indexOf(b.state) || b.load - a.load || (a.id < b.id ? -1 : 1));
  return (
    <section aria-labelledby="floor-people">
      <h2 id="floor-people">{w.staff}</h2>
      <Trouble asked={asked} />
      <ul className="floor-people">
        {people.map((c) => (
          <li key={c.id}>
            <span>
              <Badge dot status={lights[c.state]} offset={[-3, 19]}><Face name={c.name} face={c.face} /></Badge> <strong>{c.name}</strong>{" "}
              <span className="soft">{[w.states[c.state], c.reason].filter(Boolean).join(" · ")}</span>
            </span>
            <span className="floor-load">
              <Progress
                size="small" showInfo={false} aria-label={w.load} percent={c.limit > 0 ? Math.min(100, (c.load / c.limit) * 100) : 0}
                strokeColor={c.load >= c.limit ? "var(--bad)" : "var(--blue)"}
              />
              <span>{c.load} / {c.limit}</span>
            </span>
            <span className="soft floor-teams">
              {[c.since !== undefined && w.since(span(now - c.since)), ...c.teams.map((t) => names.team(t))].filter(Boolean).join(" · ")}
              {c.face && <RemoveFace of={c} />}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** A picture that customers should not see is taken away. */
function RemoveFace({ of }: { of: Colleague }) {
  const { message } = App.useApp();
  const remove = useRemoveFace();
  return (
    <Popconfirm
      title={w.faceAsk(of.name)} okText={w.faceRemove}
      onConfirm={() => remove.mutate(of.id, { onSuccess: () => void message.success(w.faceRemoved), onError: (error) => void message.error(error.message) })}
    >
      <Button type="link" size="small" loading={remove.isPending}>{w.faceRemove}</Button>
    </Popconfirm>
  );
}
