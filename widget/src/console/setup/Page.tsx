import { Alert, Button, Input } from "antd";
import { useState } from "react";
import type { RoomName } from "../knowledge/rooms";
import type { Settings, Site } from "../understanding/shapes";
import { Part } from "./Part";
import { originOf } from "./snippet";
import { words } from "./words";

interface PageProps {
  server: string;
  live: Settings;
  draft: Settings;
  site: Site;
  to(room: RoomName, rest?: string): void;
}

/** Whether the shop's page may hold the chat, and what to do where it may not. */
export function Page({ server, live, draft, site, to }: PageProps) {
  const [typed, setTyped] = useState("");
  const listed = site.origins ?? [];
  return (
    <Part title={words.origin} hint={words.originHint}>
      <Input aria-label={words.originLabel} placeholder="https://www.example.com" value={typed} maxLength={1000} onChange={(e) => setTyped(e.target.value)} />
      {typed.trim() !== "" && <div aria-live="polite"><Verdict typed={typed} server={server} live={live} draft={draft} site={site} to={to} /></div>}
      <p className="soft">{listed.length > 0 ? <>{words.listed} <span className="mono">{listed.join("  ")}</span></> : words.listedNone}</p>
    </Part>
  );
}

function Verdict({ typed, server, live, draft, site, to }: PageProps & { typed: string }) {
  const origin = originOf(typed);
  const holds = (s: Site | undefined) => s?.origins?.includes(origin) === true;
  const settings = <Button size="small" onClick={() => to("understanding", "settings")}>{words.toSettings}</Button>;
  if (origin === "") return <Alert type="error" showIcon title={words.originBad} />;
  if (origin.startsWith("https:") && server.startsWith("http:")) return <Alert type="error" showIcon title={words.originMixed} />;
  if (origin === server) return <Alert type="success" showIcon title={words.originOwn} />;
  if (holds(site)) return <Alert type="success" showIcon title={words.originFine(origin, site.name)} />;
  if (holds(draft.sites?.find((s) => s.id === site.id))) {
    return <Alert type="warning" showIcon title={words.originDraft(origin, site.name)} action={<Button size="small" onClick={() => to("publish")}>{words.toPublish}</Button>} />;
  }
  const other = live.sites?.find(holds);
  return <Alert type="error" showIcon title={other ? words.originElsewhere(origin, other.name) : words.originMissing(origin, site.name)} action={settings} />;
}
