import { strings } from "../strings";
import type { RoomProps } from "./rooms";
import { Export } from "./sheets/Export";
import { Import } from "./sheets/Import";
import { RoomFrame } from "./shared/Room";
import "./sheets/sheets.css";

/** Entries as sheets: in, after they were checked row by row, and out. The place in the room is the job of the last check and, once that was stored, the job that did it. */
export default function Sheets({ rest, query, go, move, to }: RoomProps) {
  const [check = "", stored = ""] = rest.split("/");
  return (
    <RoomFrame title={strings.rooms.sheets} pending={() => to("publish")}>
      <div className="room-scroll sheets">
        <Import job={check} stored={stored} begin={go} store={(job) => move(`${check}/${job}`)} to={to} />
        <Export query={query} />
      </div>
    </RoomFrame>
  );
}
