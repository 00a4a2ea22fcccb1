import { strings } from "../strings";
import type { RoomProps } from "./rooms";
import { Export } from "./sheets/Export";
import { Import } from "./sheets/Import";
import { RoomFrame } from "./shared/Room";
import "./sheets/sheets.css";

/** Entries as sheets: in, after they were checked row by row, and out. The place in the room is the job of the last check. */
export default function Sheets({ rest, query, go, to }: RoomProps) {
  return (
    <RoomFrame title={strings.rooms.sheets} pending={() => to("publish")}>
      <div className="room-scroll sheets">
        <Import job={rest} begin={go} to={to} />
        <Export query={query} />
      </div>
    </RoomFrame>
  );
}
