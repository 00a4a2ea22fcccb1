import { Button, Segmented } from "antd";
import { useState } from "react";
import { strings } from "../strings";
import { Changes } from "./publish/Changes";
import { PublishDialog } from "./publish/PublishDialog";
import { Replay } from "./publish/Replay";
import { Running } from "./publish/Running";
import { Versions } from "./publish/Versions";
import { words } from "./publish-words";
import { useChanges } from "./queries";
import type { RoomProps } from "./rooms";
import { RoomFrame } from "./shared/Room";
import "./publish/publish.css";

/** What is about to go live, who says so, what customers would notice of it, and what was live before. */
export default function Publish({ staff, rest, go, to }: RoomProps) {
  const [dialog, setDialog] = useState(false);
  const approved = useChanges({}, 1).data?.counts.approved ?? 0;
  const place = (["replay", "versions"] as const).find((p) => rest.startsWith(p)) ?? "";
  const tools = (
    <>
      <Segmented
        value={place} onChange={(where) => go(where)}
        options={[{ value: "", label: words.changes }, { value: "replay", label: words.replay }, { value: "versions", label: words.versions }]}
      />
      <Button type="primary" disabled={approved === 0} onClick={() => setDialog(true)}>{words.publish(approved)}</Button>
    </>
  );
  return (
    <RoomFrame title={strings.rooms.publish} tools={tools} pending={() => go("")}>
      <div className="room-scroll">
        {!dialog && <Running />}
        {place === "versions" ? <Versions /> : place === "replay" ? <Replay to={to} /> : <Changes staff={staff} to={to} />}
      </div>
      {dialog && <PublishDialog approved={approved} to={to} close={() => setDialog(false)} />}
    </RoomFrame>
  );
}
