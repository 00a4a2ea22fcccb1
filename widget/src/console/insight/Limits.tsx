import { Spin } from "antd";
import type { RoomProps } from "../knowledge/rooms";
import { LiveBar } from "../knowledge/shared/LiveBar";
import { Nothing } from "../knowledge/shared/Trouble";
import { useTitle } from "../live";
import { strings } from "../strings";
import { Head } from "../understanding/Head";
import { useWork } from "../understanding/work";
import { CurvePart } from "./limits/CurvePart";
import { Sliders } from "./limits/Sliders";
import { words } from "./limits/words";
import { useLimits } from "./queries";
import "../understanding/understanding.css";
import "./insight.css";
import "./limits/limits.css";

const blank = {};

/** The limits of the ladder (阈值), with what they do to the shop's own questions. They are part of the settings, and a draft as everything else. */
export default function Limits({ staff, to }: RoomProps) {
  useTitle(`${strings.rooms.limits} - ${strings.product}`);
  const work = useWork("settings", "settings", staff.id, blank);
  const known = useLimits();
  const { body } = work;
  return (
    <section className="room" aria-label={strings.rooms.limits}>
      <div className="und-live"><LiveBar pending={() => to("publish")} /></div>
      <Head kind="settings" id="settings" title={strings.rooms.limits} work={work} />
      <p className="und-intro soft">{words.intro}</p>
      {!known.data && <Nothing asked={known} />}
      {!body && work.asked.error && <Nothing asked={work.asked} />}
      {(known.isPending || work.asked.isPending) && <Spin className="shell-wait" />}
      {known.data && body && (
        <div className="limits">
          <div className="limits-set"><Sliders value={body.limits ?? {}} known={known.data} change={(limits) => work.change({ ...body, limits })} /></div>
          <CurvePart limit={body.limits?.answer ?? 0} />
        </div>
      )}
    </section>
  );
}
