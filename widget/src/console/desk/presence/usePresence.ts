import { App } from "antd";
import { useState } from "react";
import type { DeskSession } from "../../../wire/desk";
import type { Presence, PresenceState } from "../../../wire/frames";
import { words } from "../words";

/** One's presence as the server has it (null until it has said so), and the way to change it. */
export function usePresence(desk: DeskSession): { own: Presence | null; busy: boolean; set(state: PresenceState, reason?: string): void } {
  const { message } = App.useApp();
  const [busy, setBusy] = useState(false);
  const set = async (state: PresenceState, reason?: string) => {
    setBusy(true);
    try {
      await desk.setPresence(state, reason);
    } catch (error) {
      message.error((error as Error).message || words.unheard);
    }
    setBusy(false);
  };
  return { own: desk.presence, busy, set: (state, reason) => void set(state, reason) };
}
