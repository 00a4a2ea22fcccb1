import { LoadingOutlined } from "@ant-design/icons";
import { Button, Tag } from "antd";
import { clock } from "../format";
import { Markup } from "../Markup";
import { strings } from "../strings";
import type { Said } from "./talk";

interface SpokenProps {
  item: Said;
  retry(): void;
  discard(): void;
}

/** One message or note, as the agent sees it: customers on the left, our side on the right. */
export function Spoken({ item, retry, discard }: SpokenProps) {
  const { from, state } = item;
  return (
    <article className={`spoken ${from}`} data-state={state}>
      <p className="spoken-head">
        {item.name}
        {from === "note" && <Tag color="gold">{strings.note}</Tag>}
        <time>{clock(item.at, Date.now())}</time>
        {state === "pending" && <LoadingOutlined aria-label={strings.pending} />}
      </p>
      <div className="spoken-text">
        <Markup text={item.text} rich={from === "bot"} />
        {item.choices.length > 0 && (
          <ul className="offered" aria-label={strings.events.offered}>
            {item.choices.map((c) => (
              <li key={c.key} className={item.chosen.includes(c.key) ? "chosen" : ""}>{c.label}</li>
            ))}
          </ul>
        )}
      </div>
      {state === "failed" && (
        <p className="bad" role="alert">
          {strings.failed(item.problem)}
          <Button type="link" size="small" onClick={retry}>{strings.retry}</Button>
          <Button type="link" size="small" onClick={discard}>{strings.discard}</Button>
        </p>
      )}
    </article>
  );
}
