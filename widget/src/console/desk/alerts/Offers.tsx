import { App, Button, Dropdown, Input, Progress } from "antd";
import { useEffect, useRef, useState } from "react";
import type { DeskSession } from "../../../wire/desk";
import type { Row } from "../../../wire/frames";
import { useNames } from "../../context/names";
import { span } from "../../format";
import { useNow } from "../../live";
import { strings } from "../../strings";
import { useShortcut } from "../keys/shortcuts";
import { MoodTag, SeverityMark, VipMark } from "../lists/Marks";
import { nameOf } from "../lists/view";
import { words } from "../words";

interface OffersProps {
  desk: DeskSession;
  me: string;
  /** Opens a conversation at the desk. */
  open(conversation: string): void;
}

/** How long before its end an offer that vanishes counts as lapsed, in milliseconds: clocks differ a little. */
const lapse = 2_000;

/** The cases that are offered to this agent, one by one, over every page. They never take the focus: somebody may be typing. */
export function Offers({ desk, me, open }: OffersProps) {
  const now = useNow(500);
  const { message } = App.useApp();
  const answered = useRef(new Set<string>());
  const mine = desk.lists.list("mine").filter((r) => r.state === "offered" && r.offer?.agent === me && r.offer.until_ms > now);
  useLapses(desk, mine, me, answered.current);

  const act = async (row: Row, command: { type: "accept" } | { type: "decline"; reason?: string }) => {
    answered.current.add(row.conversation);
    try {
      await desk.act(command, row.conversation);
      if (command.type === "accept") open(row.conversation);
      message.success(command.type === "accept" ? strings.accepted : words.declined);
    } catch (error) {
      answered.current.delete(row.conversation);
      message.warning((error as Error).message);
    }
  };
  const first = mine[0];
  useShortcut({
    id: "accept", keys: ["Alt+A"], label: words.keys.accept, group: "case",
    run: () => (first ? void act(first, { type: "accept" }) : false),
  });
  useShortcut({
    id: "decline", keys: ["Alt+X"], label: words.keys.decline, group: "case",
    run: () => (first ? void act(first, { type: "decline" }) : false),
  });
  return (
    <section className="offers" aria-label={words.offers} aria-live="polite">
      {first && (
        <Offer
          key={first.conversation} row={first} now={now} online={desk.online} others={mine.length - 1}
          accept={() => void act(first, { type: "accept" })}
          decline={(reason) => void act(first, { type: "decline", ...(reason && { reason }) })}
        />
      )}
    </section>
  );
}

interface OfferCardProps {
  row: Row;
  now: number;
  online: boolean;
  /** How many more are offered. */
  others: number;
  accept(): void;
  decline(reason: string): void;
}

function Offer({ row, now, online, others, accept, decline }: OfferCardProps) {
  const [began] = useState(now);
  const [other, setOther] = useState<string>();
  const names = useNames();
  const until = row.offer?.until_ms ?? now;
  const left = Math.max(0, until - now);
  const share = Math.round((100 * left) / Math.max(1, until - began));
  const pickReason = ({ key }: { key: string }) => (key === "other" ? setOther("") : decline(key));
  return (
    <article className="offer">
      <div className="offer-head">
        <Progress
          type="circle" size={46} percent={share} status={left < 10_000 ? "exception" : "normal"}
          format={() => Math.ceil(left / 1000)} aria-label={words.offerLeft(span(left))}
        />
        <div>
          <h2>{strings.said(words.offer)}{nameOf(row)}</h2>
          <p>{words.offerLeft(span(left))}{row.waiting_since !== undefined && ` · ${strings.waited(span(now - row.waiting_since))}`}</p>
        </div>
      </div>
      <p className="offer-words">{row.question || row.asked || row.last}</p>
      <p className="offer-marks">
        <VipMark row={row} />
        <SeverityMark row={row} />
        <MoodTag mood={row.mood} />
        {row.reason && <span className="mark">{strings.reasons[row.reason]}</span>}
        {row.team && <span className="mark">{names.team(row.team)}</span>}
      </p>
      {other === undefined ? (
        <div className="offer-acts">
          <Button type="primary" disabled={!online} onClick={accept}>{strings.accept}</Button>
          <Dropdown
            trigger={["click"]}
            menu={{
              items: [...words.declineReasons.map((why) => ({ key: why, label: why })), { key: "other", label: words.declineOther }],
              onClick: pickReason,
            }}
          >
            <Button disabled={!online}>{words.decline}</Button>
          </Dropdown>
        </div>
      ) : (
        <div className="offer-acts">
          <Input
            autoFocus value={other} maxLength={200} placeholder={words.declineOther} aria-label={words.declineOther}
            onChange={(e) => setOther(e.target.value)}
          />
          <Button disabled={!online} onClick={() => decline(other.trim())}>{words.decline}</Button>
        </div>
      )}
      {others > 0 && <p className="offer-more">{words.moreOffers(others)}</p>}
    </article>
  );
}

/** Tells when an offer was lost because nobody answered it. */
function useLapses(desk: DeskSession, offered: readonly Row[], me: string, answered: Set<string>): void {
  const { message } = App.useApp();
  const before = useRef(new Map<string, Row>());
  useEffect(() => {
    const now = new Map(offered.map((r) => [r.conversation, r]));
    for (const [conversation, row] of before.current) {
      if (now.has(conversation)) continue;
      const current = desk.lists.get(conversation);
      const taken = current?.agent_id === me && current.state !== "offered";
      const over = Date.now() >= (row.offer?.until_ms ?? 0) - lapse;
      if (over && !taken && !answered.has(conversation)) message.warning(words.offerLapsed(nameOf(row)), 8);
      answered.delete(conversation);
    }
    before.current = now;
  });
}
