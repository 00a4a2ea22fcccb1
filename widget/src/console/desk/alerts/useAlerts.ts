import { useContext, useEffect, useMemo } from "react";
import type { DeskSession } from "../../../wire/desk";
import type { Staff } from "../../api";
import { useLive, useNow, useVisible } from "../../live";
import { strings } from "../../strings";
import { useSettings } from "../settings";
import { words } from "../words";
import { Chime } from "./chime";
import { Ladder } from "./ladder";
import { opened, pending } from "./pending";
import { SeenContext } from "./seen";
import { useMoves } from "./useMoves";

/** Tells the agent what wants to be looked at, by sound, title and desktop, until it was. `open` is the conversation on the screen; `show` opens another. */
export function useAlerts(desk: DeskSession, staff: Staff, open: string, show: (conversation: string) => void): void {
  const now = useNow(1_000);
  const settings = useSettings();
  const seen = useContext(SeenContext);
  useLive(seen);
  const visible = useVisible();
  const ladder = useMemo(() => new Ladder(), []);
  const chime = useMemo(() => new Chime(), []);
  useEffect(() => () => chime.close(), [chime]);

  const all = pending(desk.lists, { id: staff.id, supervisor: staff.rights.includes("cases") }, now);
  const unseen = all.filter((a) => !seen.has(a.key) && !(visible && a.conversation === open && opened(a)));
  // After every drawing: each second one, and one with every change.
  useEffect(() => {
    const { sound, desktop, title } = ladder.step(unseen, settings, now);
    if (sound) chime.play(sound, settings.volume);
    if (!visible) for (const a of desktop) notify(words.alertTexts[a.kind](a), a.key, () => show(a.conversation));
    const first = title[0];
    const blink = !visible && first !== undefined && Math.floor(now / 1000) % 2 === 0;
    const count = new Set(title.map((a) => a.conversation)).size + desk.lists.list("waiting").length;
    document.title = blink ? words.alertTexts[first.kind](first) : strings.title(count);
  });
  useMoves(all, visible, show); // after the sound: what is said here counts as looked at
  useEffect(
    () => () => {
      document.title = strings.product;
    },
    [],
  );
}

/** Whether this page may show notifications of the desktop. */
const mayNotify = (): boolean => typeof Notification !== "undefined" && Notification.permission === "granted";

/** Shows a notification of the desktop where that is allowed. One with the tag of another replaces it: two tabs of a desk do not tell twice. */
export function notify(body: string, tag: string, clicked: () => void = () => undefined): void {
  if (!mayNotify()) return;
  try {
    const note = new Notification(strings.product, { body, tag });
    note.onclick = () => {
      window.focus();
      clicked();
      note.close();
    };
  } catch {
    // Some browsers allow notifications to service workers only.
  }
}
