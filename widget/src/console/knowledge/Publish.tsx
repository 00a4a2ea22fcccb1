import { Button, Segmented } from "antd";
import { useState } from "react";
import { strings } from "../strings";
import { Changes } from "./publish/Changes";
import { PublishDialog } from "./publish/PublishDialog";
import { Running } from "./publish/Running";
import { Versions } from "./publish/Versions";
import { words } from "./publish-words";
import { useChanges } from "./queries";
import type { RoomProps } from "./rooms";
import { RoomFrame } from "./shared/Room";
import "./publish/publish.css";

/** What is about to go live, who says so, and what was live before. */
export default function Publish({ staff, rest, go, to }: RoomProps) {
  const [dialog, setDialog] = useState(false);
  const approved = useChanges({}, 1).data?.counts.approved ?? 0;
  const versions = rest.startsWith("versions");
  const tools = (
    <>
      <Segmented
        value={versions ? "versions" : ""} onChange={(where) => go(where)}
        options={[{ value: "", label: words.changes }, { value: "versions", label: words.versions }]}
      />
      <Button type="primary" disabled={approved === 0} onClick={() => setDialog(true)}>{words.publish(approved)}</Button>
    </>
  );
  return (
    <RoomFrame title={strings.rooms.publish} tools={tools} pending={() => go("")}>
      <div className="room-scroll">
        {!dialog && <Running />}
        {versions ? <Versions /> : <Changes staff={staff} to={to} />}
      </div>
      {dialog && <PublishDialog approved={approved} to={to} close={() => setDialog(false)} />}
    </RoomFrame>
  );
}
