import { Spin } from "antd";
import type { Staff } from "../../api";
import { useEntryDetail } from "../queries";
import { newEntry, type RoomName } from "../rooms";
import { Nothing } from "../shared/Trouble";
import { EntryPage } from "./EntryPage";
import "./editor.css";

export interface EditorProps {
  /** Of the entry, or the place of a new one. */
  id: string;
  staff: Staff;
  to(room: RoomName, rest?: string): void;
  back(): void;
  /** A new entry has its id now. */
  saved(id: string): void;
}

/** One entry of the working copy, to be read and changed. */
export default function Editor(props: EditorProps) {
  const isNew = props.id === newEntry;
  const asked = useEntryDetail(isNew ? "" : props.id);
  if (isNew) return <EntryPage {...props} detail={undefined} refetch={() => undefined} />;
  if (asked.data) return <EntryPage {...props} detail={asked.data} refetch={() => void asked.refetch()} />;
  return asked.isPending ? <Spin className="shell-wait" /> : <Nothing asked={asked} />;
}
