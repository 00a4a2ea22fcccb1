import type { KeyboardEvent } from "react";
import { useId } from "react";
import { CannedList, optionID } from "../canned/CannedList";
import { flat, searchCanned } from "../canned/search";
import type { Canned, Colleague } from "../../http";
import { useCanned, useColleagues } from "../../queries";
import { strings } from "../../strings";
import { words } from "../talk-words";
import { words as desk } from "../words";
import { useChooser } from "./chooser";
import { nearestFirst } from "./nearest";
import type { Trigger } from "./trigger";
import type { WritingState } from "./useWriting";

/** The list that is open for what is being typed. */
export interface Lookup {
  id: string;
  /** The id of the active option on the page. */
  active: string | undefined;
  key(e: KeyboardEvent): boolean;
  element: React.ReactNode;
}

/** Finds canned replies and colleagues while their names are typed; undefined where nothing is looked for. */
export function useLookup(writing: WritingState, me: string, team: string | undefined, upset: boolean): Lookup | undefined {
  const { trigger } = writing;
  const canned = useCannedLookup(trigger?.kind === "canned" ? trigger : null, writing, upset);
  const mention = useMentionLookup(trigger?.kind === "mention" ? trigger : null, writing, me, team);
  return canned ?? mention;
}

function useCannedLookup(trigger: Trigger | null, writing: WritingState, upset: boolean): Lookup | undefined {
  const replies = useCanned().data?.items;
  const id = useId();
  const groups = trigger && replies ? searchCanned(replies, trigger.query, upset) : [];
  const chooser = useChooser<Canned>(flat(groups), `/${trigger?.query}`, { choose: writing.insertCanned, close: writing.dismiss });
  // Behind a slash that finds nothing one goes on writing.
  if (!trigger || !replies || (groups.length === 0 && trigger.query !== "")) return undefined;
  return {
    id,
    active: chooser.active && optionID(id, chooser.active),
    key: chooser.key,
    element: <CannedList id={id} groups={groups} active={chooser.active} point={chooser.point} choose={writing.insertCanned} />,
  };
}

function useMentionLookup(trigger: Trigger | null, writing: WritingState, me: string, team: string | undefined): Lookup | undefined {
  const colleagues = useColleagues(trigger !== null).data?.items ?? [];
  const id = useId();
  const q = trigger?.query.toLowerCase() ?? "";
  const found = trigger
    ? nearestFirst(colleagues.filter((c) => c.id !== me && (c.name.toLowerCase().includes(q) || c.id.toLowerCase().startsWith(q))), team)
    : [];
  const chooser = useChooser<Colleague>(found, `@${q}`, { choose: writing.mention, close: writing.dismiss });
  if (!trigger || found.length === 0) return undefined;
  return {
    id,
    active: chooser.active && `${id}-${chooser.active.id}`,
    key: chooser.key,
    element: (
      <div className="mention-list" role="listbox" id={id} aria-label={words.mentionList}>
        {found.map((c) => (
          <div
            key={c.id} id={`${id}-${c.id}`} role="option" aria-selected={c === chooser.active} className="canned-option"
            onMouseMove={() => c === chooser.active || chooser.point(c)}
            onMouseDown={(e) => e.preventDefault()}
            onClick={() => writing.mention(c)}
          >
            <span>{c.name}</span> <small>{strings.roles[c.role]} · {desk.states[c.state]}</small>
          </div>
        ))}
      </div>
    ),
  };
}
