import { Spin } from "antd";
import { lazy, Suspense, useState } from "react";
import { List } from "./entries/List";
import { newEntry, type RoomProps } from "./rooms";

// The editor brings the text editor along: who only looks for an entry does not load it.
const Editor = lazy(() => import("./editor/Editor"));

/** The entries: a list, and each with a page of its own. The list stays as it was while an entry is open. */
export default function Entries({ staff, rest, query, go, move, to }: RoomProps) {
  const [left, setLeft] = useState(query);
  const id = decode(rest);
  const open = id !== "";
  if (!open && query !== left) setLeft(query);
  return (
    <>
      <div className="fill" hidden={open}>
        <List
          shown={!open} query={open ? left : query} change={(q) => move(q)} open={(which) => go(encodeURIComponent(which))}
          create={() => go(newEntry)} to={to} />
      </div>
      {open && (
        <Suspense fallback={<Spin className="shell-wait" />}>
          <Editor key={id} id={id} staff={staff} to={to} back={() => go(left)} saved={(now) => move(encodeURIComponent(now))} />
        </Suspense>
      )}
    </>
  );
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part; // a hand-made address
  }
}
