import { Button, Progress } from "antd";
import type { Golden } from "../api";
import * as api from "../api";
import { words } from "../publish-words";
import { useQuestions } from "../queries";
import { type RoomName, rooms } from "../rooms";

const w = words.dialog;

/** The questions of so many entries are asked for; of more their ids are shown. */
const asked = 20;

/** Golden questions that would be answered otherwise, each with a way to look into it. */
export function Checked({ golden: { total, passed, failed }, to }: { golden: Golden; to(room: RoomName, rest?: string): void }) {
  const ids = [...new Set(failed.flatMap((f) => f.entry ?? []))].slice(0, asked);
  const questions = useQuestions(ids);
  const wanted = new Map(ids.map((id, i) => [id, questions[i]]));
  return (
    <section className="golden">
      <p>{w.golden(passed, total)}</p>
      <Progress percent={Math.floor((100 * passed) / total)} size="small" status={failed.length > 0 ? "exception" : "success"} aria-label={w.golden(passed, total)} />
      <ul>
        {failed.map((f) => (
          <li key={f.id}>
            <strong>{f.text}</strong>
            <span className="soft">
              {w.failure(
                f.wants === "handoff" ? w.wantsHandoff : f.entry ? w.wantsEntry(wanted.get(f.entry) ?? f.entry) : w.wantsNothing,
                words.outcome(f.got.outcome), f.got.question ?? f.got.entry ?? "",
              )}
            </span>
            {rooms.has("ask") && <Button type="link" size="small" onClick={() => to("ask", api.query({ against: "draft", q: f.text }))}>{w.tryOut}</Button>}
          </li>
        ))}
      </ul>
    </section>
  );
}
