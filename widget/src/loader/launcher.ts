import { maxIdentity, type PageInfo } from "../embed/messages";
import { bubble, chevron, icon } from "./icons";
import { chatURL, Panel } from "./panel";
import { strings } from "./strings";
import { css } from "./style";

/** What the shop can set on the script element, and what it may call. */
export interface Settings {
  /** Where the chat server is. */
  origin: string;
  site: string;
  entry: string | undefined;
  /** What the shop signed about its customer; "" = nobody is signed in. */
  identity: string;
}

// A page that takes the host out again and again is not fought for ever.
const mostReturns = 10;

/** The round button in the corner and the panel it opens. */
export class Launcher {
  private readonly host = document.createElement("div");
  private readonly root = this.host.attachShadow({ mode: "open" });
  private readonly button = document.createElement("button");
  private readonly badge = document.createElement("span");
  private readonly watch = new MutationObserver(() => this.stay());
  private panel: Panel | undefined;
  private identity: string;
  private news = 0;
  private returns = 0;

  constructor(private readonly settings: Settings) {
    this.identity = settings.identity;
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    this.root.adoptedStyleSheets = [sheet];

    this.button.className = "launcher";
    this.button.type = "button";
    this.button.addEventListener("click", () => this.toggle(!this.open));
    this.badge.className = "badge";
    this.draw();
    this.root.append(this.button);
    document.body.append(this.host);
    this.watch.observe(document.documentElement, { childList: true });
    this.watch.observe(document.body, { childList: true });
  }

  get open(): boolean {
    return this.panel?.shown ?? false;
  }

  /** Opens or closes the panel; the first opening loads the chat. */
  toggle(open: boolean): void {
    if (open === this.open) return;
    if (!this.panel) {
      this.panel = new Panel(this.url(), {
        closed: () => this.toggle(false),
        unread: (n) => this.unread(n),
      }, this.identity);
      this.root.append(this.panel.frame);
      this.panel.frame.focus();
    } else {
      this.panel.show(open);
    }
    if (open) this.news = 0;
    this.draw();
    if (!open) this.button.focus();
  }

  /** Says who is signed in at the shop; "" = nobody. */
  identify(identity: string): void {
    if (identity.length > maxIdentity) identity = "";
    this.identity = identity;
    this.panel?.identify(identity);
  }

  private url(): string {
    const { origin, site, entry } = this.settings;
    const page: PageInfo = {
      url: (location.origin + location.pathname + location.search).slice(0, 1000),
      title: document.title.slice(0, 200),
      ...(entry ? { entry } : {}),
      ...(this.identity ? { identity: this.identity } : {}),
    };
    return chatURL(origin, site, location.origin, page);
  }

  private unread(n: number): void {
    this.news = n;
    this.draw();
  }

  private draw(): void {
    const { open, news } = this;
    const label = document.createElement("span");
    label.className = "label";
    label.textContent = strings.open;
    this.badge.hidden = open || news === 0;
    this.badge.textContent = news > 99 ? "99+" : String(news);
    this.button.setAttribute("aria-expanded", String(open));
    this.button.setAttribute("aria-label", open ? strings.close : news ? strings.openUnread(news) : strings.open);
    this.button.replaceChildren(icon(open ? chevron : bubble), label, this.badge);
  }

  /** Takes everything off the page. */
  remove(): void {
    this.watch.disconnect();
    this.panel?.close();
    this.host.remove();
  }

  /** Comes back when the page's own script renders over the whole body. */
  private stay(): void {
    if (this.host.isConnected) return;
    if (++this.returns > mostReturns) this.watch.disconnect();
    else document.body?.append(this.host);
  }
}
