import { maxIdentity } from "../embed/messages";
import { Launcher } from "./launcher";

/** What a shop's own script may call, as window.Yiwen. */
export interface YiwenAPI {
  open(): void;
  close(): void;
  /** Says who is signed in: the identity that the shop's server signed, "" after signing out. */
  identify(identity: string): void;
  /** Takes the chat off the page, for shops of one page; start needs the script again. */
  remove(): void;
}

declare global {
  interface Window {
    Yiwen?: YiwenAPI;
  }
}

/** Starts the launcher for the script element that loaded us; twice is once. */
export function start(script: HTMLScriptElement): void {
  if (window.Yiwen) return;
  let launcher: Launcher | undefined;
  let wanted = false;
  let removed = false;
  let identity = script.dataset["identity"] ?? "";
  window.Yiwen = {
    open: () => (launcher ? launcher.toggle(true) : (wanted = true)),
    close: () => (launcher ? launcher.toggle(false) : (wanted = false)),
    identify: (who) => {
      identity = String(who ?? "");
      launcher?.identify(identity);
    },
    remove: () => {
      removed = true;
      launcher?.remove();
      delete window.Yiwen;
    },
  };
  const draw = () => {
    if (removed) return;
    launcher = new Launcher({
      origin: new URL(script.src).origin,
      site: script.dataset["site"] || "default",
      entry: script.dataset["entry"],
      identity: identity.length <= maxIdentity ? identity : "",
    });
    if (wanted) launcher.toggle(true);
  };
  // An async script may run while there is no body yet.
  if (document.body) draw();
  else document.addEventListener("DOMContentLoaded", draw, { once: true });
}
