import { DownOutlined, EnterOutlined, UpOutlined } from "@ant-design/icons";
import { Button, Tooltip, Typography } from "antd";
import { type ReactNode, useState } from "react";
import type { Attachment, Entity, LogEvent, Row } from "../../wire/frames";
import type { Hole } from "../../wire/log";
import { strings } from "../strings";
import { Clocks } from "./Clocks";
import { useInsert } from "./insert";
import { Mark, MoodMark, SeverityMark } from "./Mark";
import type { Names } from "./names";
import { words } from "./strings";
import { type Attempt, tried } from "./tried";

interface CardProps {
  row: Row;
  log: readonly (LogEvent | Hole)[];
  names: Names;
  /** Shows a place of the log. */
  jump(seq: number): void;
  showHistory(): void;
  showTickets(): void;
}

const w = words.card;

/** All that a person needs to know to take a case over without asking again: why, how bad, what was tried, what is owed. */
export function Card({ row, log, names, jump, showHistory, showTickets }: CardProps) {
  const [folded, setFolded] = useState(false);
  const rule = ruleOf(log, row.number);
  const attempts = tried(log, row.number);
  return (
    <section className="card" aria-label={w.title}>
      <header className="card-why">
        <strong>{row.reason ? strings.reasons[row.reason] : w.title}</strong>
        <SeverityMark severity={row.severity} />
        {row.profile?.vip && <Mark tone="warn">{words.profile.vip}</Mark>}
        <Button
          size="small" type="text" icon={folded ? <DownOutlined /> : <UpOutlined />} aria-expanded={!folded}
          aria-label={folded ? w.unfold : w.fold} onClick={() => setFolded(!folded)}
        />
      </header>
      {rule && <p className="soft">{w.rule(rule)}</p>}
      {row.question && <blockquote title={w.quote}>{row.question}</blockquote>}
      {row.clocks && row.clocks.length > 0 && <Clocks clocks={row.clocks} />}
      {!folded && (
        <dl>
          {row.mood && (
            <Fact name={strings.facts.mood}>
              <MoodMark mood={row.mood} always />{" "}
              {row.score !== undefined && <span className="soft">{row.score.toFixed(2)} </span>}
              {row.evidence?.map((word) => <Mark key={word}>{word}</Mark>)}
            </Fact>
          )}
          <Fact name={w.tried}>
            <Tried attempts={attempts} jump={jump} />
          </Fact>
          {shown(row, log).length > 0 && (
            <Fact name={w.entities}>
              <Entities row={row} log={log} />
            </Fact>
          )}
          {row.team && <Fact short name={w.team}>{names.team(row.team)}</Fact>}
          {row.page?.url && <Fact short name={w.came}><PageLink url={row.page.url} title={row.page.title} /></Fact>}
          {row.ticket && (
            <Fact short name={w.ticket}>
              <Button type="link" size="small" className="mono" onClick={showTickets}>{row.ticket}</Button>
            </Fact>
          )}
          <Fact short name={strings.facts.case}>
            {row.number > 1 ? <Button type="link" size="small" onClick={showHistory}>{w.before(row.number - 1)}</Button> : w.first}
          </Fact>
          <Fact short name={w.id}>
            <Typography.Text copyable={{ text: row.conversation, tooltips: [w.copy, w.copied] }} className="mono" title={row.conversation}>
              {row.conversation.slice(0, 16)}…
            </Typography.Text>
          </Fact>
        </dl>
      )}
    </section>
  );
}

/** The rule that led to the last handoff of the case. */
function ruleOf(log: CardProps["log"], number: number): string | undefined {
  const handoff = log.findLast((e) => e.kind === "handoff" && e.case === number);
  return handoff?.kind === "handoff" ? handoff.detail?.rule : undefined;
}

function Tried({ attempts, jump }: { attempts: Attempt[]; jump(seq: number): void }) {
  if (attempts.length === 0) return <span className="soft">{w.nothingTried}</span>;
  return (
    <ol className="tried">
      {attempts.map((a) => (
        <li key={a.seq}>
          <button type="button" className="tried-at" onClick={() => jump(a.seq)}>
            <span className="soft">{words.outcomes[a.outcome]}</span> {a.asked}
          </button>
          <span className="tried-said" title={a.entry}>{a.said}</span>
          {(a.chosen.length > 0 || a.open) && (
            <span className="soft">{a.chosen.length > 0 ? a.chosen.map((c) => w.chose(c)).join(" ") : w.choseNone}</span>
          )}
        </li>
      ))}
    </ol>
  );
}

/** What was recognised, with the picture where it is one: its value is an id, which tells nobody anything. */
function shown(row: Row, log: CardProps["log"]): (Entity & { picture?: Attachment })[] {
  const sent = log.flatMap((e) => (e.kind === "message" && !e.recalled ? (e.attachments ?? []) : []));
  return (row.entities ?? []).flatMap((e) => {
    if (e.name !== "screenshot") return [e];
    const picture = sent.find((a) => a.id === e.value);
    return picture ? [{ ...e, picture }] : [];
  });
}

function Entities({ row, log }: Pick<CardProps, "row" | "log">) {
  const insert = useInsert(row.conversation);
  return (
    <ul className="entities">
      {shown(row, log).map((e) => e.picture ? (
        <li key={`${e.name} ${e.value}`}>
          <span className="soft">{strings.entities[e.name] ?? e.name}</span>
          <a href={e.picture.url} target="_blank" rel="noopener noreferrer" title={e.picture.name}>
            {e.picture.type.startsWith("image/") ? <img src={e.picture.url} alt={e.picture.name} loading="lazy" /> : e.picture.name}
          </a>
        </li>
      ) : (
        <li key={`${e.name} ${e.value}`}>
          <span className="soft">{strings.entities[e.name] ?? e.name}</span>
          <Typography.Text copyable={{ text: e.value, tooltips: [w.copy, w.copied] }}>{e.value}</Typography.Text>
          <Tooltip title={w.insert}>
            <Button size="small" type="text" icon={<EnterOutlined />} aria-label={`${w.insert} ${e.value}`} onClick={() => insert(e.value)} />
          </Tooltip>
        </li>
      ))}
    </ul>
  );
}

function Fact({ name, short = false, children }: { name: string; short?: boolean; children: ReactNode }) {
  return (
    <div className={short ? "fact-short" : ""}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** The page the customer came from. Its address is the customer's word: only http and https become a link. */
function PageLink({ url, title }: { url: string; title: string | undefined }) {
  if (!/^https?:\/\//i.test(url)) return <>{title ?? url}</>;
  return (
    <a href={url} target="_blank" rel="noopener noreferrer" title={url}>
      {title || url}
    </a>
  );
}
