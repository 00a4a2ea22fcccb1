import { Drawer, Tag } from "antd";
import type { KnowledgeEntry } from "../api";
import { Markup } from "../Markup";
import { strings } from "../strings";

/** One entry in full. */
export function EntryDrawer({ entry, close }: { entry: KnowledgeEntry | undefined; close(): void }) {
  const words = strings.entry;
  return (
    <Drawer open={entry !== undefined} onClose={close} title={entry?.question} size={560}>
      {entry && (
        // Focusable, so that the keyboard can scroll what is longer than the screen.
        <div className="entry" tabIndex={0} role="group" aria-label={entry.question}>
          <h3>{words.answer}</h3>
          <div className="entry-answer">
            <Markup text={entry.answer} rich />
          </div>
          <h3>{words.variants}</h3>
          <ul>{(entry.variants ?? []).map((v) => <li key={v}>{v}</li>)}</ul>
          <h3>{words.keywords}</h3>
          <p>{tags(entry.keywords)}</p>
          <h3>{words.needs}</h3>
          <p>{tags(entry.needs?.map((n) => strings.entities[n] ?? n))}</p>
          <h3>{words.id}</h3>
          <p className="mono">{entry.id}</p>
        </div>
      )}
    </Drawer>
  );
}

const tags = (list: string[] | undefined) =>
  list?.length ? list.map((word) => <Tag key={word}>{word}</Tag>) : strings.entry.none;
