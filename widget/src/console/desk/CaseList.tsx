import { Badge, Button, Empty, Tag } from "antd";
import type { DeskSession } from "../../wire/desk";
import type { MoodLabel, Row } from "../../wire/frames";
import { clock, span } from "../format";
import { useNow } from "../live";
import { strings } from "../strings";

interface CaseListProps {
  desk: DeskSession;
  open: string;
  unread: ReadonlySet<string>;
  select(conversation: string): void;
  accept(conversation: string): void;
}

/** The waiting line in its order, and one's own cases. */
export function CaseList({ desk, open, unread, select, accept }: CaseListProps) {
  const now = useNow(1_000);
  const [waiting, mine] = [desk.lists.waiting(), desk.lists.mine()];
  const pick = (row: Row) => ({ row, now, open: row.conversation === open, select: () => select(row.conversation) });
  return (
    <aside className="cases">
      <section aria-label={strings.waiting}>
        <h2>
          {strings.waiting} <Badge count={waiting.length} showZero color={waiting.length ? "#d4380d" : "#bfbfbf"} />
        </h2>
        {waiting.length === 0 && <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={strings.noWaiting} />}
        <ul>
          {waiting.map((row) => (
            <CaseCard
              key={row.conversation}
              {...pick(row)}
              accept={desk.online ? () => accept(row.conversation) : undefined}
            />
          ))}
        </ul>
      </section>
      <section aria-label={strings.mine}>
        <h2>
          {strings.mine} <Badge count={mine.length} showZero color={mine.length ? "#1f5eff" : "#bfbfbf"} />
        </h2>
        {mine.length === 0 && <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={strings.noMine} />}
        <ul>
          {mine.map((row) => (
            <CaseCard key={row.conversation} {...pick(row)} unread={unread.has(row.conversation)} />
          ))}
        </ul>
      </section>
    </aside>
  );
}

interface CaseCardProps {
  row: Row;
  now: number;
  open: boolean;
  select(): void;
  /** Takes the case out of the line; absent where it cannot be taken now. */
  accept?: (() => void) | undefined;
  unread?: boolean;
}

function CaseCard({ row, now, open, select, accept, unread = false }: CaseCardProps) {
  const waits = row.state === "waiting";
  return (
    <li className={open ? "case open" : "case"}>
      <button type="button" className="case-pick" onClick={select} aria-current={open}>
        <span className="case-head">
          <strong>{strings.visitor(row.conversation)}</strong>
          {unread && <Badge status="error" title={strings.unread} />}
          <time>{waits ? strings.waited(span(now - (row.waiting_since ?? now))) : clock(row.last_at ?? now, now)}</time>
        </span>
        <span className="case-last">
          <LastWords row={row} />
        </span>
        <span className="case-tags">
          {row.requeued && <Tag color="magenta">{strings.requeued}</Tag>}
          {row.reason && <Tag>{strings.reasons[row.reason]}</Tag>}
          <MoodTag mood={row.mood} />
        </span>
      </button>
      {waits && (
        <Button size="small" type="primary" className="case-accept" disabled={!accept} onClick={accept}>
          {strings.accept}
        </Button>
      )}
    </li>
  );
}

/** The newest words; of one who waits his own, which say more than the bot's answer to them. */
function LastWords({ row }: { row: Row }) {
  const asked = row.state === "waiting" && row.last_from !== "customer" && (row.asked ?? row.question);
  const from = asked ? "customer" : row.last_from;
  return (
    <>
      {from && <em>{strings.said(strings.from[from])}</em>}
      {asked || row.last}
    </>
  );
}

const moodColours: Record<MoodLabel, string> = { calm: "green", uneasy: "orange", handoff: "red" };

/** How the customer sounds. Calm is not worth a mark in a list. */
export function MoodTag({ mood, always = false }: { mood: MoodLabel | undefined; always?: boolean }) {
  if (!mood || (mood === "calm" && !always)) return null;
  return <Tag color={moodColours[mood]}>{strings.moods[mood]}</Tag>;
}
