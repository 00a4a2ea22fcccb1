import { App, Button } from "antd";
import { useContext, useEffect } from "react";
import { words } from "../words";
import type { Alert } from "./pending";
import { SeenContext } from "./seen";

/** So long it is said, in seconds. */
const shownFor = 10;

/**
 * Says on the page that somebody else gave a case to this agent, or took one from
 * him: once in this browser, on a page that is in front. `show` opens the case.
 */
export function useMoves(alerts: readonly Alert[], visible: boolean, show: (conversation: string) => void): void {
  const seen = useContext(SeenContext);
  const { message } = App.useApp();
  useEffect(() => {
    if (!visible) return;
    for (const a of alerts) {
      const said = `said:${a.key}`;
      if ((a.kind !== "assigned" && a.kind !== "taken") || seen.has(said)) continue;
      seen.reread(); // another page may be in front, too
      if (seen.has(said)) continue;
      // Nothing is left to be done about one that was taken; one that was given is new until it is opened.
      seen.add(a.kind === "taken" ? [said, a.key] : [said]);
      const open = () => {
        message.destroy(a.key);
        show(a.conversation);
      };
      message.info({ key: a.key, duration: shownFor, content: <Button type="link" size="small" onClick={open}>{words.alertTexts[a.kind](a)}</Button> });
    }
  });
}
