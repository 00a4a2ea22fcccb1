import { Button, Checkbox, Empty, Popover, Spin } from "antd";
import { useEffect, useMemo, useState } from "react";
import { BrowserShelf } from "../../../wire/shelf";
import type { EntryFilter } from "../api";
import { useEntries } from "../queries";
import type { RoomName } from "../rooms";
import { RoomFrame } from "../shared/Room";
import { Nothing } from "../shared/Trouble";
import { words } from "../words";
import { BulkBar } from "./BulkBar";
import { type ColumnName, columnNames, usual } from "./columns";
import { filterOf, narrowed, narrows, queryOf } from "./filter";
import { Filters } from "./Filters";
import { Grid } from "./Grid";
import { nothing, type Selection } from "./selection";
import { Tree } from "./Tree";
import { strings } from "../../strings";

interface ListProps {
  /** Whether it is in front, not an entry. */
  shown: boolean;
  query: string;
  change(query: string): void;
  open(id: string): void;
  create(): void;
  to(room: RoomName, rest?: string): void;
}

const noCategories: never[] = [];

/** All entries of the working copy: found, narrowed, chosen, changed many at once. */
export function List({ shown, query, change, open, create, to }: ListProps) {
  const filter = useMemo(() => filterOf(query), [query]);
  const asked = useEntries(filter);
  const [selection, setSelection] = useState<Selection>(nothing);
  const [cols, setCols] = useColumns();
  useEffect(() => setSelection(nothing), [query]); // what is chosen was chosen among these
  const narrow = (part: { [K in keyof EntryFilter]?: EntryFilter[K] | undefined }) => change(queryOf(narrowed(filter, part)));
  const { data } = asked;
  const tools = (
    <>
      <span className="soft">{data && words.total(data.total)}</span>
      <Button type="primary" onClick={create}>{words.create}</Button>
      <Button onClick={() => to("sheets", queryOf(filter))}>{words.exported}</Button>
      <Columns chosen={cols} choose={setCols} />
    </>
  );
  return (
    <RoomFrame title={strings.rooms.entries} tools={tools} pending={() => to("publish")}>
      <Filters filter={filter} narrow={narrow} facets={data?.facets} />
      <div className="entries-body">
        <Tree shown={shown} categories={data?.facets.categories ?? noCategories} chosen={filter.category} choose={(category) => narrow({ category })} />
        <div className="entries-list" aria-busy={asked.isPlaceholderData}>
          {asked.isPending && <Spin className="shell-wait" />}
          {!data && <Nothing asked={asked} />}
          {data?.total === 0 && <None filter={filter} clear={() => change("")} create={create} />}
          {data && data.total > 0 && shown && <Grid filter={filter} first={data} shown={cols} selection={selection} select={setSelection} open={open} />}
          {data && <BulkBar selection={selection} filter={filter} page={data} select={setSelection} />}
        </div>
      </div>
    </RoomFrame>
  );
}

function None({ filter, clear, create }: { filter: EntryFilter; clear(): void; create(): void }) {
  const narrowedDown = narrows(filter);
  return (
    <Empty className="entries-none" description={narrowedDown ? words.noneFound : words.noneYet}>
      {narrowedDown ? <Button onClick={clear}>{words.clear}</Button> : <Button type="primary" onClick={create}>{words.create}</Button>}
    </Empty>
  );
}

/** The choice of columns. The question is always there. */
function Columns({ chosen, choose }: { chosen: readonly ColumnName[]; choose(next: ColumnName[]): void }) {
  const content = (
    <Checkbox.Group
      className="entries-columns" value={[...chosen]} options={columnNames.map((value) => ({ value, label: words.columns[value], disabled: value === "question" }))}
      onChange={(next) => choose(next)}
    />
  );
  return <Popover trigger="click" placement="bottomRight" content={content}><Button>{words.chooseColumns}</Button></Popover>;
}

const shelf = "yiwen.entries.columns";

function useColumns(): [readonly ColumnName[], (next: ColumnName[]) => void] {
  const [kept] = useState(() => new BrowserShelf());
  const [names, setNames] = useState<readonly ColumnName[]>(() => {
    const stored = (kept.get(shelf) ?? "").split(" ");
    const known = columnNames.filter((c) => stored.includes(c));
    return known.length > 0 ? known : usual;
  });
  const choose = (next: ColumnName[]) => {
    const inOrder = columnNames.filter((c) => c === "question" || next.includes(c));
    setNames(inOrder);
    kept.set(shelf, inOrder.join(" "));
  };
  return [names, choose];
}
