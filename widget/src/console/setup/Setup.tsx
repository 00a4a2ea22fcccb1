import { Spin } from "antd";
import { useMemo, useState } from "react";
import type { RoomProps } from "../knowledge/rooms";
import { Nothing } from "../knowledge/shared/Trouble";
import { useTitle } from "../live";
import { strings } from "../strings";
import { isColour } from "../understanding/settings/Colour";
import { useSites } from "./api";
import { Code } from "./Code";
import { Identity } from "./Identity";
import { Link } from "./Link";
import { Look } from "./Look";
import { Page } from "./Page";
import { Preview } from "./Preview";
import { Server } from "./Server";
import { type Choices, fresh, optionsOf } from "./snippet";
import { words } from "./words";
import "../understanding/understanding.css";
import "../understanding/settings/settings.css";
import "./setup.css";

/** How the chat gets onto the shop's pages (接入): chosen, looked at, copied. What is live counts, not the draft. */
export default function Setup({ to }: RoomProps) {
  useTitle(`${strings.rooms.setup} - ${strings.product}`);
  const { asked, live, draft } = useSites();
  const [chosen, setChosen] = useState<Partial<Choices>>({});
  const [origin, setOrigin] = useState(location.origin);
  const first = live.sites?.[0]?.id ?? fresh.site;
  const choices = useMemo(() => {
    const all = { ...fresh, site: first, ...chosen };
    return { ...all, colour: isColour(all.colour) ? all.colour : "" };
  }, [first, chosen]);
  const options = useMemo(() => optionsOf(choices), [choices]);
  const site = live.sites?.find((s) => s.id === choices.site);
  return (
    <section className="room setup" aria-label={strings.rooms.setup}>
      <header className="room-top"><h1>{strings.rooms.setup}</h1></header>
      <p className="und-intro soft">{words.intro}</p>
      {!asked.data && asked.error && <Nothing asked={asked} />}
      {asked.isPending && <Spin className="shell-wait" />}
      {asked.data && (
        <div className="setup-both">
          <div className="setup-steps">
            <Look live={live} site={site} choices={{ ...choices, colour: chosen.colour ?? "" }} change={(next) => setChosen((c) => ({ ...c, ...next }))} />
            <Server origin={origin} change={setOrigin} />
            <Code origin={origin} choices={choices} />
            {site && <Page key={site.id} server={origin} live={live} draft={draft} site={site} to={to} />}
            <Link origin={origin} choices={choices} />
            <Identity site={choices.site} />
          </div>
          <Preview options={options} />
        </div>
      )}
    </section>
  );
}
