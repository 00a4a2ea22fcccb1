import { BellOutlined, QuestionCircleOutlined } from "@ant-design/icons";
import { Button, Tooltip } from "antd";
import { useContext, useEffect, useState } from "react";
import type { DeskSession } from "../../wire/desk";
import type { Staff } from "../api";
import { useLive } from "../live";
import { Offers } from "./alerts/Offers";
import { SeenContext } from "./alerts/seen";
import { useAlerts } from "./alerts/useAlerts";
import { KeySheet } from "./keys/KeySheet";
import { shortcuts, useShortcut } from "./keys/shortcuts";
import { PresenceControl } from "./presence/PresenceControl";
import { isQuiet, SettingsContext, useSettings } from "./settings";
import { words } from "./words";
import "./frame.css";

interface DeskBarProps {
  desk: DeskSession;
  staff: Staff;
  /** The conversation that is on the screen, "" = none. */
  shown: string;
  /** Opens a conversation at the desk. */
  open(conversation: string): void;
  settings(): void;
}

/** What an agent has on every page: his presence, offers, alerts and keys. */
export default function DeskBar({ desk, staff, shown, open, settings }: DeskBarProps) {
  useLive(desk);
  useAlerts(desk, staff, shown, open);
  useKeys();
  useOtherTabs();
  const [sheet, setSheet] = useState(false);
  useShortcut({ id: "sheet", keys: ["?"], label: words.keys.sheet, group: "page", run: () => setSheet(true) });
  const quiet = isQuiet(useSettings().quiet, new Date());
  return (
    <>
      <PresenceControl desk={desk} />
      {quiet && (
        <Tooltip title={words.quietHint}>
          <Button size="small" danger icon={<BellOutlined />} onClick={settings}>{words.quietOn}</Button>
        </Tooltip>
      )}
      <Button type="text" icon={<QuestionCircleOutlined />} aria-label={words.keysTitle} title={`${words.keysTitle} (?)`} onClick={() => setSheet(true)} />
      <Offers desk={desk} me={staff.id} open={open} />
      {sheet && <KeySheet close={() => setSheet(false)} />}
    </>
  );
}

/** Hands the page's key presses to the table of keys. */
function useKeys(): void {
  useEffect(() => {
    const pressed = (e: KeyboardEvent) => void shortcuts.handle(e);
    document.addEventListener("keydown", pressed);
    return () => document.removeEventListener("keydown", pressed);
  }, []);
}

/** Takes over what other tabs of this browser set and saw. */
function useOtherTabs(): void {
  const settings = useContext(SettingsContext);
  const seen = useContext(SeenContext);
  useEffect(() => {
    const stored = () => {
      settings.reread();
      seen.reread();
    };
    window.addEventListener("storage", stored);
    return () => window.removeEventListener("storage", stored);
  }, [settings, seen]);
}
