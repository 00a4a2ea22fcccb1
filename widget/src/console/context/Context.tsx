import { Tag, Typography } from "antd";
import type { ReactNode } from "react";
import type { DeskSession } from "../../wire/desk";
import type { Row } from "../../wire/frames";
import type { Staff } from "../api";
import { clock } from "../format";
import { strings } from "../strings";
import { MoodTag } from "../desk/CaseList";

interface ContextProps {
  desk: DeskSession;
  row: Row;
  staff: Staff;
  /** Shows the place of the log where this event is. */
  jump?(seq: number): void;
}

/** Everything that is known about a case before its first word is read. */
export function Context({ row }: ContextProps) {
  const words = strings.facts;
  const now = Date.now();
  return (
    <aside className="facts" aria-label={words.title}>
      <h2>{words.title}</h2>
      <dl>
        {row.reason && <Fact name={words.reason}>{strings.reasons[row.reason]}</Fact>}
        {row.question && <Fact name={words.question}>{row.question}</Fact>}
        {row.mood && (
          <Fact name={words.mood}>
            <MoodTag mood={row.mood} always />
            {row.score !== undefined && <span className="soft">{row.score.toFixed(2)}</span>}
          </Fact>
        )}
        {row.evidence && row.evidence.length > 0 && (
          <Fact name={words.evidence}>{row.evidence.map((word) => <Tag key={word}>{word}</Tag>)}</Fact>
        )}
        {row.entities && row.entities.length > 0 && (
          <Fact name={words.entities}>
            <ul className="entities">
              {row.entities.map((e) => (
                <li key={`${e.name} ${e.value}`}>
                  <span className="soft">{strings.entities[e.name] ?? e.name}</span>
                  <Typography.Text copyable>{e.value}</Typography.Text>
                </li>
              ))}
            </ul>
          </Fact>
        )}
        {row.team && <Fact name={words.team}>{strings.teams[row.team] ?? row.team}</Fact>}
        {row.page?.url && <Fact name={words.page}><PageLink url={row.page.url} title={row.page.title} /></Fact>}
        {row.waiting_since && <Fact name={words.waiting}>{clock(row.waiting_since, now)}</Fact>}
        {row.assigned_at && <Fact name={words.assigned}>{clock(row.assigned_at, now)}</Fact>}
        <Fact name={words.case}>{strings.case(row.number)}</Fact>
        <Fact name={words.conversation}>
          <Typography.Text copyable={{ text: row.conversation }} className="mono" title={row.conversation}>
            {row.conversation.slice(0, 16)}…
          </Typography.Text>
        </Fact>
      </dl>
    </aside>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
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
