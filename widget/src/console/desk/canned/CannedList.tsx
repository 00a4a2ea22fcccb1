import { Empty } from "antd";
import { useEffect, useRef } from "react";
import type { Canned } from "../../http";
import { useNames } from "../../context/names";
import { Attachments } from "../Attachments";
import { words } from "../talk-words";
import { type CannedGroup, flat } from "./search";

interface CannedListProps {
  id: string;
  groups: readonly CannedGroup[];
  active: Canned | undefined;
  point(reply: Canned): void;
  choose(reply: Canned): void;
}

/** Canned replies under their headings, with the whole of the one that is pointed at. */
export function CannedList({ id, groups, active, point, choose }: CannedListProps) {
  const names = useNames();
  if (flat(groups).length === 0) {
    return <Empty className="canned-none" image={Empty.PRESENTED_IMAGE_SIMPLE} description={words.cannedNone} />;
  }
  return (
    <div className="canned">
      <div className="canned-list" role="listbox" id={id} aria-label={words.cannedList}>
        {groups.map((g) => (
          <div key={g.key} role="group" aria-label={heading(g, names.team)}>
            <div className="canned-heading" aria-hidden="true">{heading(g, names.team)}</div>
            {g.items.map((r) => (
              <Option key={r.id} id={optionID(id, r)} reply={r} active={r === active} point={point} choose={choose} />
            ))}
          </div>
        ))}
      </div>
      {active && (
        <div className="canned-preview">
          <strong>{active.title}</strong>
          <p>{active.text}</p>
          {active.picture && <Attachments items={[active.picture]} />}
          <p className="soft">{words.uses(active.uses)} · {words.cannedKeys}</p>
        </div>
      )}
    </div>
  );
}

/** The id of an option on the page. */
export const optionID = (list: string, reply: Canned): string => `${list}-${reply.id}`;

function heading({ scope, team, group }: CannedGroup, teamName: (id: string) => string): string {
  const whose = scope === "team" && team ? teamName(team) : words.scopes[scope];
  return `${whose} · ${group || words.ungrouped}`;
}

interface OptionProps {
  id: string;
  reply: Canned;
  active: boolean;
  point(reply: Canned): void;
  choose(reply: Canned): void;
}

function Option({ id, reply, active, point, choose }: OptionProps) {
  const element = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (active) element.current?.scrollIntoView?.({ block: "nearest" });
  }, [active]);
  return (
    <div
      id={id} ref={element} role="option" aria-selected={active} className="canned-option"
      onMouseMove={() => active || point(reply)}
      // The text box keeps the focus.
      onMouseDown={(e) => e.preventDefault()}
      onClick={() => choose(reply)}
    >
      <span>{reply.title}</span>
      {reply.opener && <span className="mark" data-tone="good">{words.opener}</span>}
      <small>{reply.text}</small>
    </div>
  );
}
