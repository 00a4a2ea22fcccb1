import { openFromChat, seal, type FromLoader, type PageInfo } from "../embed/messages";
import { strings } from "./strings";

/** What the panel tells the launcher. */
export interface PanelEvents {
  /** The customer closed the chat from inside. */
  closed(): void;
  /** Messages that came while it was closed. */
  unread(count: number): void;
}

/**
 * The address of the chat page. What is behind "#" never reaches the server's
 * log: the page's own address may hold things that are nobody's business there.
 */
export function chatURL(origin: string, site: string, host: string, page: PageInfo): string {
  const query = new URLSearchParams({ site, host });
  return `${origin}/chat/?${query}#${encodeURIComponent(JSON.stringify(page))}`;
}

/**
 * The iframe of the chat: made on the first opening, then only shown and hidden,
 * so that the conversation goes on behind a closed panel.
 */
export class Panel {
  readonly frame = document.createElement("iframe");
  private readonly origin: string;

  constructor(
    url: string,
    private readonly events: PanelEvents,
    private identity: string,
  ) {
    this.origin = new URL(url).origin;
    this.frame.className = "panel";
    this.frame.title = strings.frame;
    this.frame.allow = "clipboard-write";
    this.frame.src = url;
    this.frame.addEventListener("load", () => {
      this.post({ type: "shown", shown: this.shown });
      this.post({ type: "identity", identity: this.identity });
    });
    window.addEventListener("message", this.received);
  }

  /** Hears nothing any more. */
  close(): void {
    window.removeEventListener("message", this.received);
  }

  private readonly received = (e: MessageEvent) => {
    // Any frame and any script of the page can post here.
    if (e.source !== this.frame.contentWindow || e.origin !== this.origin) return;
    const message = openFromChat(e.data);
    if (message?.type === "close") this.events.closed();
    if (message?.type === "unread") this.events.unread(message.count);
  };

  get shown(): boolean {
    return !this.frame.hidden;
  }

  show(shown: boolean): void {
    this.frame.hidden = !shown;
    this.post({ type: "shown", shown });
    if (shown) this.frame.focus();
  }

  /** Somebody signed in at the shop, or ("") out. */
  identify(identity: string): void {
    this.identity = identity;
    this.post({ type: "identity", identity });
  }

  private post(message: FromLoader): void {
    this.frame.contentWindow?.postMessage(seal(message), this.origin);
  }
}
