import { Button, Popover } from "antd";
import { memo } from "react";
import type { Row } from "../../../wire/frames";
import { clock, timer } from "../../format";
import { strings } from "../../strings";
import { words } from "../words";
import { ClockMark, LeftMark, MoodTag, SeverityMark, VipMark } from "./Marks";
import { nameOf, standing } from "./view";

interface CaseCardProps {
  row: Row;
  now: number;
  open: boolean;
  unread: boolean;
  /** The shown name of its team. */
  team: string;
  /** Whose desk it is. */
  me: string;
  select(row: Row): void;
  /** Takes the case; absent where it cannot be taken here. */
  accept?: ((conversation: string) => void) | undefined;
  /** Whether the server can be asked now. */
  online: boolean;
}

/** One case in a list. All have the same height, which the list relies on. */
export const CaseCard = memo(function CaseCard({ row, now, open, unread, team, me, select, accept, online }: CaseCardProps) {
  const waits = row.state === "waiting" || row.state === "offered";
  const offered = row.state === "offered" && row.offer;
  return (
    <div className={open ? "case open" : "case"} data-mood={row.mood} {...(waits && { "data-waits": "" })}>
      <button type="button" className="case-pick" onClick={() => select(row)} aria-current={open}>
        <span className="case-head">
          <strong>{nameOf(row)}</strong>
          {unread && <i className="case-dot" role="img" aria-label={strings.unread} title={strings.unread} />}
          <VipMark row={row} />
          <SeverityMark row={row} />
          {!waits && <time>{clock(row.closed_at ?? row.last_at ?? now, now)}</time>}
        </span>
        <span className="case-last">
          <LastWords row={row} />
        </span>
        <span className="case-tags">
          {row.state !== "closed" && <ClockMark row={row} now={now} />}
          <LeftMark row={row} />
          <MoodTag mood={row.mood} />
          {row.requeued && <span className="mark" data-tone="blue">{strings.requeued}</span>}
          {offered && offered.agent === me && <span className="mark" data-tone="blue">{words.left(words.offer, timer(offered.until_ms - now))}</span>}
          {offered && offered.agent !== me && <span className="mark">{words.offeredTo(offered.agent_name)}</span>}
          {row.state === "snoozed" && row.snoozed_until && <span className="mark" data-tone="blue">{words.snoozedUntil(clock(row.snoozed_until, now))}</span>}
          {row.rating && <span className="mark" data-tone={row.rating.stars <= 2 ? "bad" : "good"}>{words.stars(row.rating.stars)}</span>}
          {row.ticket && <span className="mark">{words.ticketTag}</span>}
          {row.agent && row.agent_id !== me && !waits && <span className="mark">{row.agent}</span>}
          {team && <span className="mark">{team}</span>}
          {waits && row.reason && <span className="mark">{strings.reasons[row.reason]}</span>}
        </span>
      </button>
      {waits && <Standing row={row} now={now} />}
      {accept && (
        <Button className="case-accept" size="small" type="primary" disabled={!online} onClick={() => accept(row.conversation)}>
          {strings.accept}
        </Button>
      )}
    </div>
  );
});

/** How long a case waits and the points it has in the line, and what they are made of. */
function Standing({ row, now }: { row: Row; now: number }) {
  const { waited, shares, sum } = standing(row, now);
  const content = (
    <dl className="why">
      <div><dt>{words.waitedMinutes}</dt><dd>{waited}</dd></div>
      {shares.map((s) => <div key={s.name}><dt>{s.name}</dt><dd>+{s.minutes}</dd></div>)}
      <div><dt>{words.sum}</dt><dd>{words.points(sum)}</dd></div>
    </dl>
  );
  return (
    <Popover title={words.why} content={content} trigger={["hover", "focus", "click"]} placement="right">
      <button type="button" className="case-why" aria-label={words.why}>
        {strings.waited(timer(now - (row.waiting_since ?? now)))} · {words.points(sum)}
      </button>
    </Popover>
  );
}

/** The newest words. Of one whom people serve his own rather than the bot's: "you are being connected" says nothing. */
function LastWords({ row }: { row: Row }) {
  const spoken = row.last_from === "customer" || row.last_from === "agent";
  const asked = !spoken && row.state !== "bot" && (row.asked ?? row.question);
  const from = asked ? "customer" : row.last_from;
  return (
    <>
      {from && <em>{strings.said(strings.from[from])}</em>}
      {asked || row.last || row.question}
    </>
  );
}
